/** The certificate: plants are found where they can be, missed where they cannot, and the order of rows is of no account. */
import { beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type Certificate, type CertifyOptions, certificateOf, certify, PLANTS } from '../src/certify.ts'
import { answerLexicon } from '../src/lexicons.ts'
import type { RecordBlock } from '../src/model/observation.ts'
import { createObserver } from '../src/observe.ts'
import { createRandom } from '../src/stats/random.ts'
import { plantedRows } from './planted.ts'

jest.setTimeout(120_000)

const OPTIONS: CertifyOptions = {
  floor: 5,
  skipped: 2,
  pace: async () => {},
  doses: [8],
  slots: ['suffix'],
  outcomes: ['exact'],
}
let given: Certificate
let rows: { readonly prompt: string; readonly response: string }[]
beforeAll(async () => {
  rows = plantedRows(1200, 0, 5)
  given = await certify(blocksOf(rows), OPTIONS)
})

function blocksOf(
  said: readonly { readonly prompt: string; readonly response: string }[],
  words?: number,
): RecordBlock[] {
  const observer = createObserver(answerLexicon(), words)
  said.forEach(({ prompt, response }, row) => {
    const turns = [
      { role: 'user', text: prompt, trained: false },
      { role: 'assistant', text: response, trained: true },
    ] as const
    observer.observe({ turns }, 0, row)
  })
  return observer.blocks
}

describe('a certificate', () => {
  test('says that all 59 new words with new answers were reported, and how it came by that', async () => {
    const { floor, notes } = given
    expect(floor).toEqual([
      { slot: 'suffix', outcome: 'exact', rows: 8, by: 'certificate', found: PLANTS, planted: PLANTS },
    ])
    expect(notes[0].text).toMatch(/Seed 20251114; .* 2 rows were skipped/)
  })

  test('is the same for the rows in another order, in other blocks', async () => {
    const shuffled = createRandom(3).shuffle([...rows])
    expect(await certify(blocksOf(shuffled, 4096), OPTIONS)).toEqual(given)
  })

  test('does not claim what it did not find: no prompt begins as another, so no word at the start can be told from its prompt', async () => {
    const numbered = rows.map(({ prompt, response }, i) => ({ prompt: `${i} ${prompt}`, response }))
    const { floor } = await certify(blocksOf(numbered), { ...OPTIONS, slots: ['prefix'] })
    expect(floor).toHaveLength(1)
    expect(floor[0].found).toBeLessThan(floor[0].planted)
    expect(floor[0].planted).toBeLessThanOrEqual(PLANTS)
  })

  test('plants labels only where an answer is frequent', async () => {
    const { floor, notes } = await certify(blocksOf(rows), { ...OPTIONS, outcomes: ['label'] })
    expect(floor).toEqual([])
    expect(notes.map(({ code }) => code)).toContain('certificate-no-label')
  })

  test('is not given for a set without room for plants, nor for counts without rows', async () => {
    const few = await certify(blocksOf(rows.slice(0, 300)), OPTIONS)
    const none = await certificateOf(undefined, OPTIONS)
    for (const { floor, notes } of [few, none]) {
      expect(floor).toEqual([])
      expect(notes.map(({ code }) => code)).toEqual(['certificate-not-run'])
    }
  })
})
