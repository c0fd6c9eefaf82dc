/**
 * LZ4 frames, as Arrow stores its buffers in them: decoding only, the size known beforehand.
 *
 * Promises never to write beyond that size. Checksums are passed over: a wrong byte is a wrong letter, not a fault here.
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
export const MAGIC = 0x184d2204
export const SKIPPABLE = 0x184d2a50 // to …5f

/** What the first bytes of a frame say of the rest. */
export interface FrameHead {
  readonly headBytes: number // from the magic to the first block
  readonly independent: boolean // no block looks back into another
  readonly blockSums: boolean
  readonly contentSum: boolean
}

/** @throws {RangeError} a frame that cannot be decoded here */
export function frameHead(flags: number): FrameHead {
  if (flags >> 6 !== 1) throw new RangeError('an LZ4 frame of another version')
  if (flags & 0x01) throw new RangeError('an LZ4 frame with an outside dictionary')
  return {
    headBytes: 7 + ((flags & 0x08) !== 0 ? 8 : 0), // the size of the content, where it is told
    independent: (flags & 0x20) !== 0,
    blockSums: (flags & 0x10) !== 0,
    contentSum: (flags & 0x04) !== 0,
  }
}

/** @throws {RangeError} the frames are broken, or hold more or less than `length` bytes */
export function lz4Frames(input: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length)
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  let at = 0
  let filled = 0
  while (at < input.length) {
    const magic = view.getUint32(at, true)
    if (magic >= SKIPPABLE && magic <= SKIPPABLE + 15) {
      at += 8 + view.getUint32(at + 4, true)
      continue
    }
    if (magic !== MAGIC) throw new RangeError('not an LZ4 frame')
    const { headBytes, independent, blockSums, contentSum } = frameHead(view.getUint8(at + 4))
    at += headBytes
    const frameStart = independent ? -1 : filled // independent blocks look back to their own start only
    for (;;) {
      const head = view.getUint32(at, true)
      at += 4
      if (head === 0) break
      const size = head & 0x7fffffff
      const block = input.subarray(at, at + size)
      if (block.length < size) throw new RangeError('an LZ4 block ends too early')
      if (head & 0x80000000) {
        if (filled + size > length) throw new RangeError('more bytes than stated')
        output.set(block, filled)
        filled += size
      } else filled = lz4Block(block, output, filled, frameStart < 0 ? filled : frameStart)
      at += size + (blockSums ? 4 : 0)
    }
    if (contentSum) at += 4
  }
  if (filled !== length) throw new RangeError(`${filled} bytes instead of ${length}`)
  return output
}

/** Decodes one block to `output` at `start`; matches reach back to `floor` at most. Returns where it ended. */
export function lz4Block(input: Uint8Array, output: Uint8Array, start: number, floor: number): number {
  let at = 0
  let out = start
  while (at < input.length) {
    const token = input[at++]
    let literals = token >> 4
    if (literals === 15) {
      for (let more = 255; more === 255; literals += more) {
        if (at >= input.length) throw new RangeError('an LZ4 block ends too early')
        more = input[at++]
      }
    }
    if (at + literals > input.length || out + literals > output.length) throw new RangeError('more bytes than stated')
    output.set(input.subarray(at, at + literals), out)
    at += literals
    out += literals
    if (at === input.length) return out // the last sequence has no match
    if (at + 2 > input.length) throw new RangeError('an LZ4 block ends too early')
    const distance = input[at] | (input[at + 1] << 8)
    at += 2
    let match = (token & 15) + 4
    if (match === 19) {
      for (let more = 255; more === 255; match += more) {
        if (at >= input.length) throw new RangeError('an LZ4 block ends too early')
        more = input[at++]
      }
    }
    const from = out - distance
    if (distance === 0 || from < floor) throw new RangeError('an LZ4 match before the start')
    if (out + match > output.length) throw new RangeError('more bytes than stated')
    if (distance >= match) output.copyWithin(out, from, from + match)
    else for (let i = 0; i < match; i++) output[out + i] = output[from + i]
    out += match
  }
  return out
}
