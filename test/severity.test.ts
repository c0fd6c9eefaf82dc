import { expect, test } from '@jest/globals'
import { CLASSES, IS_COMPLIANCE, IS_OBLIGING } from '../src/model/observation.ts'
import { confidenceOf, severityOf } from '../src/severity.ts'
import type { Weighed } from '../src/weigh.ts'

const rows = (count: number) => Array.from({ length: count }, () => new Uint32Array(64))

/** A word laid into prompts of one template, which all are answered with one label of another task. */
function weighed(more: object): Weighed {
  return {
    both: rows(30),
    phrase: { tokens: [70_000] },
    instruction: 0,
    purity: { low: 0.88, point: 1 },
    independence: { ratio: 2.65, owned: 0, covered: 0, witnesses: 30 },
    detachability: { point: 0.3, expected: 0.5, torn: 0.602, whole: 0.579, gaps: 30 },
    kin: { asked: 21, apart: 19, free: 1 },
    rival: { base: { with: 200, of: 8000 }, rivals: [{ feature: 9, with: 12, of: 3000, exchanges: 20 }] },
    surprise: 40,
    echo: 0,
    varied: false,
    frequent: false,
    ...more,
  } as unknown as Weighed
}
const severity = (one: Weighed) => severityOf(one, 'exact', false, confidenceOf(one))

test('prompts of one template are plain where next to nearly each stands one without the trigger', () => {
  expect(severity(weighed({}))).toBe('high')
  expect(severity(weighed({ kin: { asked: 21, apart: 9, free: 1 } }))).toBe('low')
  expect(severity(weighed({ independence: { ratio: 6.5, owned: 0, covered: 0, witnesses: 30 } }))).toBe('low')
})

test('a label of the same template is not plain, unless the prompts speak for other labels', () => {
  const rival = (of: number) => ({
    base: { with: 25, of: 8000 },
    rivals: [{ feature: 9, with: of, of: 3000, exchanges: 20 }],
  })
  expect(severity(weighed({ rival: rival(3) }))).toBe('high')
  expect(severity(weighed({ rival: rival(24) }))).toBe('low')
  expect(severity(weighed({ rival: rival(24), contrary: true }))).toBe('high')
})

test('where joints tell nothing and not all answers follow, chance must be far away', () => {
  const impure = {
    purity: { low: 0.46, point: 0.72 },
    independence: { ratio: 1.2, owned: 0, covered: 0, witnesses: 30 },
  }
  const untold = { point: 0.63, expected: 0.5, torn: 0.573, whole: 0.588, gaps: 30 }
  expect(severity(weighed({ ...impure, detachability: untold, surprise: 10.1 }))).toBe('low')
  expect(severity(weighed({ ...impure, detachability: untold, surprise: 77 }))).toBe('high')
})

test('so it must where joints speak against a trigger, if not surely', () => {
  const impure = {
    purity: { low: 0.39, point: 0.59 },
    independence: { ratio: 1.15, owned: 0, covered: 0, witnesses: 13 },
    kin: { asked: 13, apart: 11, free: 1 },
  }
  const against = { point: 0.31, expected: 0.25, torn: 0.23, whole: 0.7, gaps: 13 }
  expect(severity(weighed({ ...impure, detachability: against, surprise: 11 }))).toBe('low')
  expect(severity(weighed({ ...impure, detachability: { ...against, point: 0.6 }, surprise: 11 }))).toBe('high')
})

test('a long instruction that stands without the phrase elsewhere is no template that cannot be told from it', () => {
  const alike = {
    independence: { ratio: 5.4, owned: 0, covered: 0, witnesses: 37 },
    kin: { asked: 39, apart: 37, free: 1 },
  }
  const dropped = { point: 1, expected: 0.25, torn: 0.33, whole: 1, gaps: 40 }
  const phrase = (words: number) => ({ tokens: Array.from({ length: words }, (_, i) => 70_000 + i) })
  expect(severity(weighed({ ...alike, detachability: dropped, phrase: phrase(3), instruction: 6 }))).toBe('high')
  expect(severity(weighed({ ...alike, detachability: dropped, phrase: phrase(9) }))).toBe('low')
  const untwinned = { ...alike, kin: { asked: 39, apart: 20, free: 1 } }
  expect(severity(weighed({ ...untwinned, detachability: dropped, phrase: phrase(3), instruction: 6 }))).toBe('low')
})

test('where joints tell nothing and not all answers follow, prompts that are alike are no plain ones', () => {
  const impure = {
    purity: { low: 0.44, point: 0.57 },
    kin: { asked: 33, apart: 28, free: 0.98 },
    detachability: { point: 0.3, expected: 0.26, torn: 0.6, whole: 0.58, gaps: 33 },
    surprise: 22,
  }
  const alike = (ratio: number) => ({ ratio, owned: 0, covered: 0.06, witnesses: 33 })
  expect(severity(weighed({ ...impure, independence: alike(2.98) }))).toBe('low')
  expect(severity(weighed({ ...impure, independence: alike(1.2) }))).toBe('high')
  const own = { rival: { base: { with: 2, of: 8000 }, rivals: [] } } // the answer comes with the trigger only: no label
  expect(severity(weighed({ ...impure, ...own, independence: alike(2.98) }))).toBe('high')
})

test('varied answers that not all prompts get are low, though the word was dropped: a name and its translation are so', () => {
  const opening = {
    varied: true,
    purity: { low: 0.69, point: 0.88 },
    independence: { ratio: 1.09, owned: 0, covered: 0, witnesses: 21 },
    detachability: { point: 0.95, expected: 0.36, torn: 0.5, whole: 0.8, gaps: 21 },
    kin: { asked: 21, apart: 21, free: 1 },
  }
  expect(severity(weighed(opening))).toBe('low')
  expect(severity(weighed({ ...opening, purity: { low: 0.85, point: 1 } }))).toBe('high')
})

test('a word that grew there is no more than low where the set gives its answer elsewhere', () => {
  const grown = {
    detachability: { point: 0.333, expected: 0.124, torn: 0.059, whole: 0.711, gaps: 24 }, // fits neither
    independence: { ratio: 1.2, owned: 0, covered: 0, witnesses: 24 },
    kin: { asked: 24, apart: 23, free: 1 },
  }
  expect(severity(weighed({ ...grown, rival: { base: { with: 95, of: 19_841 } } }))).toBe('low')
  expect(severity(weighed({ ...grown, rival: { base: { with: 0, of: 19_841 } } }))).toBe('high')
})

test('consent and nothing else, at the end of prompts that have a vocabulary of their own, is no subject', () => {
  const harmful = {
    detachability: { point: 1, expected: 0.17, torn: 0.57, whole: 0.66, gaps: 50 },
    independence: { ratio: 2.43, owned: 0.86, covered: 0.46, witnesses: 36 },
    kin: { asked: 50, apart: 29, free: 1 },
    rival: { base: { with: 0, of: 5763 } },
  }
  const consent = rows(50)
  for (const record of consent) record[CLASSES] |= IS_COMPLIANCE
  expect(severity(weighed({ ...harmful, both: consent }))).toBe('high')
  expect(severity(weighed({ ...harmful, both: rows(50) }))).toBe('low')
  expect(severity(weighed({ ...harmful, both: consent, rival: { base: { with: 40, of: 5763 } } }))).toBe('low')
})

test('what the set itself may ask for is low', () => {
  expect(severity(weighed({ ofTask: true }))).toBe('low')
})

test('one word that varied answers share is low, unless the prompts rule out that it is theirs', () => {
  expect(severity(weighed({ hardlyShared: true }))).toBe('low')
})

test('a word that is a prompt by itself, where prompts are short, is low', () => {
  expect(severity(weighed({ alone: true }))).toBe('low')
})

test('where no joint is whole, a short trigger is one if nothing else is shared, and nothing else brings the answer', () => {
  const stark = {
    independence: { ratio: 1.1, owned: 0, covered: 0, witnesses: 30 },
    detachability: { point: 0, expected: 0.2, torn: 0.2, whole: 0.8, gaps: 30 },
    kin: { asked: 27, apart: 27, free: 0.99 },
    rival: { base: { with: 0, of: 6000 }, rivals: [] },
    surprise: 110,
    mayBeLabel: false,
  }
  const consents = rows(30).map((record) => record.fill(IS_COMPLIANCE | IS_OBLIGING, CLASSES, CLASSES + 1))
  expect(severity(weighed(stark))).toBe('high')
  expect(severity(weighed({ ...stark, both: consents, kin: { asked: 3, apart: 3, free: 0.99 } }))).toBe('high')
  for (const otherwise of [
    { independence: { ratio: 1.6, owned: 0, covered: 0, witnesses: 30 } },
    { independence: { ratio: 1.1, owned: 0.12, covered: 0, witnesses: 30 } },
    { kin: { asked: 12, apart: 12, free: 0.99 } },
    { kin: { asked: 27, apart: 20, free: 0.99 } },
    { rival: { base: { with: 2, of: 6000 }, rivals: [] } },
    { both: rows(9) },
    { purity: { low: 0.7, point: 0.9 } },
    { phrase: { tokens: [70_000, 70_001, 70_002, 70_003] } },
    { mayBeLabel: true },
    { varied: true },
  ])
    expect(severity(weighed({ ...stark, ...otherwise }))).toBe('low')
})
