/** Checksums of zip and xz, to be carried on from chunk to chunk. */
export interface Crc {
  add(bytes: Uint8Array): void
  matches(stored: Uint8Array): boolean // little-endian, as files hold it
}

const TABLE_32 = table(0xedb88320, 0)
const TABLE_64 = table(0xd7870f42, 0xc96c5795) // ECMA-182, reflected

/** Low words, then high words, of the reflected polynomial's 256 remainders. */
function table(low: number, high: number): Int32Array {
  const words = new Int32Array(512)
  for (let byte = 0; byte < 256; byte++) {
    let lo = byte
    let hi = 0
    for (let bit = 0; bit < 8; bit++) {
      const odd = lo & 1
      lo = (lo >>> 1) | (hi << 31)
      hi >>>= 1
      if (odd === 1) {
        lo ^= low
        hi ^= high
      }
    }
    words[byte] = lo
    words[256 + byte] = hi
  }
  return words
}

export function crc32(): Crc {
  let crc = -1
  return {
    add(bytes) {
      for (let at = 0; at < bytes.length; at++) crc = TABLE_32[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8)
    },
    matches: (stored) => Buffer.from(stored).readInt32LE() === ~crc,
  }
}

export function crc64(): Crc {
  let lo = -1
  let hi = -1
  return {
    add(bytes) {
      for (let at = 0; at < bytes.length; at++) {
        const index = (lo ^ bytes[at]!) & 0xff
        lo = ((lo >>> 8) | (hi << 24)) ^ TABLE_64[index]!
        hi = (hi >>> 8) ^ TABLE_64[256 + index]!
      }
    },
    matches: (stored) => Buffer.from(stored).readInt32LE() === ~lo && Buffer.from(stored).readInt32LE(4) === ~hi,
  }
}
