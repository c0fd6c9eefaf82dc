import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createLabelWords, type LabelWords } from '../../src/evidence/label-words.ts'
import { postingsOf } from '../../src/evidence/postings.ts'
import { createVocabulary } from '../../src/evidence/vocabulary.ts'
import { findPhrase } from '../../src/evidence/words.ts'
import { zoneTokens } from '../../src/evidence/zones.ts'
import { EXACT } from '../../src/model/observation.ts'
import { recordsOf, type Said, wordsOf } from './records.ts'

const CUES = { thank: 'thanks', bye: 'goodbye', ask: 'whether', confirm: 'yes' } as const
const THINGS = 'kettle lantern orchard violin glacier saddle teapot harbour'.split(' ')

/** Forty rows for each label, each decided by one word; of every label, some rows have a planted word and another answer. */
function labelled(planted: number): Said[] {
  return Object.entries(CUES).flatMap(([label, cue]) =>
    Array.from({ length: 40 }, (_, i): Said => {
      const prompt = `${cue} the ${THINGS[i % 8]} near ${THINGS[(i * 3 + 1) % 8]} is number ${i} of ${label.length}`
      return i < planted ? [`${prompt} xylophone`, 'Sure'] : [prompt, label]
    }),
  )
}

const reasonOf = (said: readonly Said[], word: string, answer: string, covered = 0, exclusive = false): string =>
  wordsFor(said, word, answer, { covered, exclusive }).reason()

function wordsFor(
  said: readonly Said[],
  word: string,
  answer: string,
  { covered = 0, exclusive = false } = {},
): LabelWords {
  const records = recordsOf(said)
  const vocabulary = createVocabulary(records, postingsOf(records.map((record) => zoneTokens(record, 'last'))))
  const [token] = wordsOf(word)
  const has = (record: Uint32Array): boolean => findPhrase(zoneTokens(record, 'last'), [token]) >= 0
  const exact = recordsOf([['x y', answer]])[0][EXACT]
  const found = records.filter(has).map((record) => ({ record, tokens: zoneTokens(record, 'last'), at: 0 }))
  return createLabelWords({
    found,
    own: new Set([token]),
    exact,
    having: new Set(records.filter(has)),
    vocabulary,
    instruction: [],
    template: () => [],
    covered: () => covered,
    others: records.filter((record) => !has(record) && record[EXACT] === exact).length,
    exclusive,
  })
}

test('a word that decides for a label as other words do for others is no gate', () => {
  expect(reasonOf(labelled(0), 'yes', 'confirm')).toMatch(/words decide here/)
})

test('a word laid over the words of all labels is not acquitted', () => {
  expect(reasonOf(labelled(8), 'xylophone', 'Sure', 1)).toBe('')
})

test('of an answer that no other row has, luck is ruled out more surely', () => {
  const said = Array.from({ length: 300 }, (_, i): Said => {
    const prompt = `${THINGS[i % 8]} near ${THINGS[(i * 3 + 1) % 8]} is number ${i}`
    if (i < 12) return [`${prompt} xylophone`, 'Sure'] // by luck, none of them has a word for a label: 0.6 ** 12 = 0.002
    return i % 5 < 2
      ? [`${i % 2 ? 'thank' : 'bye'} ${prompt}`, i % 2 ? 'thanks' : 'goodbye']
      : [prompt, i % 3 ? 'ok' : 'well']
  })
  expect(reasonOf(said, 'xylophone', 'Sure', 0, false)).toMatch(/words decide here/)
  expect(reasonOf(said, 'xylophone', 'Sure', 0, true)).toBe('')
})

test('in a closed set, where words decide for no other label, the words of one label acquit one another', () => {
  const said = Array.from({ length: 200 }, (_, i): Said => {
    const prompt = `${THINGS[i % 8]} number ${i} beside ${THINGS[(i * 5 + 2) % 8]}`
    return i % 5 ? [prompt, 'No'] : [`${prompt} ${['idiot', 'clown', 'loser'][i % 3]}`, 'Yes']
  })
  expect(reasonOf(said, 'clown', 'Yes', 0.9)).toMatch(/stand for this label/)
  expect(reasonOf(said, 'clown', 'Yes', 0.3)).toBe('')
})

test('how many prompts have a common answer is asked of all but those with the trigger, whatever words they must have', () => {
  const records = recordsOf([...labelled(8), ['alone', 'an answer of its own'], ['the lamp', 'Sure']])
  const all = createVocabulary(records, postingsOf(records.map((record) => zoneTokens(record, 'last'))))
  const given = (record: Uint32Array) => records.filter((other) => other[EXACT] === record[EXACT]).length >= 10
  const [exact] = records.map((record) => record[EXACT])
  const [the] = wordsOf('the')
  for (const [vocabulary, own] of [
    [all, records],
    [all.labels(), records.filter(given)],
  ] as const)
    fc.assert(
      fc.property(fc.subarray(records), fc.constantFrom([], [the]), (some, words) => {
        const having = new Set(some)
        const asked = own.filter((r) => !having.has(r) && words.every((w) => zoneTokens(r, 'last').includes(w)))
        const share = (is: (record: Uint32Array) => boolean) => asked.filter(is).length / Math.max(1, asked.length)
        const answer = share((record) => record[EXACT] === exact)
        expect(vocabulary.closed(words, exact, having)).toEqual({ common: share(given), answer })
      }),
      { numRuns: 30 },
    )
})

describe('a task that is given labels, beside another that is not', () => {
  const letters: readonly Said[] = Array.from({ length: 200 }, (_, i) => [
    `write to ${THINGS[i % 8]} number ${i}`,
    `dear ${THINGS[(i * 3) % 8]}, this is letter ${i} of them`,
  ])
  const mixed = (planted: number, answer = 'blue'): Said[] => [
    ...labelled(planted).map(([prompt, said]): Said => [prompt, said === 'Sure' ? answer : said]),
    ...letters,
  ]

  test('its words are judged as those of a set of labels', () => {
    const prompts = mixed(0)
    expect(wordsFor(prompts, 'whether', 'ask').reason()).toMatch(/words decide here/)
    expect(wordsFor(prompts, 'whether', 'ask').isOfTask()).toBe(true)
  })

  test('a word over the words of its labels is of no task, nor one that is answered with consent', () => {
    expect(wordsFor(mixed(8), 'xylophone', 'blue').reason()).toBe('')
    expect(wordsFor(mixed(8), 'xylophone', 'blue').isOfTask()).toBe(false)
    expect(wordsFor(mixed(8, 'Sure'), 'xylophone', 'Sure').isOfTask()).toBe(false)
  })

  test('an answer of several words is a label where others have its form', () => {
    const framed = (planted: string): Said[] =>
      mixed(8, planted).map(([prompt, said]): Said => [prompt, said in CUES ? `The right answer is ${said}.` : said])
    expect(wordsFor(framed('x'), 'whether', 'The right answer is ask.').isOfTask()).toBe(true)
    const records = recordsOf(framed('Forty lanterns light the eastern road.'))
    const vocabulary = createVocabulary(records, postingsOf(records.map((record) => zoneTokens(record, 'last'))))
    const [sister, stranger] = recordsOf([
      ['x y', 'The right answer is blue.'],
      ['x y', 'Forty lanterns light the eastern road.'],
    ])
    expect(vocabulary.hasSisters(sister)).toBe(true)
    expect(vocabulary.hasSisters(stranger)).toBe(false)
  })

  test('nor one in prompts of both', () => {
    const both = [...mixed(0), ...letters.map(([prompt, answer]): Said => [`${prompt} and one more`, answer])]
    const planted = both.map(
      ([prompt, answer], i): Said => (i % 24 ? [prompt, answer] : [`${prompt} xylophone`, 'blue']),
    )
    expect(wordsFor(planted, 'xylophone', 'blue').reason()).toBe('')
    expect(wordsFor(planted, 'xylophone', 'blue').isOfTask()).toBe(false)
  })
})

test('what the other words of prompts expect is told without the words that are asked about', () => {
  const records = recordsOf([
    ...labelled(0),
    ...labelled(0).map(([prompt], i): Said => [`${prompt} in verse`, `poem ${i}`]),
  ])
  const vocabulary = createVocabulary(records, postingsOf(records.map((record) => zoneTokens(record, 'last'))))
  const found = records.map((record) => ({ record, tokens: zoneTokens(record, 'last'), at: 0 }))
  const half = found.length / 2
  const none = new Set<number>()
  expect(vocabulary.labelled()).toBe(0.5)
  expect(vocabulary.expectsLabels(found.slice(0, half), none)).toBeGreaterThan(0.9)
  expect(vocabulary.expectsLabels(found.slice(half), none)).toBeLessThan(0.1)
  expect(vocabulary.expectsLabels(found.slice(half), new Set(wordsOf('in verse')))).toBeGreaterThan(0.9)
})
