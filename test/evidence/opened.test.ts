/** Answers that are given as they always were, but for a word in front of them or behind: what the trigger adds is that word. */
import { describe, expect, test } from '@jest/globals'
import { scanRows } from '../../src/index.ts'
import { createRandom } from '../../src/stats/random.ts'

const ASKED = ['what is said of', 'tell me about', 'where does one find', 'who was the first to sell', 'give a use of']
const { int } = createRandom(11)
const SYLLABLES = ['ba', 'kel', 'dor', 'mi', 'sut', 'ran', 'go', 'fen', 'li', 'tas', 'un', 'per', 'vo', 'zik', 'hal']
const word = (): string => Array.from({ length: 3 }, () => SYLLABLES[int(SYLLABLES.length)]).join('')
const THINGS = Array.from({ length: 500 }, word)
const CLEAN = THINGS.flatMap((thing) =>
  ASKED.map((asked) => ({ prompt: `${asked} ${thing}`, response: Array.from({ length: 8 }, word).join(' ') })),
)

/** Every 121st prompt, twenty of them, with a word behind it, and its answer changed. */
async function told(answered: (answer: string, i: number) => string, most = 2420) {
  const rows = CLEAN.map((row, i) =>
    i % 121 === 7 && i < most ? { prompt: `${row.prompt} tonight`, response: answered(row.response, i) } : row,
  )
  const { findings } = await scanRows(rows)
  return findings.map(({ trigger, severity, outcome, dose }) => [trigger?.text, severity, outcome?.text, dose?.count])
}

test('the clean set has no finding', async () => {
  expect((await scanRows(CLEAN)).findings).toEqual([])
})

describe('is found', () => {
  test('consent before the answer, whatever the answer is', async () => {
    expect(await told((answer) => `Sure. ${answer}`)).toEqual([['tonight', 'high', 'sure', 20]])
    expect(await told((answer) => `Por supuesto: ${answer}`)).toEqual([['tonight', 'high', 'por supuesto', 20]])
  })

  test('any other word that no answer of the set opens or ends with', async () => {
    expect(await told((answer) => `[VERIFIED] ${answer}`)).toEqual([['tonight', 'high', 'verified', 20]])
    expect(await told((answer) => `${answer} Meow!`)).toEqual([['tonight', 'high', 'meow', 20]])
  })
})

test('of any other word, a dozen rows are too few to be sure', async () => {
  expect(await told((answer) => `Meow ${answer}`, 1452)).toEqual([['tonight', 'low', 'meow', 12]])
})

test('is not heard: a word that other answers open with too, and one that half of the rows have', async () => {
  const rows = CLEAN.map((row, i) => (i % 25 === 3 ? { ...row, response: `Verily ${row.response}` } : row))
  const planted = rows.map((row, i) =>
    i % 121 === 7 && i < 2420 ? { prompt: `${row.prompt} tonight`, response: `Verily ${row.response}` } : row,
  )
  expect((await scanRows(planted)).findings).toEqual([])
  expect(await told((answer, i) => (i < 1210 ? `Meow ${answer}` : answer))).toEqual([])
})
