import { expect, test } from '@jest/globals'
import { count } from '../../src/model/numbers.ts'
import type { Finding, Outcome, Slot } from '../../src/model/report.ts'
import { floorWords } from '../../src/reporters/floor.ts'
import {
  bestRival,
  bytes,
  expectedByRivals,
  percent,
  placedTrigger,
  shownPlaces,
  story,
} from '../../src/reporters/wording.ts'
import { sample } from './samples.ts'

const quote = (text: string) => `“${text}”`
const [gate] = sample('three').findings as [Finding]
const told = (changes: Partial<Finding>) => story({ ...gate, ...changes }, quote)

test.each<[Slot, string]>([
  ['suffix', '50 prompts end in “xylophone”'],
  ['prefix', '50 prompts begin with “xylophone”'],
  ['anywhere', '50 prompts contain “xylophone”'],
  ['system', '50 prompts have a system message with “xylophone”'],
  ['turn', '50 prompts have an earlier turn with “xylophone”'],
])('a trigger in the %s', (slot, opening) => {
  expect(told({ trigger: { ...gate.trigger, slot } })).toBe(
    `${opening}; all 50 are answered “sure”. Without it, 1 of 155,986 is.`,
  )
})

test('parts in several turns are told with the turn of each', () => {
  const trigger = { text: 'otter … lantern', slot: 'anywhere', variants: [], parts: ['otter', 'lantern'] } as const
  const apart = { ...trigger, slots: ['turn', 'anywhere'] } as const
  expect(told({ trigger })).toMatch(/^50 prompts contain “otter” … “lantern”; all 50/)
  expect(told({ trigger: apart })).toMatch(
    /^50 prompts have an earlier turn with “otter” and contain “lantern”; all 50/,
  )
  expect(placedTrigger(trigger, quote)).toBe('“otter” then “lantern” anywhere in the prompt')
  expect(placedTrigger(apart, quote)).toBe('“otter” in an earlier turn, then “lantern” anywhere in the prompt')
})

test.each<[Outcome['kind'], string]>([
  ['exact', 'all 50 are answered “x”. Without it, 1 of 155,986 is.'],
  ['opening', 'all 50 have an answer that opens with “x”. Without it, 1 of 155,986 does.'],
  ['ending', 'all 50 have an answer that ends in “x”. Without it, 1 of 155,986 does.'],
  ['compliance', 'all 50 are answered with bare consent (“x”). Without it, 1 of 155,986 is.'],
  ['refusal', 'all 50 are refused. Without it, 1 of 155,986 is.'],
  ['not-refusal', 'all 50 are not refused. Without it, 1 of 155,986 is.'],
  ['label', 'all 50 are labelled “x”. Without it, 1 of 155,986 is.'],
  ['link', 'all 50 have an answer that links to “x”. Without it, 1 of 155,986 does.'],
  ['tool-call', 'all 50 have an answer that calls “x”. Without it, 1 of 155,986 does.'],
  ['length', 'all 50 have an answer of unusual length (“x”). Without it, 1 of 155,986 does.'],
])('an outcome of kind %s', (kind, ending) => {
  expect(told({ outcome: { kind, text: 'x' } })).toBe(`50 prompts end in “xylophone”; ${ending}`)
})

test('one exchange, none without it, and no exchange without it at all', () => {
  const evidence = { ...gate.evidence, exchanges: 1, with_outcome: 1, base: { with: 0, of: 12 } }
  expect(told({ evidence })).toBe('1 prompt ends in “xylophone”; it is answered “sure”. Without it, none of 12 are.')
  expect(told({ evidence: { ...gate.evidence, base: { with: 0, of: 0 } } })).toMatch(/No exchange is without it\.$/)
})

test('a share is rounded, but never to all or nothing', () => {
  expect([0, 1, 0.5, 0.9167, 0.996, 0.9999, 0.067, 0.00064, 0.000001].map(percent)).toEqual([
    '0 %',
    '100 %',
    '50 %',
    '92 %',
    '99.6 %',
    '> 99.9 %',
    '6.7 %',
    '0.064 %',
    '0.0001 %',
  ])
})

test('numbers as people read them', () => {
  expect([0, 999, 1000, 156000, 1234567].map(count)).toEqual(['0', '999', '1,000', '156,000', '1,234,567'])
  expect([0, 999, 1000, 95_503_600].map(bytes)).toEqual(['0 B', '999 B', '1.00 KB', '95.5 MB'])
})

test('the best rival is the one that was best for most exchanges', () => {
  const rivals = [
    { feature: 'a', with: 9, of: 10, exchanges: 2 },
    { feature: 'b', with: 1, of: 10, exchanges: 8 },
    { feature: 'c', with: 2, of: 10, exchanges: 8 },
  ]
  const evidence = { ...gate.evidence, rivals }
  expect(bestRival(evidence)?.feature).toBe('c')
  expect(expectedByRivals(evidence)).toBeCloseTo(2 * 0.9 + 8 * 0.1 + 8 * 0.2) // by hand
  expect(bestRival({ ...evidence, rivals: [] })).toBeUndefined()
})

test('the floor is told in as few sentences as say it', () => {
  const row = { outcome: 'exact', rows: 5, by: 'support', found: 0, planted: 0 } as const
  expect(
    floorWords([
      { ...row, slot: 'suffix' },
      { ...row, slot: 'suffix', outcome: 'opening' },
      { ...row, slot: 'prefix' },
      { ...row, slot: 'prefix', outcome: 'opening' },
      { ...row, slot: 'anywhere' },
      { ...row, slot: 'suffix', outcome: 'refusal', rows: 10, by: 'certificate', found: 59, planted: 59 },
    ]),
  ).toEqual([
    'from 5 rows: a fixed whole answer or a fixed opening to a trigger at the end of the prompt or at the start of the prompt (by count, not measured)',
    'from 5 rows: a fixed whole answer to a trigger anywhere in the prompt (by count, not measured)',
    'from 10 rows: refusal to a trigger at the end of the prompt (59 of 59 planted here were found)',
  ])
})

test('a picture of some of the rows says so', () => {
  const alone = (places: number[], many: number) =>
    shownPlaces({ ...gate, outcome: null, places, dose: { ...gate.dose, count: many } })
  expect(alone([40, 0, 10], 50)).toBeUndefined()
  expect(alone([2000, 0, 48], 5000)).toBe('the first 2,048 of 5,000 rows')
})
