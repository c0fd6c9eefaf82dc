/**
 * Columns read straight from the message of a record batch: texts, flags, whole numbers, nothing, and lists of structures of these.
 *
 * Nearly every set of conversations has no others. The rest goes through apache-arrow, which takes a tenth of a second to
 * load in every thread; where both can read a column, they give the same rows.
 */
import type { Message } from './arrow-bodies.ts'
import { VERSION_5 } from './arrow-bodies.ts'
import {
  always,
  bitsFrom,
  bufferOf,
  type Cuttable,
  checkOffsets,
  type FieldData,
  type Get,
  longOffsets,
  type Offsets,
  type Presence,
  safe,
  textsBetween,
  valueOrNull,
} from './arrow-cut.ts'
import { long, longAt, shortAt, type Table, tableOf, vecOf } from './arrow-flat.ts'
import { type Field, layoutOf, TYPE } from './arrow-schema.ts'

export interface Batch {
  readonly rows: number
  readonly bytes: number // of the columns that are read
  columns(): readonly Cuttable[]
}

const SHORT: ReadonlySet<number> = new Set([TYPE.utf8, TYPE.binary])
const LONG: ReadonlySet<number> = new Set([TYPE.largeUtf8, TYPE.largeBinary])

/** Whether a column can be read here. */
export function isPlain(field: Field): boolean {
  if (field.type !== TYPE.list && field.type !== TYPE.largeList) return isPlainValue(field)
  const [element] = field.children
  return (
    !field.encoded &&
    element?.type === TYPE.struct &&
    !element.encoded &&
    element.children.every((child) => isPlainValue(child) && child.name !== '__proto__')
  )
}

function isPlainValue({ type, encoded, whole }: Field): boolean {
  if (encoded) return false
  if (type === TYPE.int) return whole !== undefined && numbersOf(whole) !== undefined
  return SHORT.has(type) || LONG.has(type) || type === TYPE.bool || type === TYPE.null
}

/** A record batch; its columns are looked at when they are asked for. */
export function plainBatch(
  message: Message,
  body: Uint8Array,
  fields: readonly Field[],
  read: ReadonlySet<number>,
): Batch {
  const batch = tableOf(message.root, 2)
  if (batch === undefined) throw new RangeError('a record batch without a header')
  const rows = longAt(batch, 0)
  const unionBits = shortAt(message.root, 0) < VERSION_5
  const columns = (): readonly Cuttable[] => {
    const take = createTaker(batch, body, rows)
    return fields.flatMap((field, at) => (read.has(at) ? [take.column(field)] : take.pass(field, unionBits)))
  }
  return { rows, bytes: body.length, columns }
}

interface Taker {
  /** The next column. */
  column(field: Field): Cuttable
  /** Passes over it. */
  pass(field: Field, unionBits: boolean): []
}

function createTaker(batch: Table, body: Uint8Array, rows: number): Taker {
  const nodes = vecOf(batch, 1, 16)
  const buffers = vecOf(batch, 2, 16)
  const views = vecOf(batch, 4, 8)
  let node = 0
  let buffer = 0
  let view = 0

  const takeNode = (): { readonly length: number; readonly nulls: number } => {
    if (node === nodes.length) throw new RangeError('its columns do not fit the schema')
    const at = nodes.at + 16 * node++
    return { length: long(nodes.view, at), nulls: long(nodes.view, at + 8) }
  }
  const takeBuffer = (): Uint8Array => {
    if (buffer === buffers.length) throw new RangeError('fewer buffers than the columns need')
    const at = buffers.at + 16 * buffer++
    const start = long(buffers.view, at)
    return body.subarray(start, start + long(buffers.view, at + 8))
  }
  const takeView = (): number => (view < views.length ? long(views.view, views.at + 8 * view++) : 0)

  const takePresence = (length: number, nulls: number): Presence => {
    const bits = takeBuffer()
    if (nulls === 0 || bits.length === 0) return always
    if (bits.length * 8 < length) throw new RangeError('fewer validity bits than values')
    return bitsFrom(bits, 0)
  }
  const takeOffsets = (isLong: boolean, length: number): Offsets => {
    const bytes = takeBuffer()
    const offsets = isLong ? longOffsets(bytes) : new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
    checkOffsets(offsets.length, length)
    return offsets
  }

  /** @param least  values it must have */
  const takeValue = ({ name, type, whole }: Field, least: number): FieldData => {
    const { length, nulls } = takeNode()
    if (length < least) throw new RangeError('a column is shorter than its batch')
    if (type === TYPE.null) return { kind: 'values', name, get: () => null }
    const isPresent = takePresence(length, nulls)
    if (SHORT.has(type) || LONG.has(type)) {
      const offsets = takeOffsets(LONG.has(type), length)
      const bytes = bufferOf(takeBuffer())
      return textsBetween(name, bytes, offsets, isPresent)
    }
    const get = type === TYPE.bool ? flagsIn(takeBuffer(), length) : numbersIn(takeBuffer(), length, whole!)
    return { kind: 'values', name, get: valueOrNull(get, isPresent) }
  }
  const takeList = ({ name, type, children: [element] }: Field): Cuttable => {
    const { length, nulls } = takeNode()
    if (length < rows) throw new RangeError('a column is shorter than its batch')
    const isPresent = takePresence(length, nulls)
    const offsets = takeOffsets(type === TYPE.largeList, length)
    const elements = takeNode()
    const isWhole = takePresence(elements.length, elements.nulls)
    const parts = element.children.map((child) => takeValue(child, elements.length))
    return { kind: 'list', name, offsets, isPresent, isWhole, elements: elements.length, fields: parts }
  }

  return {
    column: (field) =>
      field.type === TYPE.list || field.type === TYPE.largeList ? takeList(field) : takeValue(field, rows),
    pass(field, unionBits) {
      const passed = layoutOf(field, takeView, unionBits)
      node += passed.nodes
      buffer += passed.buffers
      return []
    },
  }
}

function flagsIn(bits: Uint8Array, length: number): Get {
  if (bits.length * 8 < length) throw new RangeError('fewer flags than values')
  return bitsFrom(bits, 0)
}

type Whole = NonNullable<Field['whole']>

function numbersIn(bytes: Uint8Array, length: number, whole: Whole): Get {
  const Numbers = numbersOf(whole)!
  const values = new Numbers(
    bytes.buffer as ArrayBuffer,
    bytes.byteOffset,
    Math.floor(bytes.length / Numbers.BYTES_PER_ELEMENT),
  )
  if (values.length < length) throw new RangeError('fewer numbers than values')
  return (at) => safe(values[at])
}

function numbersOf({ bits, signed }: Whole) {
  switch (bits) {
    case 8:
      return signed ? Int8Array : Uint8Array
    case 16:
      return signed ? Int16Array : Uint16Array
    case 32:
      return signed ? Int32Array : Uint32Array
    case 64:
      return signed ? BigInt64Array : BigUint64Array
    default:
      return undefined
  }
}
