/**
 * Logarithms of the gamma function and of binomial coefficients, in nats.
 *
 * Promises errors near the last digit of a double, also for arguments of a billion: `logChoose` adds positive
 * terms only, where the usual difference of three log-gammas would lose digits. Knows no rows, files or text.
 */

const HALF_LOG_TWO_PI = 0.9189385332046727 // ½ ln 2π
const SERIES_FROM = 16 // from here on the Stirling series below is exact to the last digit

/**
 * What Stirling's formula lacks: ln Γ(x + 1) − (½ ln 2πx + x ln x − x), in nats.
 *
 * @param x  0 or more; 0 gives 0, since the formula is used with the factor that would diverge left out
 * @see Loader (2000), Fast and Accurate Computation of Binomial Probabilities; Abramowitz & Stegun 6.1.41
 * @example stirlingError(1) // 0.0810614667953272
 */
export function stirlingError(x: number): number {
  if (x === 0) return 0
  if (x < SERIES_FROM) return logGamma(x + 1) - (HALF_LOG_TWO_PI + (x + 0.5) * Math.log(x) - x)
  const s = 1 / (x * x)
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360))))) / x
}

/**
 * The natural logarithm of the gamma function; ln (n − 1)! at a whole n.
 *
 * @param x  above 0
 * @returns  nats
 * @throws {RangeError} x is not above 0
 * @see Abramowitz & Stegun 6.1.15 (shift up) and 6.1.41 (Stirling series)
 * @example logGamma(0.5) // 0.5723649429247001, which is ½ ln π
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma needs x > 0, got ${x}`)
  if (x === 1 || x === 2) return 0
  let product = 1
  let at = x
  while (at < SERIES_FROM) product *= at++
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + stirlingError(at) - Math.log(product)
}

/**
 * The natural logarithm of "n choose k": in how many ways k things can be taken out of n.
 *
 * @param n  whole, 0 or more
 * @param k  whole; outside 0…n there is no way, and the result is −Infinity
 * @returns  nats
 * @throws {RangeError} n or k is not whole, or n is negative
 * @example logChoose(1000, 500) // 689.4672615678512
 */
export function logChoose(n: number, k: number): number {
  if (!Number.isInteger(n) || n < 0 || !Number.isInteger(k)) {
    throw new RangeError(`logChoose needs whole numbers, n at least 0, got n ${n}, k ${k}`)
  }
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY
  const rest = n - k
  if (k === 0 || rest === 0) return 0
  if (k === 1 || rest === 1) return Math.log(n)
  const few = Math.min(k, rest)
  const entropy = few * Math.log(n / few) - (n - few) * Math.log1p(-few / n)
  const error = stirlingError(n) - stirlingError(k) - stirlingError(rest)
  return entropy + error + 0.5 * Math.log(n / (k * rest)) - HALF_LOG_TWO_PI
}
