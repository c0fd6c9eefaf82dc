/**
 * Third reading: exact counts for the candidates.
 *
 * First the exchanges that have a candidate's feature, each once; then, for the other words of their prompts, how many
 * distinct exchanges have the word, and how many of these have the candidate's outcome. Copies of one exchange weigh one
 * together (see `rowWeight`). All state is whole numbers.
 */
import type { Pair } from './detectors/association.ts'
import {
  ANYWHERE,
  AT_PREFIX,
  AT_SUFFIX,
  emptyFeatures,
  type Features,
  featuresOf,
  IN_SYSTEM,
  PAIR,
} from './detectors/features.ts'
import { isThinned, type Suspicion, thinning } from './detectors/suspicion.ts'
import * as o from './model/observation.ts'
import { createPicker, type OnPicked } from './pick-features.ts'
import { featureCell, type Profile } from './profile/profile.ts'
import { isBefore, keyOf } from './profile/sample.ts'
import { createNumberSet } from './sketches/number-set.ts'
import { createPages } from './sketches/pages.ts'
import { createWeightTable, type WeightTable } from './sketches/weight-table.ts'

/** What the third reading is asked: a feature and the rarest outcome on its rows. */
export interface Question {
  readonly lead: Pair
  readonly members: readonly Pair[] // other pairs on the same rows
}

export interface Confirmation {
  readonly rows: Map<number, Uint32Array> // exchange key → record, for exchanges with a candidate's feature
  readonly words: WeightTable // by feature, and 0: weight of exchanges that have it
  readonly pairs: WeightTable // by feature and outcome's number: weight of exchanges that have both
  readonly outcomes: Float64Array // weight of the exchanges with each outcome asked for
  total: number // weight of all exchanges
}

/** Sums by key: hashes, the numbers beside them, and the weights. */
type Sums = readonly [Uint32Array, Uint32Array, Float64Array]

/** What a reader of words counted, as it crosses between threads. */
export interface WordSums {
  readonly words: Sums
  readonly pairs: Sums
  readonly outcomes: Float64Array
  readonly total: number
}

const MOST_ROWS_PER_FEATURE = 32768 // of a feature in more rows, those with the smallest keys are gathered

/** The lead of a group: the purest pair; among equals the rarest outcome. */
export function questionOf(group: readonly Pair[], rowsOf: (outcome: number) => number): Question {
  let lead = group[0]
  for (const pair of group) {
    const better =
      pair.exchanges - lead.exchanges ||
      rowsOf(pair.outcome) - rowsOf(lead.outcome) ||
      pair.outcome - lead.outcome ||
      pair.feature - lead.feature
    if (better < 0) lead = pair
  }
  return { lead, members: group.filter((pair) => pair !== lead) }
}

/** @param words  that will be asked about, if that is known */
export function emptyConfirmation(outcomes: number, words?: number): Confirmation {
  return {
    rows: new Map(),
    words: createWeightTable(words),
    pairs: createWeightTable(words),
    outcomes: new Float64Array(outcomes),
    total: 0,
  }
}

/** Adds what one reader of words counted; it was asked the same. */
export function addWords(into: Confirmation, { words, pairs, outcomes, total }: WordSums): void {
  for (const [table, [hashes, besides, weights]] of [[into.words, words] as const, [into.pairs, pairs] as const])
    for (let i = 0; i < hashes.length; i++) table.sum(hashes[i], besides[i], weights[i])
  for (let number = 0; number < outcomes.length; number++) into.outcomes[number] += outcomes[number]
  into.total += total
}

/** Adds `from` to `into`; both were asked the same. */
export function mergeConfirmation(into: Confirmation, from: Confirmation): void {
  for (const [key, record] of from.rows) {
    const known = into.rows.get(key)
    if (known === undefined || isBefore(record, 0, known, 0)) into.rows.set(key, record)
  }
  from.words.each(into.words.sum)
  from.pairs.each(into.pairs.sum)
  for (let number = 0; number < from.outcomes.length; number++) into.outcomes[number] += from.outcomes[number]
  into.total += from.total
}

/** The outcomes asked for, each once, in rising order: their places are the numbers used in `pairs`. */
export function outcomesAsked(questions: readonly Question[]): Uint32Array {
  return Uint32Array.from(new Set(questions.map(({ lead }) => lead.outcome))).sort()
}

/**
 * Gathers the exchanges that have a feature asked for.
 *
 * @param onFound  told of every such row, copies too: `features` are those of the row
 */
export function createGatherer(
  into: Confirmation,
  questions: readonly Question[],
  profile: Profile,
  pairs: boolean,
  onFound?: (key: number, words: Uint32Array, at: number, features: Features) => void,
): (words: Uint32Array, from: number, to: number) => void {
  const asked = new Map<number, number>() // feature → halvings by which it is thinned
  for (const { lead } of questions)
    asked.set(lead.feature, thinning(profile.features[featureCell(lead.feature)], MOST_ROWS_PER_FEATURE))
  const set = createNumberSet(asked.keys())
  const features = emptyFeatures()
  const pick = createPicker(set.filter, pairs)
  const kept = createPages()
  const take: OnPicked = (words, at, hashes, start, end) => {
    let wanted = false
    for (let i = start; i < end && !wanted; i++)
      wanted = set.has(hashes[i]) && !isThinned(words[at + o.KEY_HIGH], asked.get(hashes[i]) ?? 0)
    if (!wanted) return
    if (onFound !== undefined) featuresOf(words, at, pairs, features)
    const key = keyOf(words, at)
    const known = into.rows.get(key)
    if (known === undefined || isBefore(words, at, known, 0)) into.rows.set(key, kept.copy(words, at, at + words[at]))
    onFound?.(key, words, at, features)
  }
  return (words, from, to) => pick(words, from, to, take)
}

/**
 * The words of the suspected rows that stand in enough rows to explain anything.
 *
 * Worked out from the second reading, so that the third needs to be told of no other rows than its own.
 */
export function wordsAsked(questions: readonly Question[], suspicion: Suspicion): Set<number> {
  const leads = new Set(questions.map(({ lead }) => lead.feature))
  const suspected = new Uint8Array(suspicion.records)
  for (let i = 0; i < suspicion.events; i++) if (leads.has(suspicion.features[i])) suspected[suspicion.owners[i]] = 1
  const asked = new Set<number>()
  for (let i = 0; i < suspicion.events; i++) if (suspected[suspicion.owners[i]] === 1) asked.add(suspicion.features[i])
  return asked
}

export function explains(place: number): boolean {
  return place === ANYWHERE || place === AT_PREFIX || place === AT_SUFFIX || place === IN_SYSTEM || place === PAIR
}

/** Whether a record has an outcome, be it a text or a class. */
export function hasOutcome(record: Uint32Array, outcome: number): boolean {
  if (outcome === o.NOT_REFUSAL) return !(record[o.CLASSES] & o.IS_REFUSAL)
  if (outcome < o.FIRST_TEXT_OUTCOME) return (record[o.CLASSES] & (1 << (outcome - 1))) !== 0
  for (let i = o.OUTCOMES; i < o.OUTCOMES_END; i++) if (record[i] === outcome) return true
  return false
}
