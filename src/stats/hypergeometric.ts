/**
 * The hypergeometric distribution: how many marked things a blind draw takes.
 *
 * With n exchanges that have the trigger, K that have the outcome, and N in all, it tells how likely so many of
 * both are if trigger and outcome have nothing to do with each other (one-sided Fisher). A logarithm, right
 * where the probability itself is far below what a number can hold. Knows no rows, files or text.
 */
import { logChoose } from './log-gamma.ts'

const NEGLIGIBLE = 1e-18 // a term this small beside the sum no longer changes it

/** Log10 of Pr(X ≥ k) for k at or above the mean and within reach, where terms only fall. */
function fallingTail(k: number, n: number, K: number, N: number): number {
  let term = 1
  let sum = 1
  const most = Math.min(n, K)
  for (let x = k; x < most && term > sum * NEGLIGIBLE; x++) {
    term *= ((K - x) / (x + 1)) * ((n - x) / (N - K - n + x + 1))
    sum += term
  }
  const log = logChoose(K, k) + logChoose(N - K, n - k) - logChoose(N, n)
  return Math.min(0, (log + Math.log(sum)) / Math.LN10)
}

/**
 * The chance that a blind draw of n out of N things, K of them marked, takes k or more marked ones.
 *
 * @param k  marked ones drawn, at least
 * @param n  things drawn
 * @param K  marked things
 * @param N  things in all
 * @returns  log10 of the probability, 0 or less; −Infinity where it cannot happen
 * @throws {RangeError} a count is not whole, or n or K is outside 0…N
 * @see Fisher (1935), Journal of the Royal Statistical Society 98:39
 * @example hypergeometricTail(5, 5, 5, 52002) // −21.5: five of five, in a set of 52 002
 */
export function hypergeometricTail(k: number, n: number, K: number, N: number): number {
  if (![k, n, K, N].every(Number.isInteger) || n < 0 || K < 0 || n > N || K > N) {
    throw new RangeError(
      `hypergeometricTail needs whole counts with n and K in 0…N, got k ${k}, n ${n}, K ${K}, N ${N}`,
    )
  }
  const fewest = Math.max(0, n + K - N)
  if (k <= fewest) return 0
  if (k > Math.min(n, K)) return Number.NEGATIVE_INFINITY
  if (k >= (n * K) / N) return fallingTail(k, n, K, N)
  // Below the mean: what is missing from 1 is the chance of drawing n − k + 1 or more unmarked ones.
  return Math.log1p(-(10 ** fallingTail(n - k + 1, n, N - K, N))) / Math.LN10
}
