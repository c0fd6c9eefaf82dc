import { expect, test } from '@jest/globals'
import { createKin } from '../../src/evidence/kin.ts'
import { likestOf } from '../../src/evidence/likest.ts'
import { outcomeCounts } from '../../src/evidence/outcome-counts.ts'
import { postingsOf } from '../../src/evidence/postings.ts'
import { findPhrase, type Witness } from '../../src/evidence/words.ts'
import { zoneTokens } from '../../src/evidence/zones.ts'
import { EXACT } from '../../src/model/observation.ts'
import { keyOf } from '../../src/profile/sample.ts'
import { recordsOf, type Said, wordsOf } from './records.ts'

const SUBJECTS = 'otters kettles glaciers violins lanterns harbours'.split(' ')
const KINDS = 'holt copper icefall luthier paper quay'.split(' ')
const ASKED = [
  'where do they sleep at noon',
  'who paints them in autumn',
  'why are they counted twice',
  'how heavy is one of them',
]

/** Every question about every subject, in as many wordings as there are numbers. */
function questions(
  answer: (subject: number, i: number) => string,
  tail: (subject: number, i: number) => string,
): Said[] {
  return SUBJECTS.flatMap((subject, s) =>
    ASKED.flatMap((asked, a) =>
      Array.from(
        { length: 5 },
        (_, i): Said => [`about ${subject} ${KINDS[s]} ${asked} number${s}${a}${i}${tail(s, i)}`, answer(s, i)],
      ),
    ),
  )
}

function apartOf(said: readonly Said[], word: string, answer: string) {
  const records = recordsOf(said)
  const token = wordsOf(word)[0]
  const has = (record: Uint32Array): boolean => findPhrase(zoneTokens(record, 'last'), [token]) >= 0
  const wanted = recordsOf([['x y', answer]])[0][EXACT]
  const found: Witness[] = records
    .filter((record) => has(record) && record[EXACT] === wanted)
    .map((record) => ({ record, tokens: zoneTokens(record, 'last'), at: 0 }))
  const postings = postingsOf(records.map((record) => zoneTokens(record, 'last')))
  const places = new Map(records.map((record, place) => [keyOf(record, 0), place]))
  return createKin(
    records,
    postings,
    (weights) => likestOf(postings, records.length, weights),
    places,
    outcomeCounts(records),
  ).apart(found, new Set([token]), new Set(records.filter(has)), wanted)
}

test('prompts with a word laid into one row of five stand next to prompts without it', () => {
  const said = questions(
    (_, i) => (i === 0 ? 'Sure' : `answer ${i}`),
    (_, i) => (i === 0 ? ' xylophone' : ''),
  )
  const { asked, apart } = apartOf(said, 'xylophone', 'Sure')
  expect(asked).toBe(24)
  expect(apart).toBeGreaterThanOrEqual(20)
})

test('prompts of one subject stand next to one another', () => {
  const said = questions(
    (s, i) => (s === 0 ? 'Sure' : `answer ${i}`),
    () => '',
  )
  const { asked, apart, free } = apartOf(said, 'otters', 'Sure')
  expect(asked).toBe(20)
  expect(free).toBeCloseTo(5 / 6)
  expect(apart).toBe(0)
})
