/**
 * Four counts of distinct exchanges: with the trigger or without, with the outcome or without. Whole numbers.
 */
export interface Table2x2 {
  readonly both: number
  readonly triggerOnly: number
  readonly outcomeOnly: number
  readonly neither: number
}

/**
 * Throws unless the four counts are counts.
 *
 * @throws {RangeError} a count is negative or not whole
 */
export function checkTable(name: string, { both, triggerOnly, outcomeOnly, neither }: Table2x2): void {
  for (const count of [both, triggerOnly, outcomeOnly, neither]) {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`${name} needs whole counts, got ${count}`)
  }
}
