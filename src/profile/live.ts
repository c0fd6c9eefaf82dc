/** The cells of a profile that hold enough rows: looked for once, since the tables have four million cells. */
import { cellsFrom } from './cells.ts'
import type { Profile } from './profile.ts'

/** Places of the cells, in rising order. */
export interface Live {
  readonly features: Uint32Array
  readonly outcomes: Uint32Array
}

/** @param floor  rows that a cell must hold, above 0 */
export function liveOf({ features, outcomes }: Profile, floor: number): Live {
  return { features: cellsFrom(features, floor), outcomes: cellsFrom(outcomes, floor) }
}

/** The cells that came to hold so many rows, noted as these are counted: a small set need not be looked for among all. */
export interface Reached {
  readonly rows: number // 0: nothing is noted
  readonly features: number[]
  readonly outcomes: number[]
}

const MOST = 1 << 17 // more are found sooner than sorted

export function reaching(rows: number): Reached {
  return { rows, features: [], outcomes: [] }
}

/** Notes a cell that has just come to hold the rows. */
export function note(cells: number[], cell: number): void {
  if (cells.length <= MOST) cells.push(cell)
}

/** What was noted of tables that were counted from the first row on; undefined if it was too much. */
export function liveAmong({ features, outcomes }: Reached): Live | undefined {
  if (features.length > MOST || outcomes.length > MOST) return undefined
  return { features: Uint32Array.from(features).sort(), outcomes: Uint32Array.from(outcomes).sort() }
}
