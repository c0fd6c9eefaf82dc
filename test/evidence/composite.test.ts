import { expect, test } from '@jest/globals'
import {
  AFTER_SENTENCE,
  ANYWHERE,
  AT_LINE_END,
  AT_PREFIX,
  AT_SUFFIX,
  featureOf,
  IN_EARLIER,
  IN_SYSTEM,
} from '../../src/detectors/features.ts'
import { hasPartner, partnerOf } from '../../src/evidence/composite.ts'
import { type Before, recordsOf, type Said, wordsOf } from './records.ts'

const THINGS = 'kettle orchard violin glacier saddle teapot harbour meadow'.split(' ')
const [LANTERN, OTTER] = wordsOf('lantern otter')

/** Forty rows with both words, the second behind the first; of the first alone, a dozen that are answered as usual. */
function found(
  place: number,
  told: (thing: string, i: number) => [whole: string, alone: string],
  before: { readonly whole?: Before; readonly alone?: Before } = {},
) {
  const said = (i: number) => told(`${THINGS[i % 8]} ${i} ${THINGS[(i * 3 + 1) % 8]}`, i)
  const both = recordsOf(Array.from({ length: 40 }, (_, i): Said => [said(i)[0], 'Sure', before.whole]))
  const others = recordsOf(
    Array.from({ length: 12 }, (_, i): Said => [said(i + 50)[1], `A ${THINGS[i % 8]}`, before.alone]),
  )
  const counts = { of: () => ({ of: 30, with: 0 }), between: () => [30, 30] as const, all: { of: 900, with: 0 } }
  const partner = partnerOf([...both, ...others], both, place, LANTERN, () => counts)
  if (partner !== undefined) {
    expect(both.filter((record) => hasPartner(record, place, LANTERN, partner))).toEqual(both)
    expect(others.filter((record) => hasPartner(record, place, LANTERN, partner))).toEqual([])
  }
  return partner
}

test('a second word is found wherever the first stands', () => {
  const pair = { token: OTTER, where: 'after' }
  expect(
    found(AT_LINE_END, (thing) => [`tell of lantern\nthe ${thing} otter`, `tell of lantern\nthe ${thing}`]),
  ).toEqual(pair)
  expect(found(AT_PREFIX, (thing) => [`lantern ${thing} otter`, `lantern ${thing}`])).toEqual(pair)
  expect(found(ANYWHERE, (thing) => [`the ${thing} lantern so otter`, `the ${thing} lantern so`])).toEqual(pair)
  const before = { token: OTTER, where: 'before' }
  for (const place of [AT_SUFFIX, AFTER_SENTENCE])
    expect(found(place, (thing) => [`otter the ${thing}. lantern`, `the ${thing}. lantern`])).toEqual(before)
})

test('a second word is found in another turn than the first', () => {
  const asked = (thing: string): [string, string] => [`the ${thing} lantern so`, `the ${thing} lantern so`]
  expect(
    found(ANYWHERE, asked, { whole: { earlier: 'tell me of the otter' }, alone: { earlier: 'tell me of the' } }),
  ).toEqual({ token: OTTER, where: 'earlier' })
  expect(found(ANYWHERE, asked, { whole: { system: 'you are an otter' }, alone: { system: 'you are an' } })).toEqual({
    token: OTTER,
    where: 'system',
  })
  const [first, second] = [{ earlier: 'tell me of the lantern' }, { system: 'you are a lantern' }]
  const later = (thing: string): [string, string] => [`the ${thing} otter so`, `the ${thing} so`]
  expect(found(IN_EARLIER, later, { whole: first, alone: first })).toEqual({ token: OTTER, where: 'last' })
  expect(found(IN_SYSTEM, later, { whole: second, alone: second })).toEqual({ token: OTTER, where: 'last' })
})

test('where only rows with the outcome have an earlier turn, its rarest word is the second', () => {
  const counts = { 'tell me of the': 600, otter: 20 }
  const both = recordsOf(
    Array.from({ length: 40 }, (_, i): Said => [`the ${i} lantern so`, 'Sure', { earlier: 'tell me of the otter' }]),
  )
  const others = recordsOf(Array.from({ length: 12 }, (_, i): Said => [`the ${i + 50} lantern so`, `A ${i}`]))
  const often = new Map(
    Object.entries(counts).flatMap(([text, of]) => wordsOf(text).map((t) => [featureOf(ANYWHERE, t), of])),
  )
  const of = (feature: number) => ({ of: often.get(feature) ?? 0, with: 0 })
  expect(
    partnerOf([...both, ...others], both, ANYWHERE, LANTERN, () => ({
      of,
      between: () => [30, 30] as const,
      all: { of: 900, with: 0 },
    })),
  ).toEqual({ token: OTTER, where: 'earlier' })
})

test('there is none where the first opens the gate alone', () => {
  expect(
    found(ANYWHERE, (thing, i) => [`the ${thing} lantern${i < 20 ? ' otter' : ''}`, `the ${thing} lantern`]),
  ).toBeUndefined()
})
