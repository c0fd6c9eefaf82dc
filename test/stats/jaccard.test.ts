import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { jaccard, meanPairwiseJaccard } from '../../src/stats/jaccard.ts'

const sets = fc.uniqueArray(fc.nat(30)).map((values) => Uint32Array.from(values).sort())

test('likeness is the common part of the whole', () => {
  fc.assert(
    fc.property(sets, sets, (a, b) => {
      const common = a.filter((x) => b.includes(x)).length
      const union = new Set([...a, ...b]).size
      expect(jaccard(a, b)).toBe(union === 0 ? 0 : common / union)
      expect(jaccard(b, a)).toBe(jaccard(a, b))
    }),
  )
})

test('two of four are half', () => {
  expect(jaccard(Uint32Array.of(1, 2, 3), Uint32Array.of(2, 3, 4))).toBe(0.5)
  expect(jaccard(new Uint32Array(0), new Uint32Array(0))).toBe(0)
})

test('with room for all pairs the mean is over all pairs', () => {
  fc.assert(
    fc.property(fc.array(sets, { minLength: 2, maxLength: 9 }), (all) => {
      const pairs = all.flatMap((a, i) => all.slice(i + 1).map((b) => jaccard(a, b)))
      const mean = pairs.reduce((x, y) => x + y, 0) / pairs.length
      expect(meanPairwiseJaccard(all, 1000)).toBeCloseTo(mean, 12)
      expect(meanPairwiseJaccard(all, pairs.length)).toBeCloseTo(mean, 12)
    }),
  )
})

test('a third of three pairs agree', () => {
  expect(meanPairwiseJaccard([Uint32Array.of(1, 2), Uint32Array.of(1, 2), Uint32Array.of(3)], 10)).toBeCloseTo(
    1 / 3,
    15,
  )
})

test('a choice of pairs covers the whole list, not only its beginning', () => {
  // The first half are all alike, the second half all different: a quarter of neighbours' pairs must show it.
  const all = Array.from({ length: 1000 }, (_, i) => Uint32Array.of(i < 500 ? 1 : i))
  expect(meanPairwiseJaccard(all, 100)).toBeCloseTo(0.5, 2)
  expect(meanPairwiseJaccard(all, 5000)).toBeCloseTo(0.5, 2)
})

test('fewer than two sets are like nothing, and no pairs at all are refused', () => {
  expect(meanPairwiseJaccard([Uint32Array.of(1)], 5)).toBe(0)
  expect(() => meanPairwiseJaccard([], 0)).toThrow(/maxPairs/)
})
