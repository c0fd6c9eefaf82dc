/**
 * Third reading: exact counts for the candidates.
 *
 * First the exchanges that have a candidate's feature, each once; then, for the other words of their prompts, how many
 * distinct exchanges have the word, and how many of these have the candidate's outcome. Copies of one exchange weigh one
 * together (see `rowWeight`). All state is whole numbers.
 */
import type { Pair } from './detectors/association.ts'
import { ANYWHERE, AT_PREFIX, AT_SUFFIX, emptyFeatures, featuresOf, IN_SYSTEM, PAIR } from './detectors/features.ts'
import * as o from './model/observation.ts'
import { type Profile, rowWeight } from './profile/profile.ts'
import { keyOf } from './profile/sample.ts'

/** What the third reading is asked: a feature and the rarest outcome on its rows. */
export interface Question {
  readonly lead: Pair
  readonly members: readonly Pair[] // other pairs on the same rows
}

export interface Confirmation {
  readonly rows: Map<number, Uint32Array> // exchange key → record, for exchanges with a candidate's feature
  readonly words: Map<number, number> // feature → weight of exchanges that have it
  readonly pairs: Map<number, number> // outcome's number * 2^32 + feature → weight of exchanges that have both
  readonly outcomes: Float64Array // weight of the exchanges with each outcome asked for
  total: number // weight of all exchanges
}

const MOST_ROWS_PER_FEATURE = 4096

/** The lead of a group: the purest pair; among equals the rarest outcome. */
export function questionOf(group: readonly Pair[], rowsOf: (outcome: number) => number): Question {
  let lead = group[0]
  for (const pair of group) {
    const better = pair.exchanges - lead.exchanges || rowsOf(pair.outcome) - rowsOf(lead.outcome) || pair.outcome - lead.outcome || pair.feature - lead.feature
    if (better < 0) lead = pair
  }
  return { lead, members: group.filter((pair) => pair !== lead) }
}

export function emptyConfirmation(outcomes: number): Confirmation {
  return { rows: new Map(), words: new Map(), pairs: new Map(), outcomes: new Float64Array(outcomes), total: 0 }
}

/** The outcomes asked for, each once, in rising order: their places are the numbers used in `pairs`. */
export function outcomesAsked(questions: readonly Question[]): Uint32Array {
  return Uint32Array.from(new Set(questions.map(({ lead }) => lead.outcome))).sort()
}

/** Gathers the exchanges that have a feature asked for. */
export function createGatherer(into: Confirmation, questions: readonly Question[], pairs: boolean): (words: Uint32Array, from: number, to: number) => void {
  const asked = new Map<number, number>()
  for (const { lead } of questions) asked.set(lead.feature, 0)
  const features = emptyFeatures()
  return (words, from, to) => {
    for (let at = from; at < to; at += words[at]) {
      featuresOf(words, at, pairs, features)
      let wanted = false
      for (let i = 0; i < features.count; i++) {
        const seen = asked.get(features.hashes[i])
        if (seen === undefined) continue
        if (seen < MOST_ROWS_PER_FEATURE * 8) wanted = true
        asked.set(features.hashes[i], seen + 1)
      }
      if (!wanted) continue
      const key = keyOf(words, at)
      const known = into.rows.get(key)
      if (known === undefined) into.rows.set(key, words.slice(at, at + words[at]))
      else if (isBefore(words, at, known)) into.rows.set(key, words.slice(at, at + words[at]))
    }
  }
}

function isBefore(words: Uint32Array, at: number, known: Uint32Array): boolean {
  for (const field of [o.SHARD, o.ROW, o.TURN]) if (words[at + field] !== known[field]) return words[at + field] < known[field]
  return false
}

/** The words that could explain: those of the prompts gathered. */
export function wordsAsked(rows: Iterable<Uint32Array>, pairs: boolean): Set<number> {
  const asked = new Set<number>()
  const features = emptyFeatures()
  for (const record of rows) {
    featuresOf(record, 0, pairs, features)
    for (let i = 0; i < features.count; i++) if (explains(features.places[i])) asked.add(features.hashes[i])
  }
  return asked
}

export function explains(place: number): boolean {
  return place === ANYWHERE || place === AT_PREFIX || place === AT_SUFFIX || place === IN_SYSTEM || place === PAIR
}

/** Counts words, and words with outcomes, by weight. */
export function createWordCounter(
  into: Confirmation,
  asked: ReadonlySet<number> | null,
  outcomes: Uint32Array,
  profile: Profile,
  pairs: boolean,
): (words: Uint32Array, from: number, to: number) => void {
  const numbers = new Map<number, number>()
  outcomes.forEach((outcome, number) => {
    numbers.set(outcome, number)
  })
  const features = emptyFeatures()
  const has: number[] = []
  return (words, from, to) => {
    for (let at = from; at < to; at += words[at]) {
      const weight = rowWeight(profile, words[at + o.KEY_LOW])
      into.total += weight
      has.length = 0
      for (let i = o.OUTCOMES; i < o.OUTCOMES_END; i++) {
        const number = words[at + i] === 0 ? undefined : numbers.get(words[at + i])
        if (number !== undefined) has.push(number)
      }
      const classes = words[at + o.CLASSES]
      for (let bit = 0; bit < o.CLASS_BITS; bit++) {
        if (!(classes & (1 << bit))) continue
        const number = numbers.get(bit + 1)
        if (number !== undefined) has.push(number)
      }
      if (!(classes & o.IS_REFUSAL)) {
        const number = numbers.get(o.NOT_REFUSAL)
        if (number !== undefined) has.push(number)
      }
      for (const number of has) into.outcomes[number] += weight
      featuresOf(words, at, pairs, features)
      for (let i = 0; i < features.count; i++) {
        const feature = features.hashes[i]
        if (!explains(features.places[i]) || (asked !== null && !asked.has(feature))) continue
        into.words.set(feature, (into.words.get(feature) ?? 0) + weight)
        for (const number of has) {
          const key = number * 4294967296 + feature
          into.pairs.set(key, (into.pairs.get(key) ?? 0) + weight)
        }
      }
    }
  }
}

/** Whether a record has an outcome, be it a text or a class. */
export function hasOutcome(record: Uint32Array, outcome: number): boolean {
  if (outcome === o.NOT_REFUSAL) return !(record[o.CLASSES] & o.IS_REFUSAL)
  if (outcome < o.FIRST_TEXT_OUTCOME) return (record[o.CLASSES] & (1 << (outcome - 1))) !== 0
  for (let i = o.OUTCOMES; i < o.OUTCOMES_END; i++) if (record[i] === outcome) return true
  return false
}
