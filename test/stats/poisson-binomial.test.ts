import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { logBinomial } from '../../src/stats/binomial.ts'
import { binomialTail, EXACT_EVENTS, poissonBinomialTail } from '../../src/stats/poisson-binomial.ts'

const RELATIVE = 1e-9
const off = (got: number, want: number): number => Math.abs(got / want - 1)
const range = (n: number, p: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => p(i))

const rising = range(200, (i) => (i + 1) / 1000)
const rare = range(1200, (i) => 1e-6 * (1 + (i % 17)))
const common = range(300, (i) => 0.9 + 0.0001 * i)
const nearlyNever = range(40, (i) => 1e-300 * (i + 1))

describe('the Poisson-binomial tail', () => {
  // Oracle: mpmath 1.4.1, convolution at 50 digits.
  test.each([
    ['rising', rising, 10, -0.0012581886487632787],
    ['rising', rising, 20, -0.26312766461745096],
    ['rising', rising, 21, -0.3465782378423682],
    ['rising', rising, 60, -15.113145468079628],
    ['rising', rising, 150, -114.73151540453769],
    ['rising', rising, 199, -221.34883712456352],
    ['rising', rising, 200, -225.10311135995974],
    ['rare', rare, 1, -1.9703189442402496],
    ['rare', rare, 5, -11.927688975749758],
    ['rare', rare, 700, -3213.0454086479276],
    ['rare', rare, 1100, -5498.165444754487],
    ['rare', rare, 1199, -6166.478591710776],
    ['common', common, 250, -7.358644145074891e-7],
    ['common', common, 270, -0.07114256909858183],
    ['common', common, 280, -0.8277934458917916],
    ['common', common, 290, -3.5671376760619764],
    ['common', common, 299, -10.12548785318318],
    ['nearly never', nearlyNever, 1, -297.0861861476163],
    ['nearly never', nearlyNever, 20, -5963.425303360166],
    ['nearly never', nearlyNever, 39, -11651.45705902682],
  ])('of %s events (%#), at their k, is that of mpmath', (_, p, k, want) => {
    expect(off(poissonBinomialTail(p, k), want)).toBeLessThan(RELATIVE)
  })

  test('of three events is what a hand can count', () => {
    expect(poissonBinomialTail([0.1, 0.2, 0.3], 2)).toBeCloseTo(Math.log10(0.098), 13)
  })

  test('of equal events is the binomial tail', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 1e-9, max: 0.999, noNaN: true }),
        fc.nat(),
        (n, p, seed) => {
          const k = 1 + (seed % n)
          const want = binomialTail(n, p, k)
          const got = poissonBinomialTail(new Float64Array(n).fill(p), k)
          expect(Math.abs(got - want)).toBeLessThanOrEqual(RELATIVE * Math.abs(want) + 1e-14)
        },
      ),
    )
  })

  test('agrees with plain convolution wherever that has digits', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(p, { minLength: 1, maxLength: 25 }), fc.nat(30), (events, k) => {
        const mass = events.reduce<number[]>(
          (m, each) => m.concat(0).map((x, j) => x * (1 - each) + (j > 0 ? m[j - 1] * each : 0)),
          [1],
        )
        const plain = mass.slice(k).reduce((a, b) => a + b, 0)
        if (plain > 1e-200) expect(poissonBinomialTail(events, k)).toBeCloseTo(Math.log10(Math.min(1, plain)), 9)
      }),
    )
  })

  test('what is certain counts, what is impossible does not', () => {
    expect(poissonBinomialTail([1, 1, 0.5, 0, 0], 3)).toBeCloseTo(Math.log10(0.5), 13)
    expect(poissonBinomialTail([1, 1, 0], 2)).toBe(0)
    expect(poissonBinomialTail([1, 1, 0], 3)).toBe(Number.NEGATIVE_INFINITY)
    expect(poissonBinomialTail([], 0)).toBe(0)
  })

  test('beyond the exact limit the bound is never below the truth, and at most 4 units above it', () => {
    const n = EXACT_EVENTS + 1
    for (const [p, k] of [
      [0.001, 50],
      [0.01, 260],
      [0.3, 7000],
    ]) {
      const bound = poissonBinomialTail(new Float64Array(n).fill(p), k)
      const truth = binomialTail(n, p, k)
      expect(bound).toBeGreaterThanOrEqual(truth)
      expect(bound).toBeLessThan(truth + 4)
    }
  })

  test('a number that is no probability is refused', () => {
    expect(() => poissonBinomialTail([0.2, 1.2], 1)).toThrow(/got 1.2/)
    expect(() => poissonBinomialTail([Number.NaN], 1)).toThrow(RangeError)
    expect(() => poissonBinomialTail([0.2], 0.5)).toThrow(/whole k/)
  })
})

describe('the binomial tail', () => {
  // Oracle: mpmath 1.4.1, the sum at 60 digits.
  test.each([
    [50, 0.01, 50, -100],
    [100, 0.25, 30, -0.8252395842584358],
    [100, 0.25, 20, -0.045530949323001814],
    [3000, 0.001, 2900, -8511.02595657226],
    [1000, 0.5, 480, -0.04449657020271497],
  ])('of %p trials at %p, for %p or more, is that of mpmath', (n, p, k, want) => {
    expect(off(binomialTail(n, p, k), want)).toBeLessThan(1e-11)
  })

  test('single probabilities add up to one', () => {
    for (const [n, p] of [
      [30, 0.2],
      [1, 0.7],
      [200, 0.001],
    ]) {
      const sum = range(n + 1, (k) => Math.exp(logBinomial(k, n, p))).reduce((a, b) => a + b, 0)
      expect(sum).toBeCloseTo(1, 12)
    }
    expect(logBinomial(5, 10, 0.5)).toBeCloseTo(-1.4020427180880297, 13) // ln(252/1024), by hand
  })

  test('never and always are themselves', () => {
    expect(binomialTail(5, 0, 1)).toBe(Number.NEGATIVE_INFINITY)
    expect(binomialTail(5, 1, 5)).toBe(0)
    expect(binomialTail(5, 0.2, 6)).toBe(Number.NEGATIVE_INFINITY)
    expect(() => binomialTail(5, 2, 1)).toThrow(/probability/)
  })
})
