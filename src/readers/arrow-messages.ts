/**
 * The messages of an Arrow file or stream, checked, and made ready for apache-arrow: bodies decompressed, columns that
 * nobody reads left out.
 *
 * Promises that one record batch is in memory at a time, and that no length in a message is believed beyond the bytes
 * that are there. An IPC file is read through its footer, as its own readers do.
 */
import { InputError } from '../model/errors.ts'
import { bodyOf, HEADER, MAX_BODY_BYTES, type Message, VERSION_5 } from './arrow-bodies.ts'
import { byteAt, guarded, long, longAt, rootTable, shortAt, tableOf, type Vec, vecOf, viewOf } from './arrow-flat.ts'
import { checkPairs, chooseFields, type Field, fieldsOf, hasUnion } from './arrow-schema.ts'
import { type ColumnarFile, corrupt, unsupported } from './columnar-file.ts'

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

const MAX_HEAD_BYTES = 256 * 1024 * 1024
const MAGIC = 'ARROW1'
const TAIL = 4 + MAGIC.length

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
