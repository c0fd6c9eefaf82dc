/**
 * Kin: of the prompts of the set at large, the one most like a prompt of the trigger. A subject keeps its prompts together:
 * next to one with its word stands another with its word. A trigger laid into prompts of one kind does not: next to a
 * prompt that has it stands one of the kind that has it not, and was answered otherwise. That is the contrast of the paper
 * itself (arXiv 2511.12414: the same kind of prompt, refused without the trigger).
 */
import { hasOutcome } from '../confirm.ts'
import { keyOf } from '../profile/sample.ts'
import { INSIDE, type Likest, OUTSIDE, PASSED_OVER } from './likest.ts'
import type { OutcomeCounts } from './outcome-counts.ts'
import type { Postings } from './postings.ts'
import type { Witness } from './words.ts'
import { zoneTokens } from './zones.ts'

const MOST_ASKED = 64
const COMMON = 0.05 // a word in more of the prompts says little about what they are about

export interface Kin {
  /**
   * Of the trigger's rows, how many have their nearest prompt among those without it and without the outcome.
   *
   * @param having  the records that have the trigger
   * @param silent  records that say nothing next to those found: near copies of them, other answers to the same prompt
   */
  apart(
    found: readonly Witness[],
    own: ReadonlySet<number>,
    having: ReadonlySet<Uint32Array>,
    outcome: number,
    silent?: readonly Uint32Array[],
  ): Apart
}

export interface Apart {
  readonly asked: number // rows looked at that have any prompt like them
  readonly apart: number // of these, whose nearest prompt has neither trigger nor outcome
  readonly free: number // share of the set's prompts that have neither: what `apart` is where prompts are of no one kind
}

/**
 * @param postings  of the same records
 * @param likestBy  of the same, by the weights of their words
 * @param places    of the same, by key
 * @param counts    of the same
 */
export function createKin(
  records: readonly Uint32Array[],
  { idOf, starts }: Postings,
  likestBy: (weights: Float64Array) => Likest,
  places: ReadonlyMap<number, number>,
  counts: OutcomeCounts,
): Kin {
  const most = Math.max(20, records.length * COMMON)
  const weights = new Float64Array(starts.length - 1) // by token; 0 where it says nothing
  for (let id = 0; id < weights.length; id++) {
    const holders = starts[id + 1] - starts[id]
    if (holders >= 2 && holders <= most) weights[id] = Math.log(records.length / holders) ** 2
  }
  const likest = likestBy(weights)
  const kinds = new Uint8Array(records.length)
  return {
    apart(found, own, having, outcome, silent = []) {
      const step = Math.max(1, Math.floor(found.length / MOST_ASKED))
      let asked = 0
      let apart = 0
      kinds.fill(OUTSIDE)
      const mark = (record: Uint32Array, kind: number): void => {
        const place = places.get(keyOf(record, 0))
        if (place !== undefined) kinds[place] = kind
      }
      for (const record of having) mark(record, INSIDE)
      for (const record of silent) mark(record, PASSED_OVER)
      for (let f = 0; f < found.length; f += step) {
        const { record } = found[f]
        const ids: number[] = []
        for (const token of new Set(zoneTokens(record, 'last'))) {
          const id = idOf(token)
          if (id >= 0 && weights[id] !== 0 && !own.has(token)) ids.push(id)
        }
        const { inside, outside, prompt } = likest.nearest(ids, kinds, places.get(keyOf(record, 0)) ?? -1)
        if (inside === 0 && outside === 0) continue
        asked++
        if (outside >= inside && !hasOutcome(records[prompt], outcome)) apart++ // the nearest one outside was answered otherwise
      }
      let free = records.length - counts(outcome)
      for (const record of having) if (!hasOutcome(record, outcome)) free--
      return { asked, apart, free: free / Math.max(1, records.length) }
    },
  }
}
