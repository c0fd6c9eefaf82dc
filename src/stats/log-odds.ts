/**
 * The log odds ratio of a 2 × 2 table: an effect size that needs no sample size. Knows no rows, files or text.
 */
import { checkTable, type Table2x2 } from './table.ts'

/**
 * How strongly a trigger and an outcome keep company: the natural log of the odds ratio.
 *
 * Half a count is added to each cell, so an empty cell gives a large number, never an infinite one.
 *
 * @param table  four counts of distinct exchanges; whole numbers, 0 or more
 * @returns      nats: 0 is no tie, ln 20 ≈ 3.0 is twenty times the odds, below 0 the two avoid each other
 * @throws {RangeError} a count is negative or not whole
 * @see Haldane (1956), Annals of Human Genetics 20:309; Anscombe (1956), Biometrika 43:461
 * @example logOdds({ both: 12, triggerOnly: 0, outcomeOnly: 40, neither: 948 }) // 6.372
 */
export function logOdds(table: Table2x2): number {
  checkTable('logOdds', table)
  const { both, triggerOnly, outcomeOnly, neither } = table
  return Math.log(((both + 0.5) * (neither + 0.5)) / ((triggerOnly + 0.5) * (outcomeOnly + 0.5)))
}
