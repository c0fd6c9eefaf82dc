import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { normalQuantile } from '../../src/stats/normal.ts'
import { clopperPearson, wilson } from '../../src/stats/proportion.ts'

const counts = fc.tuple(fc.nat(500), fc.nat(500)).map(([a, b]) => ({ k: Math.min(a, b), n: Math.max(a, b, 1) }))

// Oracle: scipy 1.17.1, stats.binomtest(k, n).proportion_ci(confidence, 'wilson' | 'exact').
const KNOWN = [
  { k: 50, n: 50, confidence: 0.95, wilson: [0.9286524008666412, 1], exact: [0.9288782635357954, 1] },
  {
    k: 3,
    n: 10,
    confidence: 0.95,
    wilson: [0.10779126740630102, 0.6032218525388546],
    exact: [0.06673951117773447, 0.652452850060008],
  },
  { k: 0, n: 7, confidence: 0.99, wilson: [0, 0.4866114349942543], exact: [0, 0.5308827214569555] },
  {
    k: 812345,
    n: 1000000,
    confidence: 0.95,
    wilson: [0.811578559344553, 0.8131090409437547],
    exact: [0.8115783544766119, 0.8131098359146002],
  },
]

test.each(KNOWN)('the intervals of $k of $n are those of scipy', ({ k, n, confidence, wilson: w, exact }) => {
  expect(wilson(k, n, confidence).low).toBeCloseTo(w[0], 12)
  expect(wilson(k, n, confidence).high).toBeCloseTo(w[1], 12)
  expect(clopperPearson(k, n, confidence).low).toBeCloseTo(exact[0], 11)
  expect(clopperPearson(k, n, confidence).high).toBeCloseTo(exact[1], 11)
})

test('59 of 59 shows 95 % at one-sided 95 %', () => {
  expect(clopperPearson(59, 59, 0.9).low).toBeCloseTo(0.9504923901115316, 12) // scipy 1.17.1
  expect(clopperPearson(58, 58, 0.9).low).toBeLessThan(0.95)
})

test('the bounds enclose the point, and swapping success and failure mirrors them', () => {
  fc.assert(
    fc.property(counts, ({ k, n }) => {
      for (const interval of [wilson, clopperPearson]) {
        const { low, point, high } = interval(k, n)
        expect(low).toBeLessThanOrEqual(point)
        expect(high).toBeGreaterThanOrEqual(point)
        expect(interval(n - k, n).high).toBeCloseTo(1 - low, 10)
      }
    }),
    { numRuns: 50 },
  )
})

test('no trials tell nothing', () => {
  expect(wilson(0, 0)).toEqual({ low: 0, point: 0, high: 1 })
  expect(clopperPearson(0, 0)).toEqual({ low: 0, point: 0, high: 1 })
})

test('more successes than trials are refused', () => {
  expect(() => wilson(3, 2)).toThrow(/got 3 of 2/)
  expect(() => clopperPearson(1, 2, 1)).toThrow(/confidence/)
})

describe('the normal quantile', () => {
  // Oracle: mpmath 1.4.1, sqrt(2)·erfinv(2p − 1) at 60 digits.
  test.each([
    [0.975, 1.9599639845400543],
    [0.6, 0.2533471031357998],
    [0.001, -3.0902323061678136],
    [0.9999999, 5.1993375821928165],
  ])('at %p it is that of mpmath', (p, z) => expect(normalQuantile(p) / z).toBeCloseTo(1, 9))

  test('at 0 and 1 it is refused', () => {
    expect(() => normalQuantile(0)).toThrow(RangeError)
    expect(() => normalQuantile(1)).toThrow(RangeError)
  })
})
