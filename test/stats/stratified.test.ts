import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { logOdds } from '../../src/stats/log-odds.ts'
import { stratifiedTail } from '../../src/stats/stratified.ts'
import type { Table2x2 } from '../../src/stats/table.ts'

const off = (got: number, want: number): number => Math.abs(got / want - 1)
const table = (both: number, triggerOnly: number, outcomeOnly: number, neither: number): Table2x2 => ({
  both,
  triggerOnly,
  outcomeOnly,
  neither,
})
const counts = fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12), fc.nat(12)).map((cells) => table(...cells))

// Oracle: mpmath 1.4.1, convolution of the strata at 50 digits.
test.each([
  [[table(4, 1, 3, 12)], -1.512836806986197],
  [[table(4, 1, 3, 12), table(6, 0, 2, 30), table(1, 3, 5, 11)], -4.211693845509395],
  [Array.from({ length: 20 }, () => table(20, 0, 1, 900)), -789.7323147365811],
  [[table(0, 4, 5, 11), table(1, 3, 9, 3)], -0.0010095963056622563],
])('strata %# are judged as mpmath judges them', (strata, want) => {
  expect(off(stratifiedTail(strata), want)).toBeLessThan(1e-9)
})

test('a stratum in which nothing can vary adds nothing', () => {
  fc.assert(
    fc.property(fc.array(counts, { minLength: 2, maxLength: 5 }), fc.nat(50), (strata, n) => {
      expect(stratifiedTail([...strata, table(n, 0, 3, 0)])).toBe(stratifiedTail(strata))
    }),
  )
})

test('the order of the strata does not matter', () => {
  fc.assert(
    fc.property(fc.array(counts, { minLength: 2, maxLength: 5 }), (strata) => {
      const other = stratifiedTail([...strata].reverse())
      expect(Math.abs(stratifiedTail(strata) - other)).toBeLessThan(1e-9 * (1 + Math.abs(other)))
    }),
  )
})

test('a tie that templates explain is none, though the pooled table cries it', () => {
  const strata = [table(80, 20, 80, 20), table(1, 9, 60, 540)]
  const pooled = table(81, 29, 140, 560)
  expect(stratifiedTail([pooled])).toBeLessThan(-20)
  expect(stratifiedTail(strata)).toBeGreaterThan(-1)
})

test('no strata say nothing, and counts must be counts', () => {
  expect(stratifiedTail([])).toBe(0)
  expect(() => stratifiedTail([table(1, 2, -3, 4)])).toThrow(/whole counts, got -3/)
})

test('an empty cell gives a large log odds, not an infinite one', () => {
  expect(logOdds(table(12, 0, 40, 948))).toBeCloseTo(6.372, 3) // by hand: ln(12.5 · 948.5 / (0.5 · 40.5))
})

test('trigger and outcome that avoid each other have log odds below zero', () => {
  fc.assert(
    fc.property(counts, ({ both, triggerOnly, outcomeOnly, neither }) => {
      const turned = logOdds(table(triggerOnly, both, neither, outcomeOnly))
      expect(logOdds(table(both, triggerOnly, outcomeOnly, neither))).toBeCloseTo(-turned, 12)
    }),
  )
})

test('a count below zero has no log odds', () => {
  expect(() => logOdds(table(-1, 0, 0, 0))).toThrow(/whole counts, got -1/)
})
