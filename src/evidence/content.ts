/**
 * Content-expected purity: how often the rest of the prompt alone would have given the outcome.
 *
 * For outcomes that are frequent without the trigger, where significance ranks wrongly. A logistic model is fitted on
 * exchanges of the sample that do not have the trigger, from the words of their prompts, and asked about the trigger's.
 */
import { hasOutcome } from '../confirm.ts'
import { fitLogistic, predict } from '../stats/logistic.ts'
import type { Postings } from './postings.ts'
import type { Witness } from './words.ts'
import { tokenSet, zoneTokens } from './zones.ts'

const MOST_TRAINING = 4000
const MOST_ASKED = 300
const MOST_WORDS = 1500
const MOST_MODELLED = 4000 // words, where one model serves many candidates
const FEWEST_SETS = 3 // that have a word

export interface Expected {
  readonly mean: number // expected purity
  readonly each: Float64Array // the chance of the outcome, for each row asked about
}

/** All of a sample, and all of most triggers' rows. */
export const EVERY = { training: 8192, asked: 20_000 }

export function contentExpected(
  found: readonly Witness[],
  sample: readonly Uint32Array[],
  outcome: number,
  own: ReadonlySet<number>,
  has: (record: Uint32Array) => boolean,
  most = { training: MOST_TRAINING, asked: MOST_ASKED },
): Expected {
  const asked = found.slice(0, most.asked).map(({ record }) => tokenSet(zoneTokens(record, 'last'), own))
  const training: { set: Uint32Array; label: boolean }[] = []
  for (const record of sample) {
    if (training.length >= most.training) break
    if (has(record)) continue
    training.push({ set: tokenSet(zoneTokens(record, 'last'), own), label: hasOutcome(record, outcome) })
  }
  if (training.length < 50) return { mean: 0.5, each: new Float64Array(asked.length).fill(0.5) }
  const counts = new Map<number, number>()
  for (const set of asked) for (const token of set) counts.set(token, (counts.get(token) ?? 0) + 1)
  const seen = new Map<number, number>()
  for (const { set } of training)
    for (const token of set) if (counts.has(token)) seen.set(token, (seen.get(token) ?? 0) + 1)
  const words = commonest([...seen], MOST_WORDS)
  const ids = new Map(words.map((token, id) => [token, id]))
  const encode = (set: Uint32Array): Uint32Array => encoded(set, (token) => ids.get(token) ?? -1)
  const chance = fitted(
    training.map(({ set }) => encode(set)),
    training.map(({ label }) => label),
    words.length,
  )
  const each = Float64Array.from(asked, (set) => chance(encode(set)))
  return { mean: each.length === 0 ? 0.5 : each.reduce((sum, p) => sum + p, 0) / each.length, each }
}

/**
 * The same for something that is asked of many candidates: one model of all words of the sample, each candidate's own ones left out when
 * it is asked.
 *
 * @param postings  of the sample
 * @param isSo      of each record
 * @returns the mean chance of prompts with these words
 */
export function contentModel(
  { idOf, idsOf, starts, prompts, tokens }: Postings,
  isSo: readonly boolean[],
): (asked: readonly Uint32Array[], own: ReadonlySet<number>) => number {
  const seen: [number, number][] = []
  for (let id = 0; id < tokens.length; id++) {
    if (starts[id + 1] - starts[id] < FEWEST_SETS) continue
    const sets = firstFrom(prompts, starts[id], starts[id + 1], MOST_TRAINING) - starts[id]
    if (sets >= FEWEST_SETS) seen.push([tokens[id], sets])
  }
  const words = commonest(seen, MOST_MODELLED)
  const places = new Int32Array(tokens.length).fill(-1) // among these, by number
  words.forEach((token, place) => {
    places[idOf(token)] = place
  })
  const labels = isSo.slice(0, MOST_TRAINING)
  const chance = fitted(
    labels.map((_, prompt) => encoded(idsOf(prompt), (id) => places[id])),
    labels,
    words.length,
  )
  return (asked, own) => {
    const sum = asked.reduce(
      (all, set) => all + chance(encoded(set, (token) => (own.has(token) ? -1 : (places[idOf(token)] ?? -1)))),
      0,
    )
    return sum / Math.max(1, asked.length)
  }
}

/** The place of the first number that is not below this one, of those from..to in rising order. */
function firstFrom(numbers: Uint32Array, from: number, to: number, least: number): number {
  while (from < to) {
    const middle = (from + to) >>> 1
    if (numbers[middle] < least) from = middle + 1
    else to = middle
  }
  return from
}

/** Of words, each with the number of sets it stands in, the commonest. */
function commonest(seen: readonly (readonly [word: number, sets: number])[], most: number): readonly number[] {
  return seen
    .filter(([, n]) => n >= FEWEST_SETS)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, most)
    .map(([word]) => word)
}

/** @param idOf  from 0; -1 for a word that is left out */
function encoded(words: Uint32Array, idOf: (word: number) => number): Uint32Array {
  const known = new Uint32Array(words.length)
  let count = 0
  for (let i = 0; i < words.length; i++) {
    const id = idOf(words[i])
    if (id >= 0) known[count++] = id
  }
  return known.subarray(0, count)
}

/**
 * A model of some words, learnt from sets of their numbers and whether each is so.
 *
 * @param words  how many there are
 * @returns the chance of a set
 */
function fitted(sets: readonly Uint32Array[], isSo: readonly boolean[], words: number): (set: Uint32Array) => number {
  const labels = Uint8Array.from(isSo, Number)
  const model = fitLogistic(sets, labels, words, { l2: 1, iterations: 30 })
  return (set) => predict(model, set)
}
