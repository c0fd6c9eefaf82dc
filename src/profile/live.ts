/**
 * The cells of a profile that hold enough rows: looked for once, since the tables have four million cells and most small sets
 * fill some thousand.
 */
import type { Profile } from './profile.ts'

/** Places of the cells, in rising order. */
export interface Live {
  readonly features: Uint32Array
  readonly outcomes: Uint32Array
}

/** @param floor  rows that a cell must hold */
export function liveOf({ features, outcomes }: Profile, floor: number): Live {
  return { features: cellsFrom(features, floor), outcomes: cellsFrom(outcomes, floor) }
}

function cellsFrom(rows: Uint32Array, floor: number): Uint32Array {
  let cells = new Uint32Array(1 << 14)
  let count = 0
  for (let cell = 0; cell < rows.length; cell++) {
    if (rows[cell] < floor) continue
    if (count === cells.length) {
      const larger = new Uint32Array(count * 2)
      larger.set(cells)
      cells = larger
    }
    cells[count++] = cell
  }
  return cells.slice(0, count)
}
