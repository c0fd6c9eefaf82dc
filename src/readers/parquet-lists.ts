/**
 * Lists of flat structures or of plain values, put together straight from their levels: `messages` above all.
 *
 * The first leaf says where lists and their elements begin, the others must say the same: no array of arrays is built per
 * leaf and torn down again, which is half the time of the general way. Gives the same rows as that one.
 */
import type { SchemaTree } from 'hyparquet'
import type { ListColumn, TextColumn, ValueColumn } from '../model/columns.ts'
import type { ChunkPage, TextPage } from './parquet-chunks.ts'
import { type Cursor, cursorIn, type LeveledPage, takeRows } from './parquet-cursor.ts'
import { addLeveledTexts, type GatheredTexts, gatherTexts } from './texts.ts'

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

/** Any number of rows of a column; undefined where its leaves do not agree or end too early. */
export type TakeColumn<C> = (rows: number) => Promise<C | undefined>

/** Lists of plain values, as arrays. */
export function plainLists(shape: ListShape, pages: AsyncGenerator<ChunkPage>, max: number): TakeColumn<unknown[]> {
  const cursor = cursorIn(pages, max)
  return async (rows) => {
    const lists: (unknown[] | null)[] = new Array(rows).fill(null)
    const take = (page: ChunkPage, from: number, to: number, row: number): void => {
      addToLists(lists, cursor, page, from, to, row, shape)
    }
    return (await takeRows(cursor, rows, take)) ? lists : undefined
  }
}

/** @param row  that was begun last */
function addToLists(
  lists: (unknown[] | null)[],
  cursor: Cursor<ChunkPage>,
  { page: { definitions, repetitions }, values }: ChunkPage,
  from: number,
  to: number,
  row: number,
  { present, filled }: ListShape,
): void {
  const { max } = cursor
  for (let at = from; at < to; at++) {
    const definition = definitions === undefined ? max : definitions[at]
    if (repetitions === undefined || repetitions[at] === 0) {
      row++
      if (definition >= present) lists[row] = []
    }
    const value = definition === max ? values[cursor.next++] : null
    if (definition >= filled) lists[row]!.push(value)
  }
}

/** One field of the elements. */
export type ListField =
  | { readonly kind: 'text'; readonly name: string; readonly cursor: Cursor<TextPage> }
  | { readonly kind: 'values'; readonly name: string; readonly cursor: Cursor<ChunkPage> }

export function textField(name: string, pages: AsyncGenerator<TextPage>, max: number): ListField {
  return { kind: 'text', name, cursor: cursorIn(pages, max) }
}

export function valueField(name: string, pages: AsyncGenerator<ChunkPage>, max: number): ListField {
  return { kind: 'values', name, cursor: cursorIn(pages, max) }
}

/** Where lists and elements begin. */
interface Layout {
  readonly firsts: Uint32Array
  readonly present: Uint8Array
  whole: Uint8Array
  elements: number
}

/** Lists of structures. */
export function structureLists(name: string, shape: ListShape, fields: readonly ListField[]): TakeColumn<ListColumn> {
  return async (rows) => {
    const layout: Layout = {
      firsts: new Uint32Array(rows + 1),
      present: new Uint8Array(rows),
      whole: new Uint8Array(Math.max(64, rows * 2)),
      elements: 0,
    }
    const columns: (TextColumn | ValueColumn)[] = []
    for (const field of fields) {
      const column = await takeField(field, rows, layout, shape, columns.length === 0)
      if (column === undefined) return undefined
      columns.push(column)
    }
    const { firsts, present, whole } = layout
    firsts[rows] = layout.elements
    return { kind: 'list', name, firsts, present, whole, fields: columns }
  }
}

/** @param isFirst  its levels are the layout; else they must fit it */
async function takeField(
  field: ListField,
  rows: number,
  layout: Layout,
  shape: ListShape,
  isFirst: boolean,
): Promise<TextColumn | ValueColumn | undefined> {
  const { kind, name } = field
  const { filled } = shape
  let element = 0 // of those that must fit; -1 where one did not
  const look = ({ page }: LeveledPage, from: number, to: number, row: number, max: number): void => {
    if (isFirst) layOut(layout, page, from, to, row, max, shape)
    else if (element >= 0) element = fitting(layout, page, from, to, row, max, shape, element)
  }
  const fits = (): boolean => isFirst || element === layout.elements
  if (kind === 'text') {
    const { cursor } = field
    const texts: GatheredTexts = gatherTexts(isFirst ? 0 : layout.elements)
    const done = await takeRows(cursor, rows, (page, from, to, row) => {
      look(page, from, to, row, cursor.max)
      cursor.next = addLeveledTexts(texts, page.spans, page.page.definitions, from, to, filled, cursor.max, cursor.next)
    })
    return done && fits() ? { kind, name, texts } : undefined
  }
  const { cursor } = field
  const values: unknown[] = []
  const done = await takeRows(cursor, rows, (page, from, to, row) => {
    look(page, from, to, row, cursor.max)
    addLeveledValues(values, cursor, page, from, to, filled)
  })
  return done && fits() ? { kind, name, values } : undefined
}

/** @param row  that was begun last */
function layOut(
  layout: Layout,
  { definitions, repetitions }: LeveledPage['page'],
  from: number,
  to: number,
  row: number,
  max: number,
  { present: exists, filled, whole: full }: ListShape,
): void {
  const { firsts, present } = layout
  let { elements, whole } = layout
  if (elements + to - from > whole.length) {
    layout.whole = new Uint8Array(Math.max(whole.length * 2, elements + to - from))
    layout.whole.set(whole)
    whole = layout.whole
  }
  for (let at = from; at < to; at++) {
    const definition = definitions === undefined ? max : definitions[at]
    if (repetitions === undefined || repetitions[at] === 0) {
      row++
      firsts[row] = elements
      if (definition >= exists) present[row] = 1
    }
    if (definition >= filled) whole[elements++] = definition >= full ? 1 : 0
  }
  layout.elements = elements
}

/** The element after those that the levels speak of; -1 where they do not fit. */
function fitting(
  { firsts, whole, elements }: Layout,
  { definitions, repetitions }: LeveledPage['page'],
  from: number,
  to: number,
  row: number,
  max: number,
  { filled, whole: full }: ListShape,
  element: number,
): number {
  for (let at = from; at < to; at++) {
    const definition = definitions === undefined ? max : definitions[at]
    if (repetitions === undefined || repetitions[at] === 0) {
      row++
      if (element !== firsts[row]) return -1
    }
    if (definition < filled) continue
    if (element >= elements || (whole[element] === 1) !== definition >= full) return -1
    element++
  }
  return element
}

function addLeveledValues(
  into: unknown[],
  cursor: Cursor<ChunkPage>,
  { page: { definitions }, values }: ChunkPage,
  from: number,
  to: number,
  least: number,
): void {
  const { max } = cursor
  for (let at = from; at < to; at++) {
    const definition = definitions === undefined ? max : definitions[at]
    const value = definition === max ? values[cursor.next++] : null
    if (definition >= least) into.push(value)
  }
}
