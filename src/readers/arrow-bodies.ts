/**
 * The body of an Arrow message: checked against its head, decompressed, and without the columns nobody reads.
 *
 * The head is changed to match, in place: apache-arrow then finds an ordinary, uncompressed batch.
 */
import { InputError } from '../model/errors.ts'
import { byteAt, fieldAt, guarded, long, longAt, shortAt, type Table, tableOf, vecOf, viewOf } from './arrow-flat.ts'
import { type Field, layoutOf } from './arrow-schema.ts'
import { type ColumnarFile, corrupt } from './columnar-file.ts'
import { lz4Frames } from './lz4-frame.ts'
import { zstdBlock, zstdReady } from './zstd-block.ts'

export interface Message {
  readonly head: Uint8Array // the metadata, to be handed on
  readonly root: Table
  readonly type: number
  readonly start: number // of the message in the file
  readonly body: number // where its body begins
  readonly bodyBytes: number
  readonly end: number // of the message
}

export const HEADER = { schema: 1, dictionary: 2, batch: 3 } as const
export const VERSION_5 = 4 // of the metadata: Arrow 1.0, where unions lost their validity bits
export const MAX_BODY_BYTES = 2 ** 31
const FREE_BYTES = 64 * 1024 * 1024
const FREE_ROWS = 65_536 // a batch may have so many rows without a byte: all of them null
const WHOLE_BODY_BYTES = 1024 * 1024 // smaller bodies are read at once, even for a few columns

/**
 * The body of a message, as the (changed) head describes it, with a few bytes of the caller's behind it.
 *
 * @param roomFor  memory for so many bytes, if there is some to be used again
 */
export async function bodyOf(
  source: ColumnarFile,
  message: Message,
  fields: readonly Field[],
  read: ReadonlySet<number>,
  ratio: number,
  after: Uint8Array,
  roomFor: (bytes: number) => Uint8Array | undefined,
): Promise<Uint8Array> {
  const batch = guarded(source, () => {
    const header = tableOf(message.root, 2)
    const found = message.type === HEADER.batch ? header : header && tableOf(header, 1)
    if (!found) throw new RangeError('a record batch without a header')
    return found
  })
  const buffers = guarded(source, () => vecOf(batch, 2, 16))
  const skips =
    message.type === HEADER.batch
      ? guarded(source, () => skippedBuffers(batch, fields, read, shortAt(message.root, 0) < VERSION_5))
      : new Set<number>()
  const compression = guarded(source, () => tableOf(batch, 3))
  if (compression) await zstdReady()
  const region = (i: number) => ({
    start: long(buffers.view, buffers.at + 16 * i),
    length: long(buffers.view, buffers.at + 16 * i + 8),
  })
  let left = 0
  for (let i = 0; i < buffers.length; i++) {
    const { start, length } = region(i)
    if (!(start >= 0 && length >= 0 && start + length <= message.bodyBytes))
      throw corrupt(source.file, 'a column lies outside its record batch')
    if (skips.has(i)) left += length
  }
  const sparse = !compression && message.bodyBytes > WHOLE_BODY_BYTES && left > message.bodyBytes / 2
  const end = Math.min(source.size, message.end + after.length)
  const whole = sparse ? undefined : await source.read(message.body, end, roomFor(end - message.body))
  const bytesOf = async (i: number): Promise<Uint8Array> => {
    const { start, length } = region(i)
    return whole
      ? whole.subarray(start, start + length)
      : source.read(message.body + start, message.body + start + length)
  }
  const lengths: number[] = []
  let total = 0
  for (let i = 0; i < buffers.length; i++) {
    const stored = region(i).length
    const length = compression && stored > 0 ? statedLength(source, await bytesOf(i)) : stored
    lengths.push(length)
    total += length
  }
  checkCounts(source, batch, total)
  if (whole && !compression) return followed(whole, message.bodyBytes, after)
  if (total > Math.min(MAX_BODY_BYTES, Math.max(FREE_BYTES, message.bodyBytes * ratio))) {
    throw new InputError('limit', `${source.file}: a record batch grows from ${message.bodyBytes} to ${total} bytes`, {
      hint: 'raise maxDecompressedRatio if the file is trusted',
    })
  }
  const places = lengths.map((length, i) => (skips.has(i) ? 0 : length))
  const bytes = places.reduce((sum, length) => sum + aligned(length), 0)
  const body = new Uint8Array(bytes + after.length)
  let at = 0
  for (let i = 0; i < buffers.length; i++) {
    if (places[i] > 0) body.set(decompress(source, await bytesOf(i), compression, places[i]), at)
    setLong(buffers.view, buffers.at + 16 * i, at)
    setLong(buffers.view, buffers.at + 16 * i + 8, places[i])
    at += aligned(places[i])
  }
  dropCompression(batch)
  setLong(message.root.view, fieldAt(message.root, 3), bytes)
  body.set(after, bytes)
  return body
}

/** What was read beyond the body, if the file goes on so far, becomes the bytes that are to follow. */
function followed(read: Uint8Array, length: number, after: Uint8Array): Uint8Array {
  const bytes = read.length === length + after.length ? read : new Uint8Array(length + after.length)
  if (bytes !== read) bytes.set(read.subarray(0, length))
  bytes.set(after, length)
  return bytes
}

function skippedBuffers(
  batch: Table,
  fields: readonly Field[],
  read: ReadonlySet<number>,
  unionBits: boolean,
): Set<number> {
  const views = vecOf(batch, 4, 8)
  let nextView = 0
  const takeView = () => (nextView < views.length ? long(views.view, views.at + 8 * nextView++) : 0)
  const skips = new Set<number>()
  let nodes = 0
  let at = 0
  const count = vecOf(batch, 2, 16).length
  fields.forEach((field, column) => {
    const layout = layoutOf(field, takeView, unionBits)
    nodes += layout.nodes
    const end = at + layout.buffers
    if (!(layout.buffers >= 0 && end <= count)) throw new RangeError('fewer buffers than the columns need')
    if (!read.has(column)) for (let i = at; i < end; i++) skips.add(i)
    at = end
  })
  if (nodes !== vecOf(batch, 1, 16).length || at !== count) throw new RangeError('its columns do not fit the schema')
  return skips
}

/** Rows and nulls of every column: no more than the bytes can bear. */
function checkCounts(source: ColumnarFile, batch: Table, bytes: number): void {
  const nodes = guarded(source, () => vecOf(batch, 1, 16))
  const most = Math.max(FREE_ROWS, bytes * 8)
  const rows = longAt(batch, 0)
  if (!(rows >= 0 && rows <= most)) throw corrupt(source.file, `a record batch claims ${rows} rows`)
  for (let i = 0; i < nodes.length; i++) {
    const length = long(nodes.view, nodes.at + 16 * i)
    const nulls = long(nodes.view, nodes.at + 16 * i + 8)
    if (!(length >= 0 && length <= most && nulls >= 0 && nulls <= length))
      throw corrupt(source.file, `a column claims ${length} values, ${nulls} of them null`)
  }
}

/** A compressed buffer begins with its length; −1 says that it is not compressed after all. */
function statedLength(source: ColumnarFile, bytes: Uint8Array): number {
  if (bytes.length < 8) throw corrupt(source.file, 'a compressed column ends too early')
  const length = long(viewOf(bytes), 0)
  if (length < -1) throw corrupt(source.file, 'a compressed column has no length')
  return length === -1 ? bytes.length - 8 : length
}

function decompress(
  source: ColumnarFile,
  bytes: Uint8Array,
  compression: Table | undefined,
  length: number,
): Uint8Array {
  if (!compression) return bytes
  const stored = bytes.subarray(8)
  if (long(viewOf(bytes), 0) === -1) return stored
  return guarded(source, () => {
    const codec = byteAt(compression, 0)
    if (codec > 1) throw new RangeError(`an unknown compression ${codec}`)
    const output = codec === 0 ? lz4Frames(stored, length) : zstdBlock(stored, length)
    if (output.length !== length) throw new RangeError(`${output.length} bytes instead of ${length}`)
    return output
  })
}

/** Takes the field away from the batch, so that apache-arrow reads the body as it now is. */
function dropCompression(batch: Table): void {
  if (batch.slots > 3) batch.view.setUint16(batch.vtable + 4 + 2 * 3, 0, true)
}

function setLong(view: DataView, at: number, value: number): void {
  if (at === 0) return // a default, and so it stays
  view.setBigInt64(at, BigInt(value), true)
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8
}
