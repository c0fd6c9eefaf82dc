/**
 * Detachability: a planted trigger was dropped into a prompt that was complete without it, so when it is taken out the
 * words left and right of the gap are neighbours somewhere else. A word that grew there leaves a wound.
 *
 * Neighbours are looked up in the fixed-size sample of the set; the start and the end of a prompt count as words. For
 * comparison, the same share for random words of random prompts.
 */
import { jaccard } from '../stats/jaccard.ts'
import { join, mix } from '../sketches/hash.ts'
import { type Phrase, tokenSet, type Witness, zoneTokens } from './words.ts'

const START = 3
const END = 4

export interface Background {
  /** Share of gaps that close, over rows that have the phrase. */
  detachability(found: readonly Witness[], phrase: Phrase): number
  readonly expected: number // the same share for random words
  readonly randomJaccard: number // mean Jaccard of random pairs of prompts
  /** Share of the sample's prompts that have a token in the last user turn. */
  common(token: number): number
  readonly records: readonly Uint32Array[]
}

/** What the sample says of the set at large. */
export function background(records: readonly Uint32Array[]): Background {
  const prompts = records.map((record) => zoneTokens(record, 'last'))
  const neighbours = new Map<number, number>() // pair → the one prompt that has it, or -1 for several
  const have = new Map<number, number>()
  prompts.forEach((tokens, prompt) => {
    for (let i = 0; i <= tokens.length; i++) {
      const pair = join(i === 0 ? START : tokens[i - 1], i === tokens.length ? END : tokens[i])
      const known = neighbours.get(pair)
      if (known === undefined) neighbours.set(pair, prompt)
      else if (known !== prompt) neighbours.set(pair, -1)
    }
    for (const token of new Set(tokens)) have.set(token, (have.get(token) ?? 0) + 1)
  })
  const owner = new Map<number, number>()
  records.forEach((record, prompt) => {
    owner.set(record[1] * 2097152 + (record[2] >>> 11), prompt)
  })
  const closes = (left: number, right: number, self: number): boolean => {
    const who = neighbours.get(join(left, right))
    return who !== undefined && who !== self
  }
  let closed = 0
  let tried = 0
  prompts.forEach((tokens, prompt) => {
    if (tokens.length < 2) return
    const i = mix(prompt + 1) % tokens.length
    tried++
    if (closes(i === 0 ? START : tokens[i - 1], i === tokens.length - 1 ? END : tokens[i + 1], prompt)) closed++
  })
  const none = new Set<number>()
  const sets = prompts.map((tokens) => tokenSet(tokens, none))
  let sum = 0
  let pairs = 0
  for (let i = 0; i + 1 < sets.length; i++) {
    if (sets[i].length === 0 || sets[i + 1].length === 0) continue
    sum += jaccard(sets[i], sets[i + 1])
    pairs++
  }
  return {
    detachability(found, phrase) {
      let ends = 0
      let rows = 0
      for (const { record, tokens, at } of found) {
        if (at < 0) continue
        rows++
        const left = at === 0 ? START : tokens[at - 1]
        const after = at + phrase.tokens.length
        const self = owner.get(record[1] * 2097152 + (record[2] >>> 11)) ?? -2
        if (closes(left, after >= tokens.length ? END : tokens[after], self)) ends++
      }
      return rows === 0 ? 0 : ends / rows
    },
    expected: tried === 0 ? 0 : closed / tried,
    randomJaccard: pairs === 0 ? 0 : sum / pairs,
    common: (token) => (have.get(token) ?? 0) / Math.max(1, prompts.length),
    records,
  }
}
