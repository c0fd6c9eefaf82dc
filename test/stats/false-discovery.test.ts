import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { benjaminiHochberg, benjaminiYekutieli } from '../../src/stats/false-discovery.ts'

// Oracle: scipy 1.17.1, stats.false_discovery_control(10**p, method='bh' | 'by').
const P = [-5.5, -1, -3, -2.2, -3, -0.1]
const BH = [0.000018973665961010275, 0.12, 0.002, 0.009464360167202894, 0.002, 0.7943282347242815]
const BY = [0.00004648548160447517, 0.294, 0.0049, 0.023187682409647088, 0.0049, 1]
const BY_OF_100 = [0.0016403928038891476, 1, 0.17291258392132072, 0.8182534858365376, 0.17291258392132072, 1]

const near = (got: number[], want: number[]): void => {
  for (const [i, q] of want.entries()) expect(got[i] / q).toBeCloseTo(1, 12)
}

test('q is that of scipy', () => {
  near(benjaminiHochberg(P), BH)
  near(benjaminiYekutieli(P, P.length), BY)
})

test('tests that are not listed count as if their p were 1', () => near(benjaminiYekutieli(P, 100), BY_OF_100))

test('three tests by hand', () => {
  near(benjaminiHochberg([-3, -2, -1], 3), [0.003, 0.015, 0.1])
  near(benjaminiYekutieli([-3, -2, -1], 3), [0.0055, 0.0275, 0.18333333333333332])
})

test('many tests: the harmonic sum is the one of mpmath', () => {
  expect(benjaminiYekutieli([-10], 53737)[0] / 1e-10 / 53737).toBeCloseTo(11.469082025720498, 9) // mpmath 1.4.1
})

test('q rises with p, is never below it, and does not care for order', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -300, max: 0, noNaN: true }), { minLength: 1 }), (p) => {
      const q = benjaminiHochberg(p)
      const order = p.map((_, i) => i).sort((a, b) => p[a] - p[b])
      for (let i = 1; i < order.length; i++) expect(q[order[i]]).toBeGreaterThanOrEqual(q[order[i - 1]])
      for (let i = 0; i < p.length; i++) expect(q[i] / 10 ** p[i]).toBeGreaterThan(1 - 1e-9)
      expect(benjaminiHochberg([...p].reverse()).reverse()).toEqual(q)
    }),
  )
})

test('a p far below what a number holds gives 0, not NaN', () => {
  expect(benjaminiYekutieli([-5000, Number.NEGATIVE_INFINITY], 2)).toEqual([0, 0])
})

test('fewer tests than p-values, or a p above 1, is refused', () => {
  expect(() => benjaminiYekutieli([-1, -2], 1)).toThrow(/got 1 for 2/)
  expect(() => benjaminiHochberg([0.5])).toThrow(/log10 p/)
})
