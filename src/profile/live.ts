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
