/**
 * The Poisson-binomial distribution: how many of n independent events happen, each with a probability of its own.
 *
 * The rival tail of a finding is one of these: if the best innocent explanation were true of each prompt, how
 * likely are so many of the outcome? The answer is a logarithm and stays right where the probability itself is
 * far below what a number can hold (1e-5000). Knows no rows, files or text.
 */
export { binomialTail } from './binomial.ts'

/** Up to so many events the tail is exact; beyond, the Chernoff bound stands in. At the limit a tail takes about 50 ms. */
export const EXACT_EVENTS = 20_000
const TRIM = 1e-30 // probabilities under this at either end of the distribution are dropped: at most 1e-25 in all
const LARGE_TILT = 30 // nats; past it e^tilt is handled as a logarithm

function tilted(logit: number, tilt: number): number {
  return 1 / (1 + Math.exp(-(logit + tilt)))
}

/** The tilt (nats) under which the expected number of events is k; the mean grows with the tilt, so halving finds it. */
function tiltTo(logits: Float64Array, k: number): number {
  let low = 0
  let high = 1
  const mean = (tilt: number): number => logits.reduce((sum, logit) => sum + tilted(logit, tilt), 0)
  while (mean(high) < k) {
    low = high
    high *= 2
  }
  for (let i = 0; i < 60 && high - low > 1e-10 * high; i++) {
    const middle = (low + high) / 2
    if (mean(middle) < k) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** ln E[e^(tilt·K)]: the sum of ln(1 − p + p·e^tilt) over the events, in nats. */
function cumulant(p: Float64Array, tilt: number): number {
  let sum = 0
  if (tilt < LARGE_TILT) {
    const growth = Math.expm1(tilt)
    for (const each of p) sum += Math.log1p(each * growth)
    return sum
  }
  for (const each of p) {
    const happens = Math.log(each) + tilt
    const not = Math.log1p(-each)
    const more = Math.max(happens, not)
    sum += more + Math.log1p(Math.exp(Math.min(happens, not) - more))
  }
  return sum
}

/**
 * Σ over j ≥ k of Pr(K = j)·e^(−tilt·(j − k)) under the tilted probabilities, whose mean is k: the part of the tail
 * that the Chernoff bound leaves out. Convolution one event at a time, over the stretch that holds the mass.
 */
function shareOfBound(logits: Float64Array, tilt: number, k: number): number {
  const mass = new Float64Array(logits.length + 1)
  mass[0] = 1
  let from = 0
  let to = 0 // inclusive
  for (const logit of logits) {
    const yes = tilted(logit, tilt)
    const no = 1 / (1 + Math.exp(logit + tilt))
    mass[to + 1] = mass[to] * yes
    for (let j = to; j > from; j--) mass[j] = mass[j] * no + mass[j - 1] * yes
    mass[from] *= no
    to++
    while (mass[from] < TRIM) mass[from++] = 0
    while (mass[to] < TRIM) mass[to--] = 0
  }
  let sum = 0
  for (let j = to; j >= k; j--) sum += mass[j] * Math.exp(-tilt * (j - k))
  return sum
}

/** Log10 of Pr(K ≥ k), for k above the mean and below the number of events, all probabilities strictly between 0 and 1. */
function upperTail(p: Float64Array, k: number): number {
  if (k === p.length) return p.reduce((sum, each) => sum + Math.log(each), 0) / Math.LN10
  const logits = p.map((each) => Math.log(each) - Math.log1p(-each))
  const tilt = tiltTo(logits, k)
  const bound = cumulant(p, tilt) - tilt * k
  const share = p.length > EXACT_EVENTS ? 1 : shareOfBound(logits, tilt, k)
  return Math.min(0, (bound + Math.log(share)) / Math.LN10)
}

/**
 * The chance that k or more of these independent events happen.
 *
 * Exact to about 1e-12 of the logarithm up to `EXACT_EVENTS` events. Beyond, the Chernoff bound: never smaller
 * than the truth (too cautious by about log10 of the standard deviation, some two units), and 0 where k is not
 * above the mean.
 *
 * @param p  probability of each event, 0…1
 * @param k  events at least, whole
 * @returns  log10 of the probability, 0 or less; −Infinity where it cannot happen
 * @throws {RangeError} k is not whole, or some p is outside 0…1
 * @see Hong (2013), Computational Statistics & Data Analysis 59:41, for the convolution; Chernoff (1952), Annals of
 *      Mathematical Statistics 23:493, for tilt and bound
 * @example poissonBinomialTail([0.1, 0.2, 0.3], 2) // log10 0.098 = −1.0087739243075051
 */
export function poissonBinomialTail(p: Float64Array | readonly number[], k: number): number {
  if (!Number.isInteger(k)) throw new RangeError(`poissonBinomialTail needs a whole k, got ${k}`)
  let certain = 0
  let mean = 0
  const open: number[] = []
  for (const each of p) {
    if (!(each >= 0 && each <= 1)) throw new RangeError(`poissonBinomialTail needs probabilities, got ${each}`)
    if (each === 1) certain++
    else if (each > 0) {
      open.push(each)
      mean += each
    }
  }
  const needed = k - certain
  if (needed <= 0) return 0
  if (needed > open.length) return Number.NEGATIVE_INFINITY
  if (needed > mean) return upperTail(Float64Array.from(open), needed)
  if (open.length > EXACT_EVENTS) return 0
  // Under the mean the tail is near 1: its distance from 1 is a small tail of the events that do not happen.
  const misses = Float64Array.from(open, (each) => 1 - each)
  return Math.log1p(-(10 ** upperTail(misses, open.length - needed + 1))) / Math.LN10
}
