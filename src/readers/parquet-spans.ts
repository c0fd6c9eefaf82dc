/**
 * The texts of a Parquet page, whatever its encoding, as places in its bytes.
 *
 * Promises that no length is believed beyond the page, and no more memory than what the page decodes to. Knows no levels.
 */
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js'
import { readHybrid } from './parquet-levels.ts'
import type { Spans } from './texts.ts'

export const MAX_PAGE_BYTES = 256 * 1024 * 1024 // uncompressed; writers aim at 1 MiB

/** @throws {RangeError} the page is broken, or of an encoding that is none of texts */
export function spansOf(page: Uint8Array, count: number, encoding: string): Spans {
  const bytes = Buffer.from(page.buffer, page.byteOffset, page.length)
  if (count === 0) return { bytes, starts: new Uint32Array(0), ends: new Uint32Array(0) }
  switch (encoding) {
    case 'PLAIN':
      return plain(bytes, count)
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return lengthsFirst(bytes, count)
    case 'DELTA_BYTE_ARRAY':
      return frontCoded(bytes, count)
    default:
      throw new RangeError(`encoding ${encoding} is not known`)
  }
}

/** Texts that stand in a dictionary. */
export function lookedUp(page: Uint8Array, count: number, dictionary: Spans | undefined): Spans {
  const starts = new Uint32Array(count)
  const ends = new Uint32Array(count)
  if (count === 0) return { bytes: Buffer.alloc(0), starts, ends }
  if (page.length === 0) throw new RangeError('no indexes')
  if (!dictionary) throw new RangeError('indexes without a dictionary')
  const indexes = readHybrid(page.subarray(1), page[0], new Uint32Array(count))
  const size = dictionary.starts.length
  for (let i = 0; i < count; i++) {
    const index = indexes[i]
    if (index >= size) throw new RangeError(`index ${index} in a dictionary of ${size}`)
    starts[i] = dictionary.starts[index]
    ends[i] = dictionary.ends[index]
  }
  return { bytes: dictionary.bytes, starts, ends }
}

const LENGTH_BYTES = 4
const LINE_END = 10

/** Each text has its length in front, which is read once: line ends take its place, so that many texts side by side are UTF-8. */
function plain(bytes: Buffer, count: number): Spans {
  if (count * LENGTH_BYTES > bytes.length) throw new RangeError('fewer texts than values')
  const starts = new Uint32Array(count)
  const ends = new Uint32Array(count)
  let at = 0
  for (let i = 0; i < count; i++) {
    const start = at + LENGTH_BYTES
    if (start > bytes.length) throw new RangeError('fewer texts than values')
    const length = bytes[at] + bytes[at + 1] * 2 ** 8 + bytes[at + 2] * 2 ** 16 + bytes[at + 3] * 2 ** 24
    at = start + length
    if (at > bytes.length) throw new RangeError('a text longer than the page')
    starts[i] = start
    ends[i] = at
    bytes[start - 4] = bytes[start - 3] = bytes[start - 2] = bytes[start - 1] = LINE_END
  }
  return { bytes, starts, ends }
}

function lengthsFirst(bytes: Buffer, count: number): Spans {
  const reader = readerOf(bytes)
  const lengths = new Int32Array(count)
  deltaBinaryUnpack(reader, count, lengths)
  const starts = new Uint32Array(count)
  const ends = new Uint32Array(count)
  let at = reader.offset
  for (let i = 0; i < count; i++) {
    starts[i] = at
    at += lengths[i]
    if (lengths[i] < 0 || at > bytes.length) throw new RangeError('a text longer than the page')
    ends[i] = at
  }
  return { bytes, starts, ends }
}

/** Texts that begin as the one before: each is its shared length and its rest. */
function frontCoded(bytes: Buffer, count: number): Spans {
  const reader = readerOf(bytes)
  const shared = new Int32Array(count)
  deltaBinaryUnpack(reader, count, shared)
  const rest = new Int32Array(count)
  deltaBinaryUnpack(reader, count, rest)
  const starts = new Uint32Array(count)
  const ends = new Uint32Array(count)
  let before = 0 // length of the text before
  let offset = reader.offset
  let total = 0
  for (let i = 0; i < count; i++) {
    const length = shared[i] + rest[i]
    offset += rest[i]
    // A few bytes can claim a page of ever longer texts.
    if (shared[i] < 0 || rest[i] < 0 || shared[i] > before || offset > bytes.length || total + length > MAX_PAGE_BYTES)
      throw new RangeError('a text longer than the page')
    starts[i] = total
    total += length
    ends[i] = total
    before = length
  }
  const whole = Buffer.alloc(total)
  offset = reader.offset
  for (let i = 0; i < count; i++) {
    if (shared[i] > 0) whole.copyWithin(starts[i], starts[i - 1], starts[i - 1] + shared[i])
    whole.set(bytes.subarray(offset, offset + rest[i]), starts[i] + shared[i])
    offset += rest[i]
  }
  return { bytes: whole, starts, ends }
}

function readerOf(bytes: Buffer) {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 }
}
