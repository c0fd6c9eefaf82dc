/**
 * Lists of flat structures or of plain values, put together straight from their levels: `messages` above all.
 *
 * The first leaf says where lists and their elements begin, the others must say the same: no array of arrays is built per
 * leaf and torn down again, which is half the time of the general way. Gives the same rows as that one.
 */
import type { SchemaTree } from 'hyparquet'
import type { ListColumn, TextColumn, ValueColumn } from '../model/columns.ts'
import type { ChunkPage, TextPage } from './parquet-chunks.ts'
import type { Levels } from './parquet-page.ts'
import { addNull, addText, gatherTexts } from './texts.ts'

export interface ListShape {
  readonly present: number // definition level from which the list itself is there
  readonly filled: number // … from which it has an element
  readonly whole: number // … from which the element is not null
  readonly names: readonly string[] | undefined // fields of an element; absent: elements are plain values
}

/** The shape of a column, if it is a three-level list of plain values or of structures of them. */
export function listShape(column: SchemaTree): ListShape | undefined {
  const list = column.children[0]
  const element = list?.children[0]
  if (column.element.converted_type !== 'LIST' || column.children.length !== 1 || list.children.length !== 1)
    return undefined
  if (column.element.repetition_type === 'REPEATED' || list.element.repetition_type !== 'REPEATED') return undefined
  if (!element || element.element.repetition_type === 'REPEATED' || element.element.logical_type) return undefined
  const fields = element.children
  if (
    fields.some(
      (field) =>
        field.children.length > 0 || field.element.repetition_type === 'REPEATED' || field.element.name === '__proto__',
    )
  )
    return undefined
  const present = column.element.repetition_type === 'OPTIONAL' ? 1 : 0
  const filled = present + 1
  const whole = filled + (fields.length > 0 && element.element.repetition_type === 'OPTIONAL' ? 1 : 0)
  return { present, filled, whole, names: fields.length > 0 ? fields.map((field) => field.element.name) : undefined }
}

type Entry<P> = (row: number, starts: boolean, definition: number, page: P, place: number) => void

/** Calls `entry` for each entry of the next rows, with its place among the page's values or -1; false if there are fewer. */
type Walk<P> = (rows: number, entry: Entry<P>) => Promise<boolean>

/** Walks the pages of a leaf, any number of rows at a time. @param max  definition level of a value that is there */
function walkerOf<P extends { readonly page: Levels; readonly count: number }>(
  pages: AsyncGenerator<P>,
  max: number,
): Walk<P> {
  let page: P | undefined
  let at = 0 // in the levels
  let next = 0 // in the values
  return async (rows, entry) => {
    let row = -1
    for (;;) {
      if (!page || at === page.count) {
        const step = await pages.next()
        if (step.done) return row === rows - 1
        page = step.value
        at = 0
        next = 0
      }
      const { count, page: levels } = page
      const { definitions, repetitions } = levels
      for (; at < count; at++) {
        const starts = !repetitions || repetitions[at] === 0
        if (starts && row === rows - 1) return true
        if (starts) row++
        else if (row < 0) throw new RangeError('a list that goes on before it begins')
        const definition = definitions ? definitions[at] : max
        entry(row, starts, definition, page, definition === max ? next++ : -1)
      }
    }
  }
}

/** Any number of rows of a column; undefined where its leaves do not agree or end too early. */
export type TakeColumn<C> = (rows: number) => Promise<C | undefined>

/** Lists of plain values, as arrays. */
export function plainLists(shape: ListShape, pages: AsyncGenerator<ChunkPage>, max: number): TakeColumn<unknown[]> {
  const walk = walkerOf(pages, max)
  return async (rows) => {
    const lists: (unknown[] | null)[] = new Array(rows).fill(null)
    const done = await walk(rows, (row, starts, definition, { values }, place) => {
      if (starts && definition >= shape.present) lists[row] = []
      if (definition >= shape.filled) lists[row]!.push(place < 0 ? null : values[place])
    })
    return done ? lists : undefined
  }
}

/** One field of the elements: walks its leaf, and keeps what stands there. */
export interface ListField {
  /** Calls `entry` as `Walk` does, and keeps a value or null where it says so. */
  walk(rows: number, entry: (row: number, starts: boolean, definition: number) => boolean): Promise<boolean>
  /** What was kept since it was last asked. */
  taken(): TextColumn | ValueColumn
}

export function textField(name: string, pages: AsyncGenerator<TextPage>, max: number): ListField {
  const walk = walkerOf(pages, max)
  let texts = gatherTexts(0)
  return {
    walk: (rows, entry) =>
      walk(rows, (row, starts, definition, { spans }, place) => {
        if (!entry(row, starts, definition)) return
        if (place < 0) addNull(texts)
        else addText(texts, spans.bytes, spans.starts[place], spans.ends[place])
      }),
    taken() {
      const column: TextColumn = { kind: 'text', name, texts }
      texts = gatherTexts(0)
      return column
    },
  }
}

export function valueField(name: string, pages: AsyncGenerator<ChunkPage>, max: number): ListField {
  const walk = walkerOf(pages, max)
  let kept: unknown[] = []
  return {
    walk: (rows, entry) =>
      walk(rows, (row, starts, definition, { values }, place) => {
        if (entry(row, starts, definition)) kept.push(place < 0 ? null : values[place])
      }),
    taken() {
      const values = kept
      kept = []
      return { kind: 'values', name, values }
    },
  }
}

/** Lists of structures. */
export function structureLists(
  name: string,
  { present: exists, filled, whole: full }: ListShape,
  fields: readonly ListField[],
): TakeColumn<ListColumn> {
  return async (rows) => {
    const firsts = new Uint32Array(rows + 1)
    const present = new Uint8Array(rows)
    let whole = new Uint8Array(Math.max(64, rows * 2))
    let elements = 0
    const [first, ...others] = fields
    const done = await first.walk(rows, (row, starts, definition) => {
      if (starts) {
        firsts[row] = elements
        if (definition >= exists) present[row] = 1
      }
      if (definition < filled) return false
      if (elements === whole.length) {
        const larger = new Uint8Array(elements * 2)
        larger.set(whole)
        whole = larger
      }
      whole[elements++] = definition >= full ? 1 : 0
      return true
    })
    firsts[rows] = elements
    if (!done) return undefined
    for (const field of others) {
      let element = 0
      let fits = true
      const all = await field.walk(rows, (row, starts, definition) => {
        if (starts && element !== firsts[row]) fits = false
        if (definition < filled) return false
        if (element >= elements || (whole[element] === 1) !== definition >= full) fits = false
        element++
        return true
      })
      if (!all || !fits || element !== elements) return undefined
    }
    return { kind: 'list', name, firsts, present, whole, fields: fields.map((field) => field.taken()) }
  }
}
