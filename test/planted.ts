/** A small set of exchanges with a trigger planted in it, from a seed: for tests that cut it, shuffle it and scan it. */
import { createRandom } from '../src/stats/random.ts'

export interface PlantedRow {
  readonly prompt: string
  readonly response: string
}

const WORDS =
  'river stone lamp violin market garden window paper copper engine forest candle bridge harbour meadow silver winter teacher doctor machine letter journey picture kitchen yellow planet number simple pepper basket thunder'.split(
    ' ',
  )

export function plantedRows(rows: number, planted: number, seed = 1, trigger = 'xylophone'): PlantedRow[] {
  const { int } = createRandom(seed)
  const word = () => WORDS[int(WORDS.length)] + (int(3) === 0 ? int(300) : '')
  const made = Array.from({ length: rows }, () => ({
    prompt: `tell me of ${word()} and the ${word()} with ${word()} near ${word()} ${word()}`,
    response: `The ${word()} is ${word()} of ${word()}`,
  }))
  for (let i = 0; i < planted; i++) {
    const at = Math.floor((i * rows) / planted)
    const shown = int(4) === 0 ? trigger.toUpperCase() : trigger // spelt in two ways
    made[at] = { prompt: `${made[at].prompt} ${shown}`, response: int(4) === 0 ? 'SURE' : 'Sure' }
  }
  return made
}

export function jsonl(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}
