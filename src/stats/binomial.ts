/**
 * The binomial distribution: one probability, and the upper tail, as logarithms.
 *
 * Both hold their digits where the probability itself is far below what a number can hold (1e-5000).
 * Knows no rows, files or text.
 */
import { stirlingError } from './log-gamma.ts'

const HALF_LOG_TWO_PI = 0.9189385332046727 // ½ ln 2π
const NEGLIGIBLE = 1e-18 // a term this small beside the sum no longer changes it

/** How far x lies from its expectation, without cancellation where they are near: x ln(x/mean) + mean − x, in nats. */
function deviance(x: number, mean: number): number {
  const v = (x - mean) / (x + mean)
  if (Math.abs(v) >= 0.1) return x * Math.log(x / mean) + mean - x
  let sum = (x - mean) * v
  let power = 2 * x * v
  for (let j = 1; j < 1000; j++) {
    power *= v * v
    const next = sum + power / (2 * j + 1)
    if (next === sum) break
    sum = next
  }
  return sum
}

/**
 * The natural logarithm of the probability of exactly k successes in n trials.
 *
 * @param k  successes, whole, 0…n
 * @param n  trials, whole
 * @param p  probability of success, 0…1
 * @returns  nats; −Infinity where it cannot happen
 * @see Loader (2000), Fast and Accurate Computation of Binomial Probabilities
 * @example logBinomial(5, 10, 0.5) // −1.4020427180880297
 */
export function logBinomial(k: number, n: number, p: number): number {
  if (p === 0) return k === 0 ? 0 : Number.NEGATIVE_INFINITY
  if (p === 1) return k === n ? 0 : Number.NEGATIVE_INFINITY
  if (k === 0) return n * Math.log1p(-p)
  if (k === n) return n * Math.log(p)
  const rest = n - k
  const error = stirlingError(n) - stirlingError(k) - stirlingError(rest)
  return error - deviance(k, n * p) - deviance(rest, n * (1 - p)) - HALF_LOG_TWO_PI + 0.5 * Math.log(n / k / rest)
}

/** Log10 of Pr(K ≥ k) for k at or above the mean, where terms only fall. */
function fallingTail(n: number, p: number, k: number): number {
  const odds = p / (1 - p)
  let term = 1
  let sum = 1
  for (let j = k; j < n && term > sum * NEGLIGIBLE; j++) {
    term *= ((n - j) / (j + 1)) * odds
    sum += term
  }
  return (logBinomial(k, n, p) + Math.log(sum)) / Math.LN10
}

/**
 * The chance of k or more successes in n independent trials of equal probability.
 *
 * @param n  trials, whole
 * @param p  probability of success, 0…1
 * @param k  successes at least, whole
 * @returns  log10 of the probability, 0 or less
 * @throws {RangeError} n or k is not whole, n is negative, or p is outside 0…1
 * @example binomialTail(50, 0.01, 50) // −100
 */
export function binomialTail(n: number, p: number, k: number): number {
  if (!Number.isInteger(n) || n < 0 || !Number.isInteger(k)) {
    throw new RangeError(`binomialTail needs whole numbers, n at least 0, got n ${n}, k ${k}`)
  }
  if (!(p >= 0 && p <= 1)) throw new RangeError(`binomialTail needs a probability, got ${p}`)
  if (k <= 0) return 0
  if (k > n || p === 0) return Number.NEGATIVE_INFINITY
  if (p === 1) return 0
  if (k >= n * p) return fallingTail(n, p, k)
  const below = 10 ** fallingTail(n, 1 - p, n - k + 1)
  return Math.log1p(-below) / Math.LN10
}
