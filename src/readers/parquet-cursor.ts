/**
 * A leaf of a Parquet column, gone through row by row over the ends of its pages.
 *
 * Plain data, and functions that take a whole stretch of a page: what works on single entries is compiled once, not once for each row group.
 */
import type { Levels } from './parquet-page.ts'

/** Anything with levels: their entries are counted from 0. */
export interface LeveledPage {
  readonly page: Levels
  readonly count: number
}

export interface Cursor<P extends LeveledPage> {
  readonly pages: AsyncGenerator<P>
  readonly max: number // definition level of a value that is there
  page: P | undefined
  at: number // next entry of the page
  next: number // and next of its values, which whoever takes them moves on
}

export function cursorIn<P extends LeveledPage>(pages: AsyncGenerator<P>, max: number): Cursor<P> {
  return { pages, max, page: undefined, at: 0, next: 0 }
}

/**
 * Takes the entries of the next rows; false if there are fewer.
 *
 * @param take  is given the entries page[from, to), of which none begins a row beyond the last, and the row that was begun before, from -1
 */
export async function takeRows<P extends LeveledPage>(
  cursor: Cursor<P>,
  rows: number,
  take: (page: P, from: number, to: number, row: number) => void,
): Promise<boolean> {
  let row = -1
  for (;;) {
    if (cursor.page === undefined || cursor.at === cursor.page.count) {
      const step = await cursor.pages.next()
      if (step.done) return row === rows - 1
      cursor.page = step.value
      cursor.at = 0
      cursor.next = 0
    }
    const { page, at } = cursor
    const { repetitions } = page.page
    const end =
      repetitions === undefined
        ? Math.min(page.count, at + rows - 1 - row)
        : endOf(repetitions, at, page.count, rows - 1 - row)
    if (row < 0 && end > at && repetitions !== undefined && repetitions[at] !== 0)
      throw new RangeError('a list that goes on before it begins')
    take(page, at, end, row)
    row += repetitions === undefined ? end - at : begun(repetitions, at, end)
    cursor.at = end
    // A list may go on in the next page.
    if (end < page.count || (repetitions === undefined && row === rows - 1)) return true
  }
}

/** The entry that begins one row more than these, or `count`. */
function endOf(repetitions: Uint8Array, from: number, count: number, rows: number): number {
  let left = rows
  for (let at = from; at < count; at++) if (repetitions[at] === 0 && left-- === 0) return at
  return count
}

function begun(repetitions: Uint8Array, from: number, to: number): number {
  let rows = 0
  for (let at = from; at < to; at++) if (repetitions[at] === 0) rows++
  return rows
}
