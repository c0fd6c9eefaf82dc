/**
 * bzip2, a block at a time: Huffman codes, move-to-front, Burrows–Wheeler, run lengths; checksums are checked.
 *
 * @see the format has no standard; this follows bzip2 1.0.8 and Joe Tsai's "bzip2 format specification" (2016)
 */
import type { ByteReader } from './bytes.ts'
import { type Bits, bitsOf } from './bzip2-bits.ts'
import { readSymbols } from './bzip2-symbols.ts'
import { pull } from './pull.ts'

const BLOCK = 0x314159265359 // pi, digit by digit
const END = 0x177245385090 // its square root
const MOST_BLOCK_BYTES = 1 << 20 // no block is longer, compressed

export async function* bunzip2(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  const source = pull(reader)
  let level = 0
  let checksum = 0
  let bit = 0 // bits of the first byte at hand that are used up
  let members = 0
  for (;;) {
    const held = await source.have(MOST_BLOCK_BYTES)
    if (level === 0) {
      if (held === 0 && members > 0) return
      const head = source.bytes()
      const isHead =
        held >= 4 && head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68 && head[3]! > 0x30 && head[3]! <= 0x39
      if (!isHead && members > 0) return // what follows the last member is not ours
      if (!isHead) throw new Error('no bzip2 header')
      level = head[3]! - 0x30
      checksum = 0
      source.use(4)
      continue
    }
    const bits = bitsOf(source.bytes(), bit)
    const magic = bits.take(24) * 2 ** 24 + bits.take(24)
    if (magic === END) {
      const stored = bits.take32()
      if (stored !== checksum) throw new Error('checksum of the stream differs')
      source.use(Math.ceil(bits.position() / 8))
      bit = 0
      level = 0
      members++
      continue
    }
    if (magic !== BLOCK) throw new Error('no block where one should begin')
    const { bytes, crc } = readBlock(bits, level * 100_000)
    checksum = ((((checksum << 1) | (checksum >>> 31)) >>> 0) ^ crc) >>> 0
    source.use(bits.position() >>> 3)
    bit = bits.position() & 7
    yield bytes
  }
}

function readBlock(bits: Bits, size: number): { readonly bytes: Uint8Array; readonly crc: number } {
  const crc = bits.take32()
  if (bits.take(1) === 1) throw new Error('a randomised block, which no bzip2 has written since 1999')
  const origin = bits.take(24)
  const { symbols, count } = readSymbols(bits, size)
  if (origin >= count) throw new Error('a block points outside itself')
  const bytes = unrun(symbols, count, origin)
  if (crcOf(bytes) !== crc) throw new Error('checksum of a block differs')
  return { bytes, crc }
}

/** Undoes Burrows–Wheeler and the run lengths: four equal bytes are followed by how many more of them there are. */
function unrun(table: Uint32Array, count: number, origin: number): Uint8Array {
  const starts = new Uint32Array(256)
  for (let at = 0; at < count; at++) starts[table[at]! & 0xff]!++
  let sum = 0
  for (let byte = 0; byte < 256; byte++) {
    const here = starts[byte]!
    starts[byte] = sum
    sum += here
  }
  for (let at = 0; at < count; at++) table[starts[table[at]! & 0xff]!++]! |= at << 8

  let out = Buffer.allocUnsafe(count * 2)
  let length = 0
  let place = table[origin]! >>> 8
  let run = 0
  let last = -1
  for (let at = 0; at < count; at++) {
    const entry = table[place]!
    place = entry >>> 8
    const byte = entry & 0xff
    if (length + 256 > out.length) out = Buffer.concat([out], out.length * 2)
    if (run === 4) {
      out.fill(last, length, length + byte)
      length += byte
      run = 0
      last = -1
      continue
    }
    run = byte === last ? run + 1 : 1
    last = byte
    out[length++] = byte
  }
  return out.subarray(0, length)
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  return crc
})

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (let at = 0; at < bytes.length; at++) crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ bytes[at]!]!
  return ~crc >>> 0
}
