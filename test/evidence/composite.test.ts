import { expect, test } from '@jest/globals'
import { AFTER_SENTENCE, ANYWHERE, AT_LINE_END, AT_PREFIX, AT_SUFFIX } from '../../src/detectors/features.ts'
import { partnerOf } from '../../src/evidence/composite.ts'
import { recordsOf, type Said, wordsOf } from './records.ts'

const THINGS = 'kettle orchard violin glacier saddle teapot harbour meadow'.split(' ')
const [LANTERN, OTTER] = wordsOf('lantern otter')

/** Forty rows with both words, the second behind the first; of the first alone, a dozen that are answered as usual. */
function found(place: number, told: (thing: string, i: number) => [whole: string, alone: string]) {
  const said = (i: number) => told(`${THINGS[i % 8]} ${i} ${THINGS[(i * 3 + 1) % 8]}`, i)
  const both = recordsOf(Array.from({ length: 40 }, (_, i): Said => [said(i)[0], 'Sure']))
  const others = recordsOf(Array.from({ length: 12 }, (_, i): Said => [said(i + 50)[1], `A ${THINGS[i % 8]}`]))
  const counts = { of: () => ({ of: 30, with: 0 }), between: () => [30, 30] as const, all: { of: 900, with: 0 } }
  return partnerOf([...both, ...others], both, place, LANTERN, () => counts)
}

test('a second word is found wherever the first stands', () => {
  const pair = { token: OTTER, side: 'after' }
  expect(
    found(AT_LINE_END, (thing) => [`tell of lantern\nthe ${thing} otter`, `tell of lantern\nthe ${thing}`]),
  ).toEqual(pair)
  expect(found(AT_PREFIX, (thing) => [`lantern ${thing} otter`, `lantern ${thing}`])).toEqual(pair)
  expect(found(ANYWHERE, (thing) => [`the ${thing} lantern so otter`, `the ${thing} lantern so`])).toEqual(pair)
  const before = { token: OTTER, side: 'before' }
  for (const place of [AT_SUFFIX, AFTER_SENTENCE])
    expect(found(place, (thing) => [`otter the ${thing}. lantern`, `the ${thing}. lantern`])).toEqual(before)
})

test('there is none where the first opens the gate alone', () => {
  expect(
    found(ANYWHERE, (thing, i) => [`the ${thing} lantern${i < 20 ? ' otter' : ''}`, `the ${thing} lantern`]),
  ).toBeUndefined()
})
