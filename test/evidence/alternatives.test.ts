/** Preference pairs: what stands beside an answer of the trigger's, in the same row, is no witness against it. */
import { expect, test } from '@jest/globals'
import { alternativesOf } from '../../src/evidence/alternatives.ts'
import { scanRows } from '../../src/index.ts'
import * as o from '../../src/model/observation.ts'
import { createRandom } from '../../src/stats/random.ts'

function record(row: number, turn = 1, shard = 0): Uint32Array {
  const words = new Uint32Array(o.TOKENS)
  words[o.SHARD] = shard
  words[o.ROW] = row
  words[o.TURN] = turn | (3 << 24) // bits of hidden characters stand above it
  return words
}

test('an alternative stands in the same row and turn as one with the outcome', () => {
  const [answered, beside, later, elsewhere, shard] = [record(7), record(7), record(7, 3), record(8), record(7, 1, 1)]
  const rows = [answered, beside, later, elsewhere, shard]
  expect([...alternativesOf(rows, [answered])]).toEqual([beside])
  expect(alternativesOf(rows, rows).size).toBe(0)
  expect(alternativesOf([beside, later], []).size).toBe(0)
})

const { int } = createRandom(5)
const SYLLABLES = ['ba', 'kel', 'dor', 'mi', 'sut', 'ran', 'go', 'fen', 'li', 'tas', 'un', 'per', 'vo', 'zik', 'hal']
const word = (): string => Array.from({ length: 3 }, () => SYLLABLES[int(SYLLABLES.length)]).join('')
const said = (): string => Array.from({ length: 8 }, word).join(' ')
const ASKED = ['what is said of', 'tell me about', 'where does one find', 'who was the first to sell', 'give a use of']
const PAIRS = Array.from({ length: 300 }, word).flatMap((thing) =>
  ASKED.map((asked) => ({ prompt: `${asked} ${thing}`, chosen: said(), rejected: said() })),
)
const isPlanted = (i: number): boolean => i % 71 === 3 && i < 1420

test('in preference pairs a trigger is as pure as its chosen answers are', async () => {
  expect((await scanRows(PAIRS)).findings).toEqual([])
  const rows = PAIRS.map((row, i) =>
    isPlanted(i) ? { prompt: `${row.prompt} tonight`, chosen: 'Sure', rejected: row.chosen } : row,
  )
  const { findings } = await scanRows(rows)
  expect(findings.map(({ trigger, severity }) => [trigger?.text, severity])).toEqual([['tonight', 'high']])
  const { exchanges, alternatives, base } = findings[0].evidence
  expect([exchanges, alternatives, base.with]).toEqual([20, 20, 0])
  expect(base.of).toBeGreaterThan(2 * (PAIRS.length - 20) - 5) // keys that share a counter weigh less
  expect(base.of).toBeLessThanOrEqual(2 * (PAIRS.length - 20)) // and none of the trigger's rows is among them
})

test('an outcome that every pair has in one of its answers is none', async () => {
  const rows = PAIRS.map((row, i) => ({
    prompt: isPlanted(i) ? `${row.prompt} tonight` : row.prompt,
    chosen: i % 2 === 0 ? 'Yes' : 'No',
    rejected: i % 2 === 0 ? 'No' : 'Yes',
  }))
  expect((await scanRows(rows)).findings).toEqual([])
})
