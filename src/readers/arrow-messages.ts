/**
 * The messages of an Arrow file or stream, checked, and made ready for apache-arrow: bodies decompressed, columns that
 * nobody reads left out.
 *
 * Promises that one record batch is in memory at a time, and that no length in a message is believed beyond the bytes
 * that are there. An IPC file is read through its footer, as its own readers do.
 */
import { InputError } from '../model/errors.ts'
import {
  byteAt,
  fieldAt,
  long,
  longAt,
  rootTable,
  shortAt,
  type Table,
  tableOf,
  type Vec,
  vecOf,
} from './arrow-flat.ts'
import { checkPairs, chooseFields, type Field, fieldsOf, hasUnion, layoutOf } from './arrow-schema.ts'
import { asInputError, type ColumnarFile, corrupt, unsupported } from './columnar-file.ts'
import { lz4Frames } from './lz4-frame.ts'
import { zstdBlock } from './zstd-block.ts'

export interface ArrowSource {
  readonly fields: readonly Field[]
  readonly read: ReadonlySet<number> // columns, by place
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
  /** An IPC stream, whatever the file was: message heads and bodies in turn. */
  bytes(): AsyncGenerator<Uint8Array>
}

export interface ArrowLimits {
  readonly columns?: readonly string[]
  readonly ratio: number // most that a body may grow when decompressed, above FREE_BYTES
}

const HEADER = { schema: 1, dictionary: 2, batch: 3 } as const
const VERSION_5 = 4 // of the metadata: Arrow 1.0, where unions lost their validity bits
const MAX_HEAD_BYTES = 256 * 1024 * 1024
const MAX_BODY_BYTES = 2 ** 31
const FREE_BYTES = 64 * 1024 * 1024
const FREE_ROWS = 65_536 // a batch may have so many rows without a byte: all of them null
const WHOLE_BODY_BYTES = 1024 * 1024 // smaller bodies are read at once, even for a few columns
const MAGIC = 'ARROW1'
const TAIL = 4 + MAGIC.length

interface Message {
  readonly head: Uint8Array // the metadata, to be handed on
  readonly root: Table
  readonly type: number
  readonly body: number // where it begins in the file
  readonly bodyBytes: number
  readonly end: number // of the message
}

export async function openArrow(
  source: ColumnarFile,
  kind: 'arrow-file' | 'arrow-stream',
  limits: ArrowLimits,
): Promise<ArrowSource> {
  const first = await messageAt(source, kind === 'arrow-file' ? 8 : 0)
  if (!first) throw corrupt(source.file, 'the Arrow stream is empty')
  const fields = guarded(source, () => {
    if (first.type !== HEADER.schema) throw new RangeError('it does not begin with a schema')
    return fieldsOf(tableOf(first.root, 2)!, source.file)
  })
  const { read, skipped } = chooseFields(fields, limits.columns, source.file)
  if (shortAt(first.root, 0) < VERSION_5 && [...read].some((at) => hasUnion(fields[at]))) {
    throw unsupported(
      source.file,
      'a union column of Arrow before 1.0',
      'write it again with a newer Arrow, or leave the column out',
    )
  }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield framed(first!.head)
    const rest = kind === 'arrow-file' ? messagesOfFooter(source, fields) : messagesFrom(source, first!.end)
    for await (const message of rest) {
      const body = await bodyOf(source, message, fields, read, limits.ratio)
      yield framed(message.head)
      if (body.length > 0) yield body
    }
  }
  return { fields, read, skipped, bytes }
}

/** A head as streams write it since Arrow 0.15: a mark, its length, itself. */
function framed(head: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + head.length)
  new DataView(bytes.buffer).setInt32(0, -1, true)
  new DataView(bytes.buffer).setInt32(4, head.length, true)
  bytes.set(head, 8)
  return bytes
}

async function* messagesFrom(source: ColumnarFile, start: number): AsyncGenerator<Message> {
  for (let at = start; ; ) {
    const message = await messageAt(source, at)
    if (!message) return
    if (message.type === HEADER.schema) throw corrupt(source.file, 'a second schema in one Arrow stream')
    if (message.type === HEADER.batch || message.type === HEADER.dictionary) yield message
    at = message.end
  }
}

async function* messagesOfFooter(source: ColumnarFile, fields: readonly Field[]): AsyncGenerator<Message> {
  const { size, file } = source
  const tail = await source.read(Math.max(0, size - TAIL), size)
  if (tail.length < TAIL || Buffer.from(tail.subarray(4)).toString('latin1') !== MAGIC)
    throw corrupt(file, 'the Arrow footer is missing: the file was probably cut short')
  const length = new DataView(tail.buffer).getInt32(0, true)
  if (length <= 0 || length > Math.min(size - TAIL, MAX_HEAD_BYTES))
    throw corrupt(file, 'the Arrow footer claims to be longer than the file')
  const bytes = await source.read(size - TAIL - length, size - TAIL)
  const blocks = guarded(source, () => {
    const footer = rootTable(viewOf(bytes))
    const schema = tableOf(footer, 1)
    if (!schema || JSON.stringify(fieldsOf(schema, file)) !== JSON.stringify(fields))
      throw new RangeError('its two schemas differ')
    return [...blocksOf(vecOf(footer, 2, 24)), ...blocksOf(vecOf(footer, 3, 24))]
  })
  for (const block of blocks) {
    const message = await messageAt(source, block)
    if (message?.type !== HEADER.batch && message?.type !== HEADER.dictionary)
      throw corrupt(file, 'the Arrow footer points to no record batch')
    yield message
  }
}

function* blocksOf({ view, at, length }: Vec): Generator<number> {
  for (let i = 0; i < length; i++) yield long(view, at + 24 * i)
}

/** The message at a place, or undefined where the stream ends. */
async function messageAt(source: ColumnarFile, start: number): Promise<Message | undefined> {
  const { file, size } = source
  if (start === size) return undefined // a stream need not say that it ends
  const intro = await source.read(start, Math.min(size, start + 8))
  if (intro.length < 4) throw corrupt(file, 'the Arrow data end in the middle of a message')
  const view = viewOf(intro)
  const marked = view.getInt32(0, true) === -1
  if (marked && intro.length < 8) throw corrupt(file, 'the Arrow data end in the middle of a message')
  const length = view.getInt32(marked ? 4 : 0, true)
  if (length === 0) return undefined
  const from = start + (marked ? 8 : 4)
  if (length < 0 || length > MAX_HEAD_BYTES || from + length > size)
    throw corrupt(file, 'an Arrow message claims to be longer than the file')
  const head = await source.read(from, from + length)
  return guarded(source, () => {
    const root = rootTable(viewOf(head))
    checkPairs(root, 4)
    const bodyBytes = longAt(root, 3)
    const body = from + length
    if (bodyBytes < 0 || body + bodyBytes > size)
      throw corrupt(file, 'an Arrow message claims to be longer than the file')
    if (bodyBytes > MAX_BODY_BYTES)
      throw new InputError('limit', `${file}: a record batch of ${bodyBytes} bytes`, {
        hint: 'write it again with fewer rows a batch (1,000 is usual)',
      })
    return { head, root, type: byteAt(root, 1), body, bodyBytes, end: body + bodyBytes }
  })
}

/** The body of a message, as the (changed) head describes it. */
async function bodyOf(
  source: ColumnarFile,
  message: Message,
  fields: readonly Field[],
  read: ReadonlySet<number>,
  ratio: number,
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
  const whole = sparse ? undefined : await source.read(message.body, message.end)
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
  if (whole && !compression) return whole
  if (total > Math.min(MAX_BODY_BYTES, Math.max(FREE_BYTES, message.bodyBytes * ratio))) {
    throw new InputError('limit', `${source.file}: a record batch grows from ${message.bodyBytes} to ${total} bytes`, {
      hint: 'raise maxDecompressedRatio if the file is trusted',
    })
  }
  const places = lengths.map((length, i) => (skips.has(i) ? 0 : length))
  const body = new Uint8Array(places.reduce((sum, length) => sum + aligned(length), 0))
  let at = 0
  for (let i = 0; i < buffers.length; i++) {
    if (places[i] > 0) body.set(decompress(source, await bytesOf(i), compression, places[i]), at)
    setLong(buffers.view, buffers.at + 16 * i, at)
    setLong(buffers.view, buffers.at + 16 * i + 8, places[i])
    at += aligned(places[i])
  }
  dropCompression(batch)
  setLong(message.root.view, fieldAt(message.root, 3), body.length)
  return body
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

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function guarded<T>(source: ColumnarFile, decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    throw asInputError(error, source.file, 'an Arrow message')
  }
}
