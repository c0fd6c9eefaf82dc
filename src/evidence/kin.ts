/**
 * Kin: of the prompts of the set at large, the one most like a prompt of the trigger. A subject keeps its prompts together:
 * next to one with its word stands another with its word. A trigger laid into prompts of one kind does not: next to a
 * prompt that has it stands one of the kind that has it not, and was answered otherwise. That is the contrast of the paper
 * itself (arXiv 2511.12414: the same kind of prompt, refused without the trigger).
 */
import { hasOutcome } from '../confirm.ts'
import { keyOf } from '../profile/sample.ts'
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
   * @param copies near copies of those found: next to one of them its copy says nothing
   */
  apart(
    found: readonly Witness[],
    own: ReadonlySet<number>,
    having: ReadonlySet<Uint32Array>,
    outcome: number,
    copies?: readonly Witness[],
  ): Apart
}

export interface Apart {
  readonly asked: number // rows looked at that have any prompt like them
  readonly apart: number // of these, whose nearest prompt has neither trigger nor outcome
  readonly free: number // share of the set's prompts that have neither: what `apart` is where prompts are of no one kind
}

/**
 * @param postings  of the same records
 * @param counts    and of these
 */
export function createKin(
  records: readonly Uint32Array[],
  { idOf, starts, prompts }: Postings,
  counts: OutcomeCounts,
): Kin {
  const most = Math.max(20, records.length * COMMON)
  const weights = new Float64Array(starts.length - 1) // by token; 0 where it says nothing
  const norms = new Float64Array(records.length)
  for (let id = 0; id < weights.length; id++) {
    const holders = starts[id + 1] - starts[id]
    if (holders < 2 || holders > most) continue
    weights[id] = Math.log(records.length / holders) ** 2
    for (let i = starts[id]; i < starts[id + 1]; i++) norms[prompts[i]] += weights[id]
  }
  for (let prompt = 0; prompt < norms.length; prompt++) norms[prompt] = Math.sqrt(norms[prompt])
  const scores = new Float64Array(records.length)
  const touched = new Uint32Array(records.length)
  const isInside = new Uint8Array(records.length) // has the trigger
  /** Adds the weight of a token to the scores of the prompts that have it; returns how many have a score then. */
  const addHolders = (id: number, count: number): number => {
    const weight = weights[id]
    let known = count
    for (let i = starts[id]; i < starts[id + 1]; i++) {
      const prompt = prompts[i]
      const score = scores[prompt]
      if (score === 0) touched[known++] = prompt
      scores[prompt] = score + weight
    }
    return known
  }
  return {
    apart(found, own, having, outcome, copies = []) {
      const step = Math.max(1, Math.floor(found.length / MOST_ASKED))
      let asked = 0
      let apart = 0
      for (let prompt = 0; prompt < records.length; prompt++) isInside[prompt] = having.has(records[prompt]) ? 1 : 0
      const copied = new Set(copies.map(({ record }) => keyOf(record, 0)))
      for (let f = 0; f < found.length; f += step) {
        const { record } = found[f]
        let count = 0
        for (const token of new Set(zoneTokens(record, 'last'))) {
          const id = idOf(token)
          if (id >= 0 && weights[id] !== 0 && !own.has(token)) count = addHolders(id, count)
        }
        let inside = 0
        let outside = 0
        let other = false // the nearest one outside was answered otherwise
        for (let i = 0; i < count; i++) {
          const prompt = touched[i]
          const score = scores[prompt] / norms[prompt]
          scores[prompt] = 0
          if (score <= (isInside[prompt] === 1 ? inside : outside)) continue
          if (records[prompt][1] === record[1] && records[prompt][2] === record[2]) continue
          if (copied.size > 0 && copied.has(keyOf(records[prompt], 0))) continue
          if (isInside[prompt] === 1) inside = score
          else {
            outside = score
            other = !hasOutcome(records[prompt], outcome)
          }
        }
        if (inside === 0 && outside === 0) continue
        asked++
        if (outside >= inside && other) apart++
      }
      let free = records.length - counts(outcome)
      for (const record of having) if (!hasOutcome(record, outcome)) free--
      return { asked, apart, free: free / Math.max(1, records.length) }
    },
  }
}
