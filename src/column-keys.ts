/**
 * What a row of columns looks like, as a list of small numbers: its key; and its texts beside it.
 *
 * A key tells of each column that is watched whether it is null, empty or a text, what it holds where it is no text, and of a
 * list of structures the same for each element. Columns are watched once somebody has looked at them.
 */
import { BESIDE_A_LIST, COLUMN_TEXTS, MESSAGE_TEXTS } from './line-outline.ts'
import { type Fill, holdsPlaceholder } from './meaning.ts'
import type { Column, ColumnBlock, ListColumn, TextColumn, ValueColumn } from './model/columns.ts'
import { cellOf } from './readers/index.ts'

/** One is used again for every row. */
export interface RowKey {
  codes: Int32Array
  count: number // of codes
  readonly buffers: Buffer[]
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  texts: number
}

/** A row with placeholders, and what was looked at while it was understood. */
export interface Lesson {
  readonly fill: Fill
  /** Whether a column was looked at that was not watched; it is from now on, and the lesson is to be given again. */
  looksFurther(): boolean
  /** Whether placeholders may stand for the texts of such a row: not where texts may be compared with each other. */
  isSound(): boolean
}

export interface ColumnKeys {
  /** The key of a row; undefined where it holds what no row did that was learnt from. */
  read(block: ColumnBlock, at: number): RowKey | undefined
  /** The same, and what is new about it is remembered; undefined if it is too much. */
  learn(block: ColumnBlock, at: number): RowKey | undefined
  lesson(block: ColumnBlock, at: number): Lesson
}

interface Watch {
  readonly isText: boolean // its values are texts, not a part of the shape
  watched: boolean
  readonly fields: readonly Watch[]
}

export const MOST_TEXTS = 256
export const MOST_CODES = 4096
const MOST_LITERALS = 1024
const LONGEST_LITERAL = 64 // bytes
const [NULL, EMPTY, TEXT, LITERAL] = [0, 1, 2, 3]

export function createColumnKeys(): ColumnKeys {
  const key: RowKey = {
    codes: new Int32Array(MOST_CODES),
    count: 0,
    buffers: [],
    starts: new Uint32Array(MOST_TEXTS),
    ends: new Uint32Array(MOST_TEXTS),
    texts: 0,
  }
  const literals = createLiterals()
  let watches: readonly Watch[] | undefined

  const put = (code: number): boolean => {
    if (code < 0 || key.count === MOST_CODES) return false
    key.codes[key.count++] = code
    return true
  }

  const putCell = (column: TextColumn | ValueColumn, at: number, isText: boolean, learning: boolean): boolean => {
    if (column.kind === 'values') return put(literals.ofValue(column.values[at], learning))
    const { buffers, where, starts, ends } = column.texts
    const place = where[at]
    if (place < 0) return put(NULL)
    const start = starts[at]
    const end = ends[at]
    if (start === end) return put(EMPTY)
    if (!isText) return put(literals.ofText(buffers[place], start, end, learning))
    if (key.texts === MOST_TEXTS) return false
    key.buffers[key.texts] = buffers[place]
    key.starts[key.texts] = start
    key.ends[key.texts++] = end
    return put(TEXT)
  }

  const putList = ({ firsts, present, whole, fields }: ListColumn, at: number, watch: Watch, learning: boolean) => {
    if (fields.length !== watch.fields.length) return false
    if (present[at] === 0) return put(NULL)
    const end = firsts[at + 1]
    if (!put(end - firsts[at] + 1)) return false
    for (let i = firsts[at]; i < end; i++) {
      if (!put(whole[i])) return false
      if (whole[i] === 0) continue
      for (let f = 0; f < fields.length; f++) {
        const { watched, isText } = watch.fields[f]
        if (watched && !putCell(fields[f], i, isText, learning)) return false
      }
    }
    return true
  }

  const keyOf = ({ columns }: ColumnBlock, at: number, learning: boolean): RowKey | undefined => {
    watches ??= columns.map((column) => watchOf(column, COLUMN_TEXTS))
    if (watches.length !== columns.length) return undefined
    key.count = 0
    key.texts = 0
    for (let c = 0; c < columns.length; c++) {
      const watch = watches[c]
      if (!watch.watched) continue
      const column = columns[c]
      const isPut =
        column.kind === 'list' ? putList(column, at, watch, learning) : putCell(column, at, watch.isText, learning)
      if (!isPut) return undefined
    }
    return key
  }

  return {
    read: (block, at) => keyOf(block, at, false),
    learn: (block, at) => keyOf(block, at, true),
    lesson: ({ columns }, at) => lessonOf(columns, watches ?? [], at),
  }
}

function watchOf(column: Column, texts: ReadonlySet<string>): Watch {
  if (column.kind !== 'list')
    return { isText: column.kind === 'text' && texts.has(column.name.toLowerCase()), watched: false, fields: [] }
  // A text of an element is a part of the shape as soon as the list is.
  const fields = column.fields.map((field) => {
    const watch = watchOf(field, MESSAGE_TEXTS)
    return { ...watch, watched: watch.isText }
  })
  return { isText: false, watched: false, fields }
}

function lessonOf(columns: readonly Column[], watches: readonly Watch[], at: number): Lesson {
  const looked = new Set<Watch>()
  const found: string[] = [] // parts of the shape that are strings
  let texts = 0
  const cell = (column: Column, watch: Watch, i: number, placeholder: (i: number) => string): unknown => {
    const value = cellOf(column, i)
    if (typeof value !== 'string' || value === '') return value
    if (watch.isText) return placeholder(texts++)
    found.push(value)
    return value
  }
  const record = (all: readonly Column[], by: readonly Watch[], i: number, placeholder: (i: number) => string) => {
    const row: Record<string, unknown> = {}
    for (const [c, column] of all.entries()) {
      const watch = by[c]
      const { kind, name } = column
      const value = !watch.watched
        ? cellOf(column, i)
        : kind === 'list' && column.present[i] === 1
          ? Array.from({ length: column.firsts[i + 1] - column.firsts[i] }, (_, n): unknown => {
              const element = column.firsts[i] + n
              return column.whole[element] === 0 ? null : record(column.fields, watch.fields, element, placeholder)
            })
          : cell(column, watch, i, placeholder)
      const get = (): unknown => {
        looked.add(watch)
        return value
      }
      Object.defineProperty(row, name, { enumerable: true, configurable: true, get }) // of two columns of one name the last counts
    }
    return row
  }
  return {
    fill(placeholder) {
      texts = 0
      return record(columns, watches, at, placeholder)
    },
    looksFurther() {
      const further = [...looked].filter((watch) => !watch.watched)
      for (const watch of further) watch.watched = true
      return further.length > 0
    },
    isSound() {
      if (found.some(holdsPlaceholder)) return false
      const seen = columns.filter((_, c) => looked.has(watches[c]))
      const lists = seen.filter((column) => column.kind === 'list' && column.present[at] === 1)
      const beside = seen.filter((column) => column.kind === 'text' && !BESIDE_A_LIST.has(column.name))
      return lists.length === 0 || beside.length === 0
    },
  }
}

interface Literals {
  ofText(bytes: Buffer, start: number, end: number, learning: boolean): number
  ofValue(value: unknown, learning: boolean): number
}

/** Numbers for what is a part of the shape: 3 and more; -1 for what is not known. */
function createLiterals(): Literals {
  const known = new Map<string, number>()
  const few: { readonly bytes: Buffer; readonly code: number }[] = [] // texts met first, compared as they stand
  const codeOf = (name: string, learning: boolean): number => {
    const code = known.get(name)
    if (code !== undefined) return code
    if (!learning || known.size === MOST_LITERALS) return -1
    known.set(name, LITERAL + known.size)
    return LITERAL + known.size - 1
  }
  return {
    ofText(bytes, start, end, learning) {
      const length = end - start
      if (length > LONGEST_LITERAL) return -1
      for (let k = 0; k < few.length; k++) {
        const { bytes: other, code } = few[k]
        if (other.length !== length) continue
        let same = 0
        while (same < length && other[same] === bytes[start + same]) same++
        if (same === length) return code
      }
      const text = bytes.toString('latin1', start, end)
      const code = codeOf(`t${text}`, learning)
      if (learning && code >= 0 && few.length < 16) few.push({ bytes: Buffer.from(text, 'latin1'), code })
      return code
    },
    ofValue(value, learning) {
      if (value === null || value === undefined) return NULL
      if (typeof value === 'object') return Array.isArray(value) && value.length === 0 ? EMPTY : -1
      const name = String(value)
      return name.length > LONGEST_LITERAL ? -1 : codeOf(`${(typeof value)[0]}${name}`, learning)
    },
  }
}
