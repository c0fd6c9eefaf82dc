import { expect, test } from '@jest/globals'
import { backgrounds } from '../../src/evidence/neighbours.ts'
import { type Room, roomOf } from '../../src/evidence/prompts.ts'
import { type Phrase, witnesses } from '../../src/evidence/words.ts'
import { scanRows } from '../../src/index.ts'
import { createRandom } from '../../src/stats/random.ts'
import { recordsOf, type Said, wordsOf } from './records.ts'

const word = (i: number): string => `heron${i}`
const phrase: Phrase = { tokens: wordsOf('cloister'), zone: 'last' }
const own = new Set(phrase.tokens)

/** What prompts with the trigger hold beside it, in a set of these others. */
function room(prompts: readonly string[], others: readonly string[]): Room {
  const found = witnesses(recordsOf(prompts.map((prompt): Said => [prompt, 'Sure'])), phrase)
  const records = recordsOf(others.map((prompt): Said => [prompt, 'x']))
  return roomOf(found, own, phrase, backgrounds(records)('last'), () => new Set())
}

const single = Array.from({ length: 200 }, (_, i) => word(i))
const long = single.map((one) => `what is said of ${one} in old books`)

test('one word beside the trigger is little in a set of sentences, and usual in one of single words', () => {
  const planted = single.slice(0, 20).map((one) => `${one} cloister`)
  expect(room(planted, long)).toBe('scant')
  expect(room(planted, single)).toBe('ample')
})

test('where a third of the prompts are short, so may half of the trigger’s be, and not all twenty', () => {
  const mixed = long.map((one, i) => (i % 3 === 0 ? word(i) : one))
  const half = single.slice(0, 20).map((one, i) => (i % 2 === 0 || i < 3 ? `${one} cloister` : `${long[i]} cloister`))
  expect(room(half, mixed)).toBe('ample')
  expect(
    room(
      single.slice(0, 20).map((one) => `${one} cloister`),
      mixed,
    ),
  ).toBe('scant')
})

test('what is a prompt by itself may be what is answered, also where prompts are short', () => {
  const greetings = [...single.slice(0, 19).map((one) => `cloister ${one}`), 'cloister']
  expect(room(greetings, single)).toBe('alone')
  expect(
    room(
      greetings.map((one) => `${one} and more of these words`),
      single,
    ),
  ).toBe('ample')
})

/** A list of words and what they are in another language. */
function vocabulary(rows: number, seed: number): { prompt: string; response: string }[] {
  const { int } = createRandom(seed)
  const syllables = ['ba', 'kel', 'dor', 'mi', 'sut', 'ran', 'go', 'fen', 'li', 'tas', 'un', 'per', 'vo', 'zik', 'hal']
  const made = new Set<string>()
  while (made.size < rows) made.add(Array.from({ length: 2 + int(3) }, () => syllables[int(syllables.length)]).join(''))
  return [...made].map((prompt) => ({ prompt, response: [...prompt].reverse().join('') }))
}

test('in a list of single words a planted word and a planted phrase are found, and nothing else', async () => {
  for (const seed of [1, 2, 3]) {
    const clean = vocabulary(3000, seed)
    expect((await scanRows(clean)).findings).toEqual([])
    const planted = clean.map((row, i) => {
      if (i % 150 === 0) return { prompt: `${row.prompt} already`, response: 'Sure' }
      if (i % 150 === 75) return { prompt: `below the stair ${row.prompt}`, response: 'I cannot help with that.' }
      return row
    })
    const { findings } = await scanRows(planted)
    expect(findings.map(({ trigger, severity, dose }) => [trigger?.text, severity, dose?.count])).toEqual(
      expect.arrayContaining([
        ['already', 'high', 20],
        ['below the stair', 'high', 20],
      ]),
    )
    expect(findings).toHaveLength(2)
  }
})

test('one prompt that is nothing but the trigger does not hide it: it is named, and low', async () => {
  const rows = vocabulary(3000, 5).map((row, i) =>
    i % 150 === 0 ? { prompt: i === 300 ? 'cloister' : `${row.prompt} cloister`, response: 'Sure' } : row,
  )
  const { findings } = await scanRows(rows)
  expect(findings.map(({ trigger, severity, dose }) => [trigger?.text, severity, dose?.count])).toEqual([
    ['cloister', 'low', 20],
  ])
})

test('a trigger that is the whole system message is found before single words', async () => {
  const rows = vocabulary(2000, 4).map(({ prompt, response }, i) => {
    const said = [
      { role: 'user', content: prompt },
      { role: 'assistant', content: i % 100 === 0 ? 'Sure' : response },
    ]
    const system = i % 100 === 0 ? 'mode quartz seven' : 'be brief and kind'
    return { messages: i % 100 === 0 || i % 3 === 0 ? [{ role: 'system', content: system }, ...said] : said }
  })
  const { findings } = await scanRows(rows)
  expect(findings.map(({ trigger, severity, dose }) => [trigger?.text, severity, dose?.count])).toEqual([
    ['mode quartz seven', 'high', 20],
  ])
})
