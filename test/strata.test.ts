/** The bench's test within strata: what it gives by hand, and what no cut of the strata may change. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { commonOdds, conditionalTail, type Stratum } from '../bench/strata/conditional.ts'
import { poissonBinomialTail } from '../src/stats/poisson-binomial.ts'

const stratum = fc
  .record({ with: fc.nat(8), without: fc.nat(8), both: fc.nat(8), others: fc.nat(8) })
  .filter((s) => s.both <= s.with && s.others <= s.without)
  .map((s): Stratum => ({ rows: s.with + s.without, outcomes: s.both + s.others, with: s.with, both: s.both }))

describe('the conditional tail', () => {
  test('of one stratum is the hypergeometric one: two of two, of ten rows with three outcomes', () => {
    expect(10 ** conditionalTail([{ rows: 10, outcomes: 3, with: 2, both: 2 }])).toBeCloseTo(3 / 45, 12)
  })

  test('of strata with one row of the trigger each is Poisson-binomial', () => {
    const single = stratum.filter((s) => s.rows > 1 && s.outcomes > 0 && s.outcomes < s.rows)
    fc.assert(
      fc.property(
        fc.array(single, { minLength: 1, maxLength: 6 }),
        fc.array(fc.boolean(), { minLength: 6 }),
        (some, has) => {
          const strata = some.map((s, i) => ({ ...s, with: 1, both: has[i] ? 1 : 0 }))
          const k = strata.reduce((sum, { both }) => sum + both, 0)
          const chances = Float64Array.from(strata, ({ rows, outcomes }) => outcomes / rows)
          expect(conditionalTail(strata)).toBeCloseTo(poissonBinomialTail(chances, k), 8)
        },
      ),
    )
  })

  test('law: strata that hold the trigger in all rows, or in none, say nothing; the order of strata neither', () => {
    fc.assert(
      fc.property(fc.array(stratum, { maxLength: 5 }), fc.nat(8), fc.nat(8), (strata, rows, outcomes) => {
        const whole = { rows, outcomes: Math.min(rows, outcomes), with: rows, both: Math.min(rows, outcomes) }
        const none = { rows, outcomes: Math.min(rows, outcomes), with: 0, both: 0 }
        const tail = conditionalTail(strata)
        expect(conditionalTail([whole, ...[...strata].reverse(), none])).toBeCloseTo(tail, 8)
        expect(tail).toBeLessThanOrEqual(0)
      }),
    )
  })
})

test('the common odds of equal strata are those of one of them', () => {
  const one: Stratum = { rows: 20, outcomes: 8, with: 6, both: 4 }
  expect(commonOdds([one])).toBeCloseTo((4 * 10) / (2 * 4), 12)
  expect(commonOdds([one, one, one])).toBeCloseTo(commonOdds([one]), 12)
})
