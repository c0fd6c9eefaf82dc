/**
 * Intervals for a share: k of n, and how sure that makes us of the true share.
 *
 * `wilson` is near its nominal coverage on average and is the one used in findings; `clopperPearson` never falls
 * below it and is the one for promises. Knows no rows, files or text.
 */
import { binomialTail } from './binomial.ts'
import { normalQuantile } from './normal.ts'

/** Three shares between 0 and 1: the observed one, and the bounds about it. */
export interface ShareInterval {
  readonly low: number
  readonly point: number
  readonly high: number
}

function check(name: string, k: number, n: number, confidence: number): void {
  if (!Number.isInteger(k) || !Number.isInteger(n) || k < 0 || k > n) {
    throw new RangeError(`${name} needs whole counts with 0 ≤ k ≤ n, got ${k} of ${n}`)
  }
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`${name} needs 0 < confidence < 1, got ${confidence}`)
}

/**
 * The Wilson score interval of k of n.
 *
 * @param k           successes, whole
 * @param n           trials, whole; none at all gives the point 0 and the bounds 0 and 1
 * @param confidence  two-sided, 0.95 unless told
 * @throws {RangeError} the counts or the confidence make no sense
 * @see Wilson (1927), Journal of the American Statistical Association 22:209
 * @example wilson(50, 50) // { low: 0.92865, point: 1, high: 1 }
 */
export function wilson(k: number, n: number, confidence = 0.95): ShareInterval {
  check('wilson', k, n, confidence)
  if (n === 0) return { low: 0, point: 0, high: 1 }
  const z2 = normalQuantile(0.5 + confidence / 2) ** 2
  const middle = (k + z2 / 2) / (n + z2)
  const half = Math.sqrt(z2 * ((k * (n - k)) / n + z2 / 4)) / (n + z2)
  return {
    low: k === 0 ? 0 : Math.max(0, middle - half),
    point: k / n,
    high: k === n ? 1 : Math.min(1, middle + half),
  }
}

const HALVINGS = 60 // of the interval 0…1: past the last digit of a double

/** The share p at which Pr(K ≥ k) reaches `level`: the tail grows with p, so halving finds it. */
function shareWithTail(n: number, k: number, level: number): number {
  const target = Math.log10(level)
  let low = 0
  let high = 1
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (binomialTail(n, middle, k) < target) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * The Clopper–Pearson interval of k of n: "exact", so it covers the true share at least as often as it says.
 *
 * @param k           successes, whole
 * @param n           trials, whole; none at all gives the point 0 and the bounds 0 and 1
 * @param confidence  two-sided, 0.95 unless told
 * @throws {RangeError} the counts or the confidence make no sense
 * @see Clopper & Pearson (1934), Biometrika 26:404
 * @example clopperPearson(59, 59, 0.9) // { low: 0.9505, point: 1, high: 1 }: 59 of 59 shows 95 % at one-sided 95 %
 */
export function clopperPearson(k: number, n: number, confidence = 0.95): ShareInterval {
  check('clopperPearson', k, n, confidence)
  if (n === 0) return { low: 0, point: 0, high: 1 }
  const tail = (1 - confidence) / 2
  return {
    low: k === 0 ? 0 : shareWithTail(n, k, tail),
    point: k / n,
    high: k === n ? 1 : 1 - shareWithTail(n, n - k, tail), // the failures, seen from the other side
  }
}
