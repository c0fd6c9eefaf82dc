/**
 * The conditional exact test over strata, and the Mantel–Haenszel odds ratio.
 *
 * Given the margins of every stratum, the trigger's rows with the outcome are hypergeometric in each, independent between them; the tail is
 * that of their sum.
 */
import { logChoose } from '../../src/stats/log-gamma.ts'

export interface Stratum {
  readonly rows: number
  readonly outcomes: number // of the rows
  readonly with: number // rows that have the trigger
  readonly both: number // of these, with the outcome
}

/** Log10 of the chance that so many of the trigger's rows have the outcome, or more, given the margins. */
export function conditionalTail(strata: readonly Stratum[]): number {
  let sum: number[] = [0] // ln of the chance of so many more than the least there can be
  let least = 0
  for (const { rows, outcomes, with: exposed } of strata) {
    const from = Math.max(0, exposed + outcomes - rows)
    const to = Math.min(exposed, outcomes)
    least += from
    if (to === from) continue
    const all = logChoose(rows, exposed)
    const each = Array.from(
      { length: to - from + 1 },
      (_, i) => logChoose(outcomes, from + i) + logChoose(rows - outcomes, exposed - from - i) - all,
    )
    sum = convolved(sum, each)
  }
  const k = strata.reduce((n, { both }) => n + both, 0) - least
  return Math.min(0, logSum(sum.slice(k)) / Math.LN10)
}

/** The common odds ratio of Mantel and Haenszel; infinite where no stratum has a row that speaks against it. */
export function commonOdds(strata: readonly Stratum[]): number {
  let against = 0
  let favour = 0
  for (const { rows, outcomes, with: exposed, both } of strata) {
    favour += (both * (rows - exposed - (outcomes - both))) / rows
    against += ((exposed - both) * (outcomes - both)) / rows
  }
  return favour / against
}

function convolved(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: a.length + b.length - 1 }, (_, k) => {
    const terms: number[] = []
    for (let i = Math.max(0, k - b.length + 1); i <= Math.min(k, a.length - 1); i++) terms.push(a[i] + b[k - i])
    return logSum(terms)
  })
}

function logSum(logs: readonly number[]): number {
  const most = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  return most === Number.NEGATIVE_INFINITY ? most : most + Math.log(logs.reduce((s, l) => s + Math.exp(l - most), 0))
}
