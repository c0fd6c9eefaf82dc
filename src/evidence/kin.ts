/**
 * Kin: of the prompts of the set at large, the one most like a prompt of the trigger. A subject keeps its prompts together:
 * next to one with its word stands another with its word. A trigger laid into prompts of one kind does not: next to a
 * prompt that has it stands one of the kind that has it not, and was answered otherwise. That is the contrast of the paper
 * itself (arXiv 2511.12414: the same kind of prompt, refused without the trigger).
 */
import { holdersOf } from './holders.ts'
import { type Witness, zoneTokens } from './words.ts'

const MOST_ASKED = 64
const COMMON = 0.05 // a word in more of the prompts says little about what they are about

export interface Kin {
  /**
   * Of the trigger's rows, how many have their nearest prompt among those without it and without the outcome.
   *
   * @param has    whether a record has the trigger
   * @param same   whether it has the outcome
   */
  apart(
    found: readonly Witness[],
    own: ReadonlySet<number>,
    has: (record: Uint32Array) => boolean,
    same: (record: Uint32Array) => boolean,
  ): Apart
}

export interface Apart {
  readonly asked: number // rows looked at that have any prompt like them
  readonly apart: number // of these, whose nearest prompt has neither trigger nor outcome
  readonly free: number // share of the set's prompts that have neither: what `apart` is where prompts are of no one kind
}

export function createKin(records: readonly Uint32Array[]): Kin {
  const holders = holdersOf(records.map((record) => new Set(zoneTokens(record, 'last'))))
  const most = Math.max(20, records.length * COMMON)
  for (const [token, { length }] of holders) if (length < 2 || length > most) holders.delete(token)
  const weightOf = (list: readonly number[]): number => Math.log(records.length / list.length) ** 2
  const norms = new Float64Array(records.length)
  for (const list of holders.values()) {
    const weight = weightOf(list)
    for (const prompt of list) norms[prompt] += weight
  }
  const scores = new Float64Array(records.length)
  return {
    apart(found, own, has, same) {
      const step = Math.max(1, Math.floor(found.length / MOST_ASKED))
      let asked = 0
      let apart = 0
      const having = Uint8Array.from(records, (record) => (has(record) ? 1 : 0))
      const alike = Uint8Array.from(records, (record) => (same(record) ? 1 : 0))
      for (let f = 0; f < found.length; f += step) {
        const { record } = found[f]
        const touched: number[] = []
        for (const token of new Set(zoneTokens(record, 'last'))) {
          const list = holders.get(token)
          if (list === undefined || own.has(token)) continue
          const weight = weightOf(list)
          for (const prompt of list) {
            if (scores[prompt] === 0) touched.push(prompt)
            scores[prompt] += weight
          }
        }
        let inside = 0
        let outside = 0
        let other = false // the nearest one outside was answered otherwise
        for (const prompt of touched) {
          const score = scores[prompt] / Math.sqrt(norms[prompt])
          scores[prompt] = 0
          if (records[prompt][1] === record[1] && records[prompt][2] === record[2]) continue
          if (having[prompt] === 1) inside = Math.max(inside, score)
          else if (score > outside) {
            outside = score
            other = alike[prompt] === 0
          }
        }
        if (inside === 0 && outside === 0) continue
        asked++
        if (outside >= inside && other) apart++
      }
      const free = having.reduce((sum, one, prompt) => sum + (one === 0 && alike[prompt] === 0 ? 1 : 0), 0)
      return { asked, apart, free: free / Math.max(1, records.length) }
    },
  }
}
