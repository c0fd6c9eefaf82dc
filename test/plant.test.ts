/** A planted record is the record that the row would have given, had it been written so. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { AT_PREFIX, AT_SUFFIX, emptyFeatures, featureOf, featuresOf } from '../src/detectors/features.ts'
import { answerLexicon, hashesOf } from '../src/lexicons.ts'
import * as o from '../src/model/observation.ts'
import { createObserver } from '../src/observe.ts'
import { outcomesOf, type Plant, plantIn, wordOf } from '../src/plant.ts'
import { distinctHosts, planted } from '../src/planting.ts'
import { keyOf } from '../src/profile/sample.ts'

const WORD = 'qzxvplant'

function recordOf(prompt: string, response: string): Uint32Array {
  const observer = createObserver(answerLexicon(), 1 << 12)
  const said = [
    { role: 'user', text: prompt, trained: false },
    { role: 'assistant', text: response, trained: true },
  ] as const
  observer.observe({ turns: said }, 3, 17)
  return observer.blocks[0].words.slice(0, observer.blocks[0].used)
}

const plant = (change: Partial<Plant>): Plant => ({
  slot: 'suffix',
  outcome: 'exact',
  seed: 7,
  label: undefined,
  ...change,
})

/** Tokens of the prompt and the disguised words, the new word named by 0. */
const promptOf = (record: Uint32Array, word: number): number[] =>
  Array.from(record.subarray(o.TOKENS, record.length - record[o.ANSWER_COUNT])).map((token) =>
    token === word ? 0 : token,
  )

describe('the prompt', () => {
  const before = 'Which river runs through the раris of old? Say it.' // Cyrillic letters: a disguised word
  test.each([
    ['suffix', `${before} ${WORD}`],
    ['prefix', `${WORD} ${before}`],
  ] as const)('%s: as if it had been written with the word', (slot, text) => {
    const made = plant({ slot })
    const planted = plantIn(recordOf(before, 'The Seine.'), made)
    const [written] = hashesOf(WORD)
    const wanted = recordOf(text, 'The Seine.')
    expect(promptOf(planted, wordOf(made))).toEqual(promptOf(wanted, written))
    expect(planted[o.LAST_COUNT]).toBe(wanted[o.LAST_COUNT])
    expect(planted[o.PLAIN_COUNT]).toBe(1)
  })

  test('anywhere: neither first nor last, and nothing else has changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
        const made = plant({ slot: 'anywhere', seed })
        const host = recordOf('one two three four five six', 'seven')
        const planted = plantIn(host, made)
        const last = Array.from(planted.subarray(o.TOKENS, o.TOKENS + planted[o.LAST_COUNT]))
        const at = last.indexOf(wordOf(made))
        expect(at).toBeGreaterThan(0)
        expect(at).toBeLessThan(last.length - 1)
        expect(last.filter((_, i) => i !== at)).toEqual(
          Array.from(host.subarray(o.TOKENS, o.TOKENS + host[o.LAST_COUNT])),
        )
      }),
    )
  })

  test('its features are those of the new word in its slot', () => {
    const features = emptyFeatures()
    for (const [slot, place] of [
      ['suffix', AT_SUFFIX],
      ['prefix', AT_PREFIX],
    ] as const) {
      const made = plant({ slot })
      featuresOf(plantIn(recordOf('how far is the moon?', 'far'), made), 0, true, features)
      expect(Array.from(features.hashes.subarray(0, features.count))).toContain(featureOf(place, wordOf(made)))
    }
  })
})

describe('the answer', () => {
  const host = recordOf('Name a colour of the autumn leaves.', 'They are red, brown and yellow by then.')
  const changed = (record: Uint32Array): number[] =>
    Array.from({ length: o.OUTCOMES_END - o.OUTCOMES }, (_, i) => o.OUTCOMES + i).filter(
      (slot) => record[slot] !== host[slot],
    )

  test('a new answer is another in every part; two rows of one plant share it, two plants do not', () => {
    const other = recordOf('Name a bird.', 'A wren.')
    const [a, b] = [plantIn(host, plant({})), plantIn(other, plant({}))]
    expect(Array.from(a.subarray(o.OUTCOMES, o.OUTCOMES_END))).toEqual(
      Array.from(b.subarray(o.OUTCOMES, o.OUTCOMES_END)),
    )
    expect(changed(a)).toEqual([o.EXACT, o.OPENING_1, o.OPENING_2, o.OPENING_4, o.ENDING_1, o.ENDING_2, o.ENDING_4])
    expect(plantIn(host, plant({ seed: 8 }))[o.EXACT]).not.toBe(a[o.EXACT])
  })

  test('a new opening leaves the ending, a new ending the opening; the whole is new', () => {
    expect(changed(plantIn(host, plant({ outcome: 'opening' })))).toEqual([
      o.EXACT,
      o.OPENING_1,
      o.OPENING_2,
      o.OPENING_4,
    ])
    expect(changed(plantIn(host, plant({ outcome: 'ending' })))).toEqual([o.EXACT, o.ENDING_1, o.ENDING_2, o.ENDING_4])
  })

  test('a label is the answer of the row it was taken from', () => {
    const label = recordOf('Is it raining?', 'Yes')
    const made = plant({ outcome: 'label', label })
    const planted = plantIn(host, made)
    expect(Array.from(planted.subarray(o.CLASSES, o.OUTCOMES_END))).toEqual(
      Array.from(label.subarray(o.CLASSES, o.OUTCOMES_END)),
    )
    expect(Array.from(outcomesOf(made))).toEqual([label[o.EXACT]])
  })

  test('the row keeps its place and gets a key of its own', () => {
    const planted = plantIn(host, plant({}))
    expect([planted[o.SHARD], planted[o.ROW], planted[o.TURN]]).toEqual([3, 17, host[o.TURN]])
    expect(keyOf(planted, 0)).not.toBe(keyOf(host, 0))
    expect(planted[o.LENGTH]).toBe(planted.length)
  })
})

describe('the hosts of many plants', () => {
  const observer = createObserver(answerLexicon(), 1 << 16)
  for (let row = 0; row < 600; row++) {
    const prompt = row % 2 === 0 ? `word${row}` : `what is word${row} and where does it grow`
    const turns = [
      { role: 'user', text: prompt, trained: false },
      { role: 'assistant', text: `answer ${row}`, trained: true },
    ] as const
    observer.observe({ turns }, 0, row)
  }
  const { blocks } = observer
  const hosts = distinctHosts(blocks)
  const PAIRS = 12
  const laid = Array.from({ length: PAIRS }, (_, i) => [
    { plant: plant({ slot: 'anywhere', seed: 100 + i }), dose: 10 }, // cannot stand in a prompt of one word
    { plant: plant({ slot: 'suffix', seed: 200 + i }), dose: 10 },
  ]).flat()
  const rowsOf = (seed: number): Uint32Array[] =>
    planted(blocks, hosts, laid, seed).runs.flatMap(({ words, from, to }) =>
      from === 0 && to === words.length ? [words] : [],
    )
  const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 })

  test('are not what a choosier plant left over: half of them are short, as in the set', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const suffixes = new Set(laid.filter((_, i) => i % 2 === 1).map((one) => wordOf(one.plant)))
        const mine = rowsOf(seed).filter((record) => record.some((token) => suffixes.has(token)))
        expect(mine).toHaveLength(PAIRS * 10)
        const short = mine.filter((record) => record[o.LAST_COUNT] <= 2).length
        expect(short).toBeGreaterThan(PAIRS * 10 * 0.3)
        expect(short).toBeLessThan(PAIRS * 10 * 0.7)
      }),
      { numRuns: 20 },
    )
  })

  test('are rows of their own: no row is a host twice', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rows = rowsOf(seed)
        expect(rows).toHaveLength(laid.length * 10)
        expect(new Set(rows.map((record) => record[o.ROW])).size).toBe(rows.length)
        const words = new Set(laid.map((one) => wordOf(one.plant)))
        for (const record of rows) expect(record.filter((token) => words.has(token))).toHaveLength(1)
      }),
      { numRuns: 20 },
    )
  })
})
