import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { hypergeometricTail } from '../../src/stats/hypergeometric.ts'

const off = (got: number, want: number): number => Math.abs(got / want - 1)

// Oracle: mpmath 1.4.1, the sum at 60 digits. In order: k, n, K, N.
test.each([
  [3, 5, 4, 10, -0.5818566052396754],
  [5, 5, 5, 52002, -21.500835471323313],
  [50, 50, 60, 156000, -184.29240741518643],
  [400, 1000, 20000, 100000, -47.38438081746233],
  [150, 1000, 20000, 100000, -0.000007312040178372188],
  [190, 1000, 20000, 100000, -0.09839226947828411],
  [900, 1000, 2000, 1000000, -2394.2740722943695],
])('%p or more of %p drawn, %p of %p marked: as mpmath has it', (k, n, K, N, want) => {
  expect(off(hypergeometricTail(k, n, K, N), want)).toBeLessThan(1e-10)
})

const draw = fc.nat(60).chain((N) => fc.tuple(fc.nat(N), fc.nat(N), fc.nat(N), fc.constant(N)))

test('trigger and outcome may change places', () => {
  fc.assert(
    fc.property(draw, ([k, n, K, N]) => {
      const one = hypergeometricTail(k, n, K, N)
      const other = hypergeometricTail(k, K, n, N)
      expect(one === other || Math.abs(one - other) < 1e-11).toBe(true)
    }),
  )
})

test('k or more, and fewer than k, are the whole', () => {
  fc.assert(
    fc.property(draw, ([k, n, K, N]) => {
      const atLeast = 10 ** hypergeometricTail(k, n, K, N)
      const fewer = 10 ** hypergeometricTail(n - k + 1, n, N - K, N) // that many unmarked ones, or more
      expect(atLeast + fewer).toBeCloseTo(1, 10)
    }),
  )
})

test('margins that leave no choice are certain, and what cannot be is impossible', () => {
  expect(hypergeometricTail(0, 0, 0, 0)).toBe(0)
  expect(hypergeometricTail(3, 3, 10, 10)).toBe(0)
  expect(hypergeometricTail(4, 3, 5, 10)).toBe(Number.NEGATIVE_INFINITY)
})

test('more drawn than there are is refused', () => {
  expect(() => hypergeometricTail(1, 11, 5, 10)).toThrow(/0…N/)
  expect(() => hypergeometricTail(1, 2.5, 5, 10)).toThrow(RangeError)
})
