/**
 * Parquet's run-length and bit-packed hybrid: levels of nesting and dictionary indexes.
 *
 * Promises never to write or loop beyond the room given, whatever the runs claim. Knows no pages.
 */
export type Levels = Uint8Array | Uint32Array

/**
 * Fills `out` from the bytes.
 *
 * @param width  bits of a value, 0 to 32
 * @returns      `out`, filled
 * @throws {RangeError} the bytes end before `out` is full
 */
export function readHybrid<Out extends Levels>(bytes: Uint8Array, width: number, out: Out): Out {
  if (width > 32) throw new RangeError(`values of ${width} bits`)
  let offset = 0
  let filled = 0
  while (filled < out.length) {
    let header = 0
    for (let shift = 0; ; shift += 7) {
      if (offset >= bytes.length || shift > 28) throw new RangeError('a run of values ends too early')
      const byte = bytes[offset++]
      header += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) break
    }
    const length = Math.floor(header / 2)
    if (header % 2 === 0) {
      const runBytes = (width + 7) >> 3
      if (offset + runBytes > bytes.length) throw new RangeError('a run of values ends too early')
      let value = 0
      for (let i = 0; i < runBytes; i++) value += bytes[offset++] * 2 ** (8 * i)
      const end = Math.min(out.length, filled + length)
      out.fill(value, filled, end)
      filled = end
      continue
    }
    const end = Math.min(out.length, filled + length * 8)
    // The last group may be cut short where its padding would be.
    if (offset + Math.ceil(((end - filled) * width) / 8) > bytes.length)
      throw new RangeError('packed values end too early')
    unpack(bytes, offset, width, out, filled, end)
    offset += length * width
    filled = end
  }
  return out
}

function unpack(bytes: Uint8Array, start: number, width: number, out: Levels, from: number, to: number): void {
  if (width === 0) {
    out.fill(0, from, to)
    return
  }
  let offset = start
  let held = 0 // bits read and not yet used, lowest first
  let bits = 0
  if (width <= 24) {
    const mask = 2 ** width - 1
    for (let i = from; i < to; i++) {
      while (bits < width) {
        held |= bytes[offset++] << bits
        bits += 8
      }
      out[i] = held & mask
      held >>>= width
      bits -= width
    }
    return
  }
  const span = 2 ** width
  for (let i = from; i < to; i++) {
    while (bits < width) {
      held += bytes[offset++] * 2 ** bits
      bits += 8
    }
    out[i] = held % span
    held = Math.floor(held / span)
    bits -= width
  }
}
