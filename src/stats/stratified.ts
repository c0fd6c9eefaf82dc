/**
 * One question asked of many strata: do trigger and outcome keep company *within* templates, languages or files?
 *
 * Each stratum gives a hypergeometric count with its margins fixed; their sum is judged exactly, by convolution. So
 * a template that has both a word and an answer explains both away. Knows no rows, files or text.
 */
import { hypergeometricTail } from './hypergeometric.ts'
import { checkTable, type Table2x2 } from './table.ts'

/** Up to so many possible values of the count the tail is exact; beyond, the Chernoff bound stands in. */
export const EXACT_SUPPORT = 20_000
const TRIM = 1e-30 // probabilities under this at either end of the distribution are dropped

/** One stratum: ln of the relative weight of each count, from `fewest` up. */
interface Stratum {
  readonly fewest: number
  readonly logWeights: Float64Array
}

function stratumOf({ both, triggerOnly, outcomeOnly, neither }: Table2x2): Stratum {
  const drawn = both + triggerOnly
  const marked = both + outcomeOnly
  const unmarked = triggerOnly + neither
  const fewest = Math.max(0, drawn - unmarked)
  const logWeights = new Float64Array(Math.min(drawn, marked) - fewest + 1)
  for (let i = 1; i < logWeights.length; i++) {
    const x = fewest + i - 1
    logWeights[i] = logWeights[i - 1] + Math.log(((marked - x) / (x + 1)) * ((drawn - x) / (unmarked - drawn + x + 1)))
  }
  return { fewest, logWeights }
}

/** Under a tilt (nats): the probabilities of the counts, and ln of the sum of their weights. */
function tilted({ logWeights }: Stratum, tilt: number): { mass: Float64Array; logSum: number } {
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < logWeights.length; i++) most = Math.max(most, logWeights[i] + tilt * i)
  const mass = logWeights.map((weight, i) => Math.exp(weight + tilt * i - most))
  const sum = mass.reduce((a, b) => a + b, 0)
  return { mass: mass.map((each) => each / sum), logSum: most + Math.log(sum) }
}

function tiltedMean(strata: readonly Stratum[], tilt: number): number {
  let mean = 0
  for (const stratum of strata) {
    const { mass } = tilted(stratum, tilt)
    for (let i = 0; i < mass.length; i++) mean += mass[i] * i
  }
  return mean
}

/** The tilt under which the expected sum is k, by doubling and halving; k lies above the mean and below the largest sum. */
function tiltTo(strata: readonly Stratum[], k: number): number {
  let low = 0
  let high = 1
  while (tiltedMean(strata, high) < k) {
    low = high
    high *= 2
  }
  for (let i = 0; i < 50 && high - low > 1e-9 * high; i++) {
    const middle = (low + high) / 2
    if (tiltedMean(strata, middle) < k) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Σ over j ≥ k of Pr(sum = j)·e^(−tilt·(j − k)), the sum being that of counts with these probabilities. */
function shareOfBound(masses: readonly Float64Array[], tilt: number, k: number): number {
  let sum = Float64Array.of(1)
  let from = 0
  for (const mass of masses) {
    const next = new Float64Array(sum.length + mass.length - 1)
    for (let i = 0; i < sum.length; i++) for (let j = 0; j < mass.length; j++) next[i + j] += sum[i] * mass[j]
    let start = 0
    let end = next.length
    while (next[start] < TRIM) start++
    while (next[end - 1] < TRIM) end--
    sum = next.subarray(start, end)
    from += start
  }
  let share = 0
  for (let i = sum.length - 1; i >= 0 && from + i >= k; i--) share += sum[i] * Math.exp(-tilt * (from + i - k))
  return share
}

/** Log10 of Pr(sum ≥ k), counts taken from each stratum's fewest; k lies above the mean. */
function upperTail(strata: readonly Stratum[], k: number): number {
  const most = strata.reduce((sum, { logWeights }) => sum + logWeights.length - 1, 0)
  let log = 0
  for (const stratum of strata) log -= tilted(stratum, 0).logSum
  if (k === most) {
    for (const { logWeights } of strata) log += logWeights[logWeights.length - 1]
    return log / Math.LN10
  }
  const tilt = tiltTo(strata, k)
  const under = strata.map((stratum) => tilted(stratum, tilt))
  for (const { logSum } of under) log += logSum
  const masses = under.map(({ mass }) => mass)
  const share = most > EXACT_SUPPORT ? 1 : shareOfBound(masses, tilt, k)
  return Math.min(0, (log - tilt * k + Math.log(share)) / Math.LN10)
}

/**
 * How likely so many exchanges with trigger and outcome are if, within every stratum, the two have nothing to do with
 * each other: the exact conditional form of the Cochran–Mantel–Haenszel test, one-sided.
 *
 * Exact up to `EXACT_SUPPORT` possible values; beyond, an upper bound (Chernoff), and 0 where the count is not above
 * its mean. Strata in which nothing can vary add nothing.
 *
 * @param tables  one table of distinct exchanges for each stratum
 * @returns       log10 of the probability, 0 or less; no strata give 0
 * @throws {RangeError} a count is negative or not whole
 * @see Mantel & Haenszel (1959), Journal of the National Cancer Institute 22:719; Mehta, Patel & Gray (1985), Journal of
 *      the American Statistical Association 80:969, for the exact form
 * @example stratifiedTail([{ both: 4, triggerOnly: 1, outcomeOnly: 3, neither: 12 }]) // −1.51284, as Fisher has it
 */
export function stratifiedTail(tables: readonly Table2x2[]): number {
  for (const table of tables) checkTable('stratifiedTail', table)
  if (tables.length === 1) {
    const [{ both, triggerOnly, outcomeOnly, neither }] = tables
    const drawn = both + triggerOnly
    return hypergeometricTail(both, drawn, both + outcomeOnly, drawn + outcomeOnly + neither)
  }
  const strata: Stratum[] = []
  let k = 0 // above the fewest that the margins force
  for (const table of tables) {
    const stratum = stratumOf(table)
    if (stratum.logWeights.length === 1) continue
    strata.push(stratum)
    k += table.both - stratum.fewest
  }
  if (k === 0) return 0
  const mean = tiltedMean(strata, 0)
  if (k > mean) return upperTail(strata, k)
  const most = strata.reduce((sum, { logWeights }) => sum + logWeights.length - 1, 0)
  if (most > EXACT_SUPPORT) return 0
  const mirrored = strata.map(({ fewest, logWeights }) => ({ fewest, logWeights: logWeights.slice().reverse() }))
  return Math.log1p(-(10 ** upperTail(mirrored, most - k + 1))) / Math.LN10
}
