/** Of a finding and a feebler one that holds its rows, the larger is told where all speaks for it. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Ranked, withWholes } from '../../src/evidence/wholes.ts'

const FLOOR = 5
const ROWS = Array.from({ length: 40 }, (_, i) => Uint32Array.of(i))

/** A finding on these rows, all of which have its outcome; its gaps cannot tell. */
function finding(numbers: readonly number[], change: Partial<Ranked> = {}): Ranked {
  const rows = numbers.map((number) => ROWS[number])
  return {
    rows,
    both: rows,
    purity: { low: 0.7, point: 1, high: 1 },
    surprise: numbers.length,
    varied: false,
    detachability: { point: 0.3, expected: 0.3, torn: 0.7, whole: 0.7, gaps: rows.length },
    independence: { ratio: 1, owned: 0, covered: 0, witnesses: rows.length },
    kin: { asked: rows.length, apart: rows.length, free: 1 },
    ...change,
  }
}

const TEN = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
const SIX = TEN.slice(0, 6)

describe('ten rows, six of which were accepted first', () => {
  const part = finding(SIX)
  const whole = finding(TEN)

  test('are told in place of the six, whether they were heard with them or in an earlier round', () => {
    expect(withWholes([part], [whole], [], FLOOR)).toEqual([whole])
    expect(withWholes([part], [], [whole], FLOOR)).toEqual([whole])
  })

  test('take the place of every part that they hold', () => {
    const [first, second] = [finding(TEN.slice(0, 4)), finding(TEN.slice(4, 9))]
    expect(withWholes([first, second], [whole], [], FLOOR)).toEqual([whole])
  })

  test.each([
    ['not all of them follow', { purity: { low: 0.4, point: 0.8, high: 0.9 } }],
    ['they surprise less', { surprise: 2 }],
    ['their answers share a part only', { varied: true }],
    ['their gaps are torn', { detachability: { point: 0, expected: 0.3, torn: 0.2, whole: 0.9, gaps: 10 } }],
    [
      'a subject owns them, and none of another answer is like them',
      { independence: { ratio: 1, owned: 0.6, covered: 0, witnesses: 10 }, kin: { asked: 10, apart: 0, free: 1 } },
    ],
  ] as const)('are not where %s', (_, change) => {
    expect(withWholes([part], [finding(TEN, change)], [], FLOOR)).toEqual([part])
  })
})

test('rows that no finding holds make a finding of their own', () => {
  const [strong, other] = [finding(SIX), finding([20, 21, 22, 23, 24])]
  expect(withWholes([strong], [other], [], FLOOR)).toEqual([strong, other])
})

test('law: what was found stays found: every strong row stands in a finding that is told, or in nine of ten of its part', () => {
  const subset = fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { minLength: 5, maxLength: 20 })
  const findings = fc.array(
    fc.tuple(subset, fc.integer({ min: 1, max: 9 })).map(([n, surprise]) => finding(n, { surprise })),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(findings, findings, findings, (strong, feeble, hidden) => {
      const told = withWholes(strong, feeble, hidden, FLOOR)
      expect(new Set(told).size).toBe(told.length)
      for (const part of strong) {
        if (told.includes(part)) continue
        const kept = Math.max(...told.map(({ both }) => part.both.filter((row) => both.includes(row)).length))
        expect(kept).toBeGreaterThanOrEqual(part.both.length * 0.9)
      }
    }),
  )
})
