/**
 * Lists of flat structures or of plain values, put together straight from their levels: `messages` above all.
 *
 * The first leaf makes the lists and their elements, the others fill in their fields: no array of arrays is built per leaf
 * and torn down again, which is half the time of the general way. Gives the same rows as that one.
 */
import type { SchemaTree } from 'hyparquet'
import type { ChunkPage } from './parquet-pages.ts'

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

type Fields = Record<string, unknown>
type Entry = (row: number, starts: boolean, definition: number, value: unknown) => void

/** One leaf of the lists: walks its pages, any number of rows at a time. */
export interface ListLeaf {
  readonly max: number // definition level of a value that is there
  /** Calls `entry` for each value of the next rows; false if there are fewer. */
  walk(rows: number, entry: Entry): Promise<boolean>
}

export function listLeaf(pages: AsyncGenerator<ChunkPage>, max: number): ListLeaf {
  let page: ChunkPage | undefined
  let at = 0 // in the levels
  let next = 0 // in the values
  return {
    max,
    async walk(rows, entry) {
      let row = -1
      for (;;) {
        if (!page || at === page.count) {
          const step = await pages.next()
          if (step.done) return row === rows - 1
          page = step.value
          at = 0
          next = 0
        }
        const { values, count, page: levels } = page
        const { definitions, repetitions } = levels
        for (; at < count; at++) {
          const starts = !repetitions || repetitions[at] === 0
          if (starts && row === rows - 1) return true
          if (starts) row++
          else if (row < 0) throw new RangeError('a list that goes on before it begins')
          const definition = definitions ? definitions[at] : max
          entry(row, starts, definition, definition === max ? values[next++] : null)
        }
      }
    },
  }
}

/** The next rows of a list column, or undefined if its leaves do not agree or end too early. */
export async function takeLists(
  shape: ListShape,
  leaves: readonly ListLeaf[],
  rows: number,
): Promise<unknown[] | undefined> {
  const lists: (unknown[] | null)[] = new Array(rows).fill(null)
  const { names } = shape
  if (!names) {
    const done = await leaves[0].walk(rows, (row, starts, definition, value) => {
      if (starts && definition >= shape.present) lists[row] = []
      if (definition >= shape.filled) lists[row]!.push(value)
    })
    return done ? lists : undefined
  }
  for (const [field, leaf] of leaves.entries()) {
    const fits = field === 0 ? await begin(shape, lists, leaf, names) : await fill(shape, lists, leaf, names[field])
    if (!fits) return undefined
  }
  return lists
}

function begin(
  shape: ListShape,
  lists: (unknown[] | null)[],
  leaf: ListLeaf,
  names: readonly string[],
): Promise<boolean> {
  const [first] = names
  return leaf.walk(lists.length, (row, starts, definition, value) => {
    if (starts && definition >= shape.present) lists[row] = []
    if (definition >= shape.whole) lists[row]!.push({ [first]: value })
    else if (definition >= shape.filled) lists[row]!.push(null)
  })
}

async function fill(
  shape: ListShape,
  lists: readonly (unknown[] | null)[],
  leaf: ListLeaf,
  name: string,
): Promise<boolean> {
  let place = 0
  let fits = true
  const done = await leaf.walk(lists.length, (row, starts, definition, value) => {
    if (starts) place = 0
    if (definition < shape.filled) return
    const element = lists[row]?.[place++] as Fields | null | undefined
    if (definition >= shape.whole && element) element[name] = value
    else if (element !== null || definition >= shape.whole) fits = false
  })
  return done && fits
}
