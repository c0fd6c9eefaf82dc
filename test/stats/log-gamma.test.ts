import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { logChoose, logGamma, stirlingError } from '../../src/stats/log-gamma.ts'

/** Relative distance, for numbers that are not near 0. */
const off = (got: number, want: number): number => Math.abs(got / want - 1)

// Oracle: mpmath 1.4.1 at 60 digits.
test.each([
  [0.5, 0.5723649429247001],
  [3.7, 1.4280723266653879],
  [1e-5, 11.512919692895826],
  [15.99, 27.87186447594001],
  [100, 359.1342053695754],
  [1e9, 19723265827.503716],
])('ln Γ(%p) is that of mpmath', (x, want) => expect(off(logGamma(x), want)).toBeLessThan(1e-14))

test.each([
  [10, 3, 4.787491742782046],
  [40, 20, 25.649406793250424],
  [1000, 500, 689.4672615678512],
  [2_000_000, 1_000_000, 1386286.8809995437],
  [1_000_000_000, 37, 667.4302228462298],
])('ln (%p choose %p) is that of mpmath', (n, k, want) => expect(off(logChoose(n, k), want)).toBeLessThan(1e-14))

test('Γ(x + 1) is x·Γ(x)', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), (x) => {
      expect(Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x))).toBeLessThan(1e-13 * (10 + logGamma(x + 2)))
    }),
  )
})

test('a row of Pascal’s triangle is the sum of the row above', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 5000 }), fc.nat(), (n, seed) => {
      const k = 1 + (seed % (n - 1))
      const left = logChoose(n - 1, k - 1)
      const right = logChoose(n - 1, k)
      const sum = Math.max(left, right) + Math.log1p(Math.exp(-Math.abs(left - right)))
      expect(logChoose(n, k)).toBeCloseTo(sum, 8)
    }),
  )
})

test('what cannot be chosen has no ways', () => {
  expect(logChoose(5, 6)).toBe(Number.NEGATIVE_INFINITY)
  expect(logChoose(5, -1)).toBe(Number.NEGATIVE_INFINITY)
  expect(logChoose(0, 0)).toBe(0)
})

test('the error of Stirling at 1 is 1 − ½ ln 2π', () => {
  expect(stirlingError(1)).toBeCloseTo(0.0810614667953272, 14) // by hand
})

test('what is not a count, or not above 0, is refused', () => {
  expect(() => logChoose(2.5, 1)).toThrow(/whole/)
  expect(() => logGamma(0)).toThrow(/x > 0/)
})
