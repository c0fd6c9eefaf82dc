/**
 * The messages of an Arrow file or stream, checked, and made ready for apache-arrow: bodies decompressed, columns that
 * nobody reads left out.
 *
 * Promises that one record batch is in memory at a time, and of small ones the next, and that no length in a message is believed beyond the bytes
 * that are there. An IPC file is read through its footer, as its own readers do.
 */
import { InputError } from '../model/errors.ts'
import { bodyOf, HEADER, MAX_BODY_BYTES, type Message, VERSION_5 } from './arrow-bodies.ts'
import {
  byteAt,
  guarded,
  long,
  longAt,
  rootTable,
  shortAt,
  type Table,
  tableOf,
  type Vec,
  vecOf,
  viewOf,
} from './arrow-flat.ts'
import { checkPairs, chooseFields, type Field, fieldsOf, hasUnion } from './arrow-schema.ts'
import { type ColumnarFile, corrupt, unsupported } from './columnar-file.ts'
import { BEYOND, readingOn } from './reading-on.ts'

export interface ArrowSource {
  readonly fields: readonly Field[]
  readonly read: ReadonlySet<number> // columns, by place
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
  /** Record batches and dictionaries, each with its body; a few bytes may follow the body. */
  pieces(): AsyncGenerator<{ readonly message: Message; readonly body: Uint8Array }>
  /** The same as an IPC stream, whatever the file was: message heads and bodies in turn. */
  bytes(): AsyncGenerator<Uint8Array>
}

export interface ArrowLimits {
  readonly part?: Part // all of it by default
  readonly columns?: readonly string[]
  readonly ratio: number // most that a body may grow when decompressed, above FREE_BYTES
  readonly reuse?: boolean // what a batch holds is valid until the next is asked for
}

/** A stretch of the file: the record batches that begin in it. */
interface Part {
  readonly start: number // bytes
  readonly end: number
}

const WHOLE: Part = { start: 0, end: Number.POSITIVE_INFINITY }
const MAX_HEAD_BYTES = 256 * 1024 * 1024
const AHEAD_BYTES = 4 * 1024 * 1024 // of a body that is read while the batch before it is used
const MAGIC = 'ARROW1'
const TAIL = 4 + MAGIC.length

export async function openArrow(
  file: ColumnarFile,
  kind: 'arrow-file' | 'arrow-stream',
  limits: ArrowLimits,
): Promise<ArrowSource> {
  const source = readingOn(file)
  const start = await startOf(source, kind, limits.part)
  const fields = guarded(source, () => fieldsOf(start.schema, source.file))
  const { read, skipped } = chooseFields(fields, limits.columns, source.file)
  if (start.version < VERSION_5 && [...read].some((at) => hasUnion(fields[at]))) {
    throw unsupported(
      source.file,
      'a union column of Arrow before 1.0',
      'write it again with a newer Arrow, or leave the column out',
    )
  }
  const roomFor = limits.reuse === true ? createRooms() : () => undefined
  const bodyFor = (message: Message): Promise<Uint8Array> =>
    // A dictionary is looked at as long as there are batches.
    bodyOf(source, message, fields, read, limits.ratio, MARK, message.type === HEADER.batch ? roomFor : () => undefined)
  const next = async (): Promise<{ readonly message: Message; readonly body: Uint8Array | undefined } | undefined> => {
    const { value: message } = await start.messages.next()
    if (message === undefined) return undefined
    return { message, body: message.bodyBytes <= AHEAD_BYTES ? await bodyFor(message) : undefined }
  }
  async function* pieces(): AsyncGenerator<{ readonly message: Message; readonly body: Uint8Array }> {
    const isAhead = file.atOnce !== true
    for (let ahead = next(); ; ) {
      const one = await ahead
      if (one === undefined) return
      const body = one.body ?? (await bodyFor(one.message))
      if (isAhead) {
        ahead = next()
        ahead.catch(() => undefined) // told in its turn
      }
      yield { message: one.message, body }
      if (!isAhead) ahead = next()
    }
  }
  // apache-arrow asks for the next piece when it has used this one up, not when it needs it. So the mark before the next
  // message goes with this one: the next is not handed on before the batch in hand has been used. It is read meanwhile, if it is small.
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.concat([MARK, sized(start.head), MARK])
    for await (const { message, body } of pieces()) {
      yield sized(message.head)
      yield body
    }
  }
  return { fields, read, skipped, pieces, bytes }
}

/** Memory for bodies by turns: of one the mark behind it is still to be read, one is in use, and one is being read. */
function createRooms(): (bytes: number) => Uint8Array | undefined {
  const rooms = [new Uint8Array(0), new Uint8Array(0), new Uint8Array(0)]
  let turn = 0
  return (bytes) => {
    if (bytes > AHEAD_BYTES + MARK.length) return undefined
    turn = (turn + 1) % rooms.length
    if (rooms[turn].length < bytes + BEYOND) rooms[turn] = new Uint8Array(Math.ceil(bytes * 1.25) + BEYOND)
    return rooms[turn]
  }
}

const startOf = (source: ColumnarFile, kind: 'arrow-file' | 'arrow-stream', part = WHOLE): Promise<Start> =>
  kind === 'arrow-file' ? fileStart(source, part) : streamStart(source, part)

export interface BatchHead {
  readonly start: number // byte of the file
  readonly end: number
  readonly rows: number
}

/** The record batches by their heads, bodies unread; told of a dictionary that comes behind the first of them. */
export async function* batchHeads(
  source: ColumnarFile,
  kind: 'arrow-file' | 'arrow-stream',
): AsyncGenerator<BatchHead | 'dictionary-between'> {
  const { messages } = await startOf(source, kind)
  let met = false
  for await (const { type, root, start, end } of messages) {
    if (type === HEADER.batch) {
      met = true
      const batch = guarded(source, () => tableOf(root, 2))
      yield { start, end, rows: batch === undefined ? 0 : guarded(source, () => longAt(batch, 0)) }
    } else if (met) yield 'dictionary-between'
  }
}

interface Start {
  readonly head: Uint8Array // of the message that bears the schema
  readonly schema: Table
  readonly version: number // of the metadata
  readonly messages: AsyncGenerator<Message> // of record batches and dictionaries
}

async function streamStart(source: ColumnarFile, part: Part): Promise<Start> {
  const first = await messageAt(source, 0)
  if (!first) throw corrupt(source.file, 'the Arrow stream is empty')
  const schema = first.type === HEADER.schema ? guarded(source, () => tableOf(first.root, 2)) : undefined
  if (!schema) throw corrupt(source.file, 'the Arrow stream does not begin with a schema')
  return { head: first.head, schema, version: shortAt(first.root, 0), messages: messagesFrom(source, first.end, part) }
}

const MARK = Uint8Array.of(0xff, 0xff, 0xff, 0xff) // stands before every message since Arrow 0.15

function sized(head: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + head.length)
  viewOf(bytes).setInt32(0, head.length, true)
  bytes.set(head, 4)
  return bytes
}

/** Dictionaries come first; where the part does not begin with the first batch, the reading goes on there. */
async function* messagesFrom(source: ColumnarFile, from: number, { start, end }: Part): AsyncGenerator<Message> {
  for (let at = from; ; ) {
    const message = await messageAt(source, at)
    if (!message) return
    if (message.type === HEADER.schema) throw corrupt(source.file, 'a second schema in one Arrow stream')
    if (message.type === HEADER.batch && message.start >= end) return
    if (message.type === HEADER.batch && message.start < start) {
      at = start
      continue
    }
    if (message.type === HEADER.batch || message.type === HEADER.dictionary) yield message
    at = message.end
  }
}

/** An IPC file is what its footer says: some writers put no schema before the batches. */
async function fileStart(source: ColumnarFile, part: Part): Promise<Start> {
  const { size, file } = source
  const tail = await source.read(Math.max(0, size - TAIL), size)
  if (tail.length < TAIL || Buffer.from(tail.subarray(4)).toString('latin1') !== MAGIC) {
    throw corrupt(file, 'the Arrow footer is missing: the file was probably cut short')
  }
  const length = new DataView(tail.buffer).getInt32(0, true)
  if (length <= 0 || length > Math.min(size - TAIL, MAX_HEAD_BYTES))
    throw corrupt(file, 'the Arrow footer claims to be longer than the file')
  const bytes = await source.read(size - TAIL - length, size - TAIL)
  return guarded(source, () => {
    const footer = rootTable(viewOf(bytes))
    const schema = tableOf(footer, 1)
    if (!schema) throw new RangeError('a footer without a schema')
    const dictionaries = [...blocksOf(vecOf(footer, 2, 24))]
    const batches = [...blocksOf(vecOf(footer, 3, 24))]
    // A short footer could name one batch a million times.
    if (new Set([...dictionaries, ...batches]).size < dictionaries.length + batches.length)
      throw new RangeError('a batch named twice')
    const blocks = [...dictionaries, ...batches.filter((at) => at >= part.start && at < part.end)]
    return {
      head: schemaMessage(bytes, schema.at),
      schema,
      version: shortAt(footer, 0),
      messages: messagesAt(source, blocks),
    }
  })
}

async function* messagesAt(source: ColumnarFile, blocks: readonly number[]): AsyncGenerator<Message> {
  for (const block of blocks) {
    const message = await messageAt(source, block)
    if (message?.type !== HEADER.batch && message?.type !== HEADER.dictionary)
      throw corrupt(source.file, 'the Arrow footer points to no record batch')
    yield message
  }
}

const INTRO = 32 // bytes: root, vtable, table, padding

/** A message that bears the schema of a footer: FlatBuffers point forward, so its few bytes go before. */
function schemaMessage(footer: Uint8Array, schemaAt: number): Uint8Array {
  const bytes = new Uint8Array(INTRO + footer.length)
  const view = viewOf(bytes)
  view.setUint32(0, 16, true) // where the table is
  const vtable = [10, 12, 4, 6, 8] // its bytes, the table's, and the places of version, type and header
  for (const [at, value] of vtable.entries()) view.setUint16(4 + 2 * at, value, true)
  view.setInt32(16, 12, true) // the vtable, so far before the table
  view.setInt16(20, VERSION_5, true)
  view.setUint8(22, HEADER.schema)
  view.setUint32(24, INTRO + schemaAt - 24, true)
  bytes.set(footer, INTRO)
  return bytes
}

function* blocksOf({ view, at, length }: Vec): Generator<number> {
  for (let i = 0; i < length; i++) yield long(view, at + 24 * i)
}

const INTRO_BYTES = 1024 // most heads are shorter, and are read in one

/** The message at a place, or undefined where the stream ends. */
async function messageAt(source: ColumnarFile, start: number): Promise<Message | undefined> {
  const { file, size } = source
  if (start === size) return undefined // a stream need not say that it ends
  const end = Math.min(size, start + INTRO_BYTES)
  const intro = source.readNow?.(start, end) ?? (await source.read(start, end))
  if (intro.length < 4) throw corrupt(file, 'the Arrow data end in the middle of a message')
  const view = viewOf(intro)
  const marked = view.getInt32(0, true) === -1
  if (marked && intro.length < 8) throw corrupt(file, 'the Arrow data end in the middle of a message')
  const length = view.getInt32(marked ? 4 : 0, true)
  if (length === 0) return undefined
  const from = start + (marked ? 8 : 4)
  if (length < 0 || length > MAX_HEAD_BYTES || from + length > size)
    throw corrupt(file, 'an Arrow message claims to be longer than the file')
  const inside = from + length <= start + intro.length
  const head = inside ? intro.slice(from - start, from - start + length) : await source.read(from, from + length)
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
    return { head, root, type: byteAt(root, 1), start, body, bodyBytes, end: body + bodyBytes }
  })
}
