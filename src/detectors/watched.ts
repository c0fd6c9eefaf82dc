/** Classes of answers worth following: those that some rows have; not refusing only where refusals are common enough to miss. */
import * as o from '../model/observation.ts'
import type { Profile } from '../profile/profile.ts'

export const NOT_REFUSAL_BIT = 1 << 30

const FEWEST_ROWS = 5
const REFUSALS = 0.05 // share of the rows that refuse, from which on not refusing says something

/** A bit for each class, and NOT_REFUSAL_BIT. */
export function watchedClasses({ classes, exchanges }: Profile): number {
  let bits = 0
  for (let bit = 0; bit < o.CLASS_BITS; bit++) if (classes[bit] >= FEWEST_ROWS) bits |= 1 << bit
  if (classes[1] >= exchanges * REFUSALS) bits |= NOT_REFUSAL_BIT
  return bits
}
