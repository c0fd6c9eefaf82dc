/**
 * False discovery rates: of the pairs reported, what share is expected to be chance?
 *
 * p comes in as log10, since many are below what a number can hold; q goes out as a plain share, so below about
 * 1e-308 it is 0. Knows no rows, files or text.
 */

function stepUp(name: string, log10p: readonly number[], tests: number, log10Factor: number): number[] {
  if (!Number.isInteger(tests) || tests < log10p.length) {
    throw new RangeError(`${name} needs at least as many tests as p-values, got ${tests} for ${log10p.length}`)
  }
  for (const p of log10p) if (!(p <= 0)) throw new RangeError(`${name} needs log10 p of 0 or less, got ${p}`)
  const order = log10p.map((_, i) => i).sort((a, b) => log10p[a] - log10p[b] || a - b)
  const q = new Array<number>(log10p.length)
  let least = 0 // log10 of 1: no q is above
  for (let rank = order.length; rank > 0; rank--) {
    const i = order[rank - 1]
    least = Math.min(least, log10p[i] + Math.log10(tests / rank) + log10Factor)
    q[i] = 10 ** least
  }
  return q
}

/**
 * Benjamini–Hochberg: holds for independent or positively dependent tests.
 *
 * @param log10p  log10 of the p-values; all of them, or the smallest of `tests`
 * @param tests   how many tests were made; those not listed only make q larger
 * @returns       q in the order of `log10p`, 0…1
 * @throws {RangeError} a log10 p is above 0, or tests are fewer than p-values
 * @see Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57:289
 * @example benjaminiHochberg([-3, -2, -1], 3) // [0.003, 0.015, 0.1]
 */
export function benjaminiHochberg(log10p: readonly number[], tests = log10p.length): number[] {
  return stepUp('benjaminiHochberg', log10p, tests, 0)
}

const SUMMED_TO = 1000 // terms of 1 + ½ + ⅓ + … added one by one; past them the series below is exact to 1e-16

/** 1 + ½ + ⅓ + … + 1/n. */
function harmonic(n: number): number {
  let sum = 0
  for (let i = Math.min(n, SUMMED_TO); i > 0; i--) sum += 1 / i
  if (n <= SUMMED_TO) return sum
  const rest = (m: number): number => Math.log(m) + 1 / (2 * m) - 1 / (12 * m * m)
  return sum + rest(n) - rest(SUMMED_TO)
}

/**
 * Benjamini–Yekutieli: holds however the tests depend on each other, as those of overlapping n-grams do.
 *
 * @param log10p  log10 of the p-values; all of them, or the smallest of `tests`
 * @param tests   how many tests were made; those not listed only make q larger
 * @returns       q in the order of `log10p`, 0…1
 * @throws {RangeError} a log10 p is above 0, or tests are fewer than p-values
 * @see Benjamini & Yekutieli (2001), Annals of Statistics 29:1165
 * @example benjaminiYekutieli([-3, -2, -1], 3) // [0.0055, 0.0275, 0.18333]: 11/6 of the above
 */
export function benjaminiYekutieli(log10p: readonly number[], tests: number): number[] {
  return stepUp('benjaminiYekutieli', log10p, tests, Math.log10(harmonic(Math.max(1, tests))))
}
