/**
 * The schema of an Arrow file: its columns, how many buffers each has, and which of them can hold conversations.
 *
 * Promises a clear refusal of what would be misread: big-endian numbers, and layouts that apache-arrow does not know.
 */

import { InputError } from '../model/errors.ts'
import { byteAt, intAt, shortAt, type Table, tableOf, tablesOf, textOf, vecOf } from './arrow-flat.ts'
import { unsupported } from './columnar-file.ts'
import type { ColumnChoice } from './parquet-columns.ts'

export interface Field {
  readonly name: string
  readonly type: number
  readonly encoded: boolean // values are indexes in a dictionary
  readonly dense: boolean // a union with offsets
  readonly whole: { readonly bits: number; readonly signed: boolean } | undefined // of a whole number
  readonly children: readonly Field[]
}

const MAX_FIELDS = 20_000
const MAX_DEPTH = 64

/** Numbers of the types in Arrow's Schema.fbs. */
export const TYPE = {
  null: 1,
  int: 2,
  binary: 4,
  utf8: 5,
  bool: 6,
  list: 12,
  struct: 13,
  union: 14,
  fixedList: 16,
  map: 17,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  binaryView: 23,
  utf8View: 24,
} as const
const UNKNOWN: Readonly<Record<number, string>> = { 22: 'RunEndEncoded', 25: 'ListView', 26: 'LargeListView' }
const LAST_TYPE = 26
const TEXT: ReadonlySet<number> = new Set([
  TYPE.binary,
  TYPE.utf8,
  TYPE.largeBinary,
  TYPE.largeUtf8,
  TYPE.binaryView,
  TYPE.utf8View,
])
const NO_BUFFERS_OF_VALUES: ReadonlySet<number> = new Set([TYPE.struct, TYPE.fixedList])
const OFFSETS_AND_VALUES: ReadonlySet<number> = new Set([TYPE.binary, TYPE.utf8, TYPE.largeBinary, TYPE.largeUtf8])

export function fieldsOf(schema: Table, file: string): readonly Field[] {
  if (shortAt(schema, 0) !== 0)
    throw unsupported(file, 'the Arrow data are big-endian', 'write them again on a little-endian machine')
  let seen = 0
  const fieldOf = (table: Table, depth: number): Field => {
    if (++seen > MAX_FIELDS || depth > MAX_DEPTH)
      throw new InputError('limit', `${file}: too many or too deeply nested columns`, {
        hint: `at most ${MAX_FIELDS}, ${MAX_DEPTH} deep`,
      })
    const type = byteAt(table, 2)
    if (UNKNOWN[type])
      throw unsupported(
        file,
        `a column in the Arrow layout ${UNKNOWN[type]}`,
        'cast the column to a plain list or string first',
      )
    if (type === 0 || type > LAST_TYPE) throw new RangeError(`a column of the unknown type ${type}`)
    const detail = tableOf(table, 3)
    if (type === TYPE.union && detail) vecOf(detail, 1, 4)
    checkPairs(table, 6)
    const dictionary = tableOf(table, 4)
    if (dictionary) tableOf(dictionary, 1)
    const children = [...tablesOf(table, 5)].map((child) => fieldOf(child, depth + 1))
    return {
      name: textOf(table, 0),
      type,
      encoded: dictionary !== undefined,
      dense: type === TYPE.union && !!detail && shortAt(detail, 0) === 1,
      whole: type === TYPE.int && detail ? { bits: intAt(detail, 0), signed: byteAt(detail, 1) === 1 } : undefined,
      children,
    }
  }
  checkPairs(schema, 2)
  return [...tablesOf(schema, 1)].map((table) => fieldOf(table, 0))
}

/** Key-value pairs, which apache-arrow reads in full. */
export function checkPairs(table: Table, slot: number): void {
  for (const pair of tablesOf(table, slot)) {
    vecOf(pair, 0, 1)
    vecOf(pair, 1, 1)
  }
}

export function hasUnion(field: Field): boolean {
  return field.type === TYPE.union || field.children.some(hasUnion)
}

export interface Layout {
  readonly nodes: number
  readonly buffers: number
}

/**
 * How many nodes and buffers a column has in a record batch.
 *
 * @param views     takes the next count of buffers of a view column
 * @param unionBits whether unions have validity bits, as before Arrow 1.0
 */
export function layoutOf(field: Field, views: () => number, unionBits: boolean): Layout {
  if (field.encoded) return { nodes: 1, buffers: 2 }
  let nodes = 1
  let buffers = ownBuffers(field, views, unionBits)
  for (const child of field.children) {
    const inner = layoutOf(child, views, unionBits)
    nodes += inner.nodes
    buffers += inner.buffers
  }
  return { nodes, buffers }
}

function ownBuffers({ type, dense }: Field, views: () => number, unionBits: boolean): number {
  if (type === TYPE.null) return 0
  if (type === TYPE.union) return (dense ? 2 : 1) + (unionBits ? 1 : 0)
  if (NO_BUFFERS_OF_VALUES.has(type)) return 1
  if (OFFSETS_AND_VALUES.has(type)) return 3
  return type === TYPE.binaryView || type === TYPE.utf8View ? 2 + views() : 2
}

/** Which columns are read, as for Parquet: text, flags, whole numbers, and structures with text in them. */
export function chooseFields(
  fields: readonly Field[],
  wanted: readonly string[] | undefined,
  file: string,
): { readonly read: ReadonlySet<number>; readonly skipped: ColumnChoice['skipped'] } {
  const columns = fields.map((field, at) => ({ field, at })).filter(({ field }) => field.name !== '__proto__')
  if (wanted) {
    const missing = wanted.find((name) => !columns.some(({ field }) => field.name === name))
    if (missing !== undefined) {
      throw new InputError('usage', `${file}: has no column ${JSON.stringify(missing)}`, {
        hint: `its columns: ${columns
          .slice(0, 20)
          .map(({ field }) => field.name)
          .join(', ')}`,
      })
    }
    return {
      read: new Set(columns.filter(({ field }) => wanted.includes(field.name)).map(({ at }) => at)),
      skipped: [],
    }
  }
  const left = columns.map(({ field, at }) => ({ field, at, reason: whyNot(field) }))
  const read = new Set(left.filter(({ reason }) => !reason).map(({ at }) => at))
  if (read.size === 0) return { read: new Set(columns.map(({ at }) => at)), skipped: [] }
  return { read, skipped: left.flatMap(({ field, reason }) => (reason ? [{ name: field.name, reason }] : [])) }
}

function whyNot(field: Field): string | undefined {
  if (isImage(field)) return 'raw bytes of images or sound'
  if (field.children.length > 0) return hasText(field) ? undefined : 'a structure without text'
  return TEXT.has(field.type) || field.type === TYPE.bool || field.type === TYPE.int || field.type === TYPE.null
    ? undefined
    : 'holds no text'
}

function hasText(field: Field): boolean {
  return field.children.length > 0
    ? field.children.some((child) => !isImage(child) && hasText(child))
    : TEXT.has(field.type)
}

/** Hugging Face's Image and Audio: `{bytes, path}` and their lists. */
function isImage({ children }: Field): boolean {
  const names = children.map((child) => child.name)
  if (names.length === 2 && names.includes('bytes') && names.includes('path')) return true
  return children.length === 1 && isImage(children[0])
}
