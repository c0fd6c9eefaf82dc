import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isDetached, isOpen, isSeamless, isTorn, isUntold } from '../../src/evidence/acquit.ts'
import { createJoints, jointRatio } from '../../src/evidence/joints.ts'

test('the ratio is that of two binomial probabilities', () => {
  // By hand: 27 ln(0.9/0.2) + 3 ln(0.1/0.8).
  expect(jointRatio(27, 30, 0.2, 0.9)).toBeCloseTo(27 * Math.log(4.5) + 3 * Math.log(0.125), 9)
})

test('more closed gaps never speak for a torn place', () => {
  const share = fc.double({ min: 0.05, max: 0.95, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), share, share, (gaps, a, b) => {
      const [torn, whole] = [Math.min(a, b), Math.max(a, b)]
      for (let closed = 1; closed <= gaps; closed++)
        expect(jointRatio(closed, gaps, torn, whole)).toBeGreaterThanOrEqual(jointRatio(closed - 1, gaps, torn, whole))
    }),
  )
})

test('where whole joints are as rare as torn ones, nothing is said', () => {
  expect(jointRatio(3, 30, 0.2, 0.2)).toBe(0)
  expect(isUntold({ point: 0.1, expected: 0.08, torn: 0.09, whole: 0.16, gaps: 30 })).toBe(true)
})

test('a word put at the end leaves whole joints, a word that grew there torn ones', () => {
  const planted = { point: 0.46, expected: 0.2, torn: 0.3, whole: 0.5, gaps: 50 }
  const grown = { point: 0.27, expected: 0.16, torn: 0.44, whole: 0.86, gaps: 220 }
  expect([isSeamless(planted), isTorn(planted), isDetached(planted)]).toEqual([true, false, true])
  expect([isSeamless(grown), isTorn(grown)]).toEqual([false, true])
})

test('gaps are open that look torn, or like neither; where joints tell nothing, none is', () => {
  const label = { point: 8 / 24, expected: 0.12, torn: 0.059, whole: 0.711, gaps: 24 } // a word of the subject
  expect(isSeamless(label)).toBe(true)
  expect(isOpen(label)).toBe(true)
  expect(isOpen({ ...label, point: 13 / 24 })).toBe(false)
  expect(isOpen({ ...label, point: 3 / 24 })).toBe(true)
  expect(isOpen({ ...label, torn: 0.72 })).toBe(false)
})

test('joints are looked at place by place, in all prompts or in those of a template, and prompts left out do not count', () => {
  const pairs = new Map<string, number[]>()
  const prompts = [
    [100, 101, 102],
    [100, 103, 102],
    [104, 105, 106],
  ].map((tokens) => Uint32Array.from(tokens))
  prompts.forEach((tokens, prompt) => {
    const all = [3, ...tokens, 4]
    for (let i = 0; i + 1 < all.length; i++) {
      const key = `${all[i]} ${all[i + 1]}`
      pairs.set(key, [...(pairs.get(key) ?? []), prompt])
    }
  })
  const joints = createJoints(prompts, (left, right, self) =>
    (pairs.get(`${left} ${right}`) ?? []).some((prompt) => prompt !== self),
  )
  const nobody = new Set<number>()
  expect(joints.whole('start', { without: nobody })).toBeCloseTo(2 / 3) // two begin with 100
  expect(joints.whole('end', { without: nobody })).toBeCloseTo(2 / 3) // two end with 102
  expect(joints.torn('start', 1, { without: nobody })).toBe(0)
  expect(joints.whole('start', { without: new Set([2]) })).toBe(1)
  expect(joints.whole('start', { among: Uint32Array.of(1, 2) })).toBe(1 / 2)
})

test('a prompt of one word has whole joints at its ends, none inside, and none to be torn', () => {
  const prompts = [[100], [100, 101], [102]].map((tokens) => Uint32Array.from(tokens))
  const joints = createJoints(prompts, (left, right, self) => left === 3 && right === 100 && self <= 1)
  const all = { without: new Set<number>() }
  expect(joints.whole('start', all)).toBeCloseTo(2 / 3)
  expect(joints.whole('start', { among: Uint32Array.of(0, 2) })).toBe(1 / 2)
  expect(joints.whole('inner', { among: Uint32Array.of(0, 2) })).toBe(0)
  expect(joints.torn('start', 1, { among: Uint32Array.of(0, 2) })).toBe(0)
})
