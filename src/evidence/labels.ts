/**
 * A template with labels of its own: most of the other answers are a few short ones that stand there only.
 *
 * A task such as "does this close a bug" has two answers that no other task has. To a word of it the commoner one looks like a gate
 * that a tenth of its rows resist; what these say instead, again and again, tells it apart.
 */
import { hasOutcome } from '../confirm.ts'
import * as o from '../model/observation.ts'

/** Share of the rows that the rarer of two labels has, at least. */
export const LEAST_OTHERS = 0.05
const FEWEST_OTHERS = 5
const FEWEST_ALIKE = 3
const MOSTLY = 0.6
const MOST_ASKED = 2 // ways of asking

/**
 * @param rows    exchanges of one kind, or a sample of them
 * @param rowsOf  exchanges of the set that have an answer, or as many of the sample
 */
export function hasOwnLabels(
  rows: readonly Uint32Array[],
  outcome: number,
  rowsOf: (outcome: number) => number,
): boolean {
  const others = rows.filter((record) => !hasOutcome(record, outcome))
  if (others.length < FEWEST_OTHERS || others.length < rows.length * LEAST_OTHERS) return false
  const counts = new Map<number, number>()
  for (const record of others)
    if (record[o.EXACT] !== 0) counts.set(record[o.EXACT], (counts.get(record[o.EXACT]) ?? 0) + 1)
  // One task asked in two ways has each label in both: also the outcome itself.
  const asked = rowsOf(outcome) / Math.max(1, rows.length - others.length)
  const most = Math.min(MOST_ASKED, Math.max(1, asked)) * 2
  let own = 0
  for (const [answer, count] of counts) if (count >= FEWEST_ALIKE && rowsOf(answer) <= count * most) own += count
  return own >= others.length * MOSTLY
}
