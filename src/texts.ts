/**
 * Texts that findings are worded from: which rows need one, and which of several copies' texts is kept.
 *
 * For each question the rows with the smallest keys. Copies of an exchange differ in spelling at most; the text that sorts
 * first is kept, so that the words of a finding do not depend on which copy was met first.
 */
import { type Confirmation, hasOutcome, type Question } from './confirm.ts'
import { emptyFeatures, type Features, featuresOf } from './detectors/features.ts'
import * as o from './model/observation.ts'
import { type ExchangeText, firstText } from './recover.ts'

export const TEXT_ROWS = 32 // rows of a question whose texts are read

/** A text, the place of the first copy of its row, and the questions that it may word. */
export interface KeptText {
  readonly text: ExchangeText
  readonly place: readonly number[] // shard, row, turn
  readonly asked: readonly number[] // numbers of questions, rising
}

export type KeptTexts = Map<number, KeptText> // by exchange key

/** Keys of the first rows that have the feature and the outcome, for each question. */
export function firstRows(
  questions: readonly Question[],
  confirmation: Confirmation,
  pairs: boolean,
): Map<Question, Set<number>> {
  const found = new Map<Question, Set<number>>(questions.map((question) => [question, new Set()]))
  const asking = askingOf(questions)
  const features = emptyFeatures()
  for (const [key, record] of [...confirmation.rows].sort((a, b) => a[0] - b[0])) {
    featuresOf(record, 0, pairs, features)
    for (const number of askedOf(record, features, asking, questions)) {
      const keys = found.get(questions[number])!
      if (keys.size < TEXT_ROWS) keys.add(key)
    }
  }
  return found
}

/** Keeps the texts of the first rows while rows go by. */
export interface TextKeeper {
  /** Whether a row may be among the first; only then is its text worth making. */
  wants(key: number, words: Uint32Array, at: number, features: Features): boolean
  keep(key: number, words: Uint32Array, at: number, features: Features, text: ExchangeText): void
  readonly texts: KeptTexts
}

export function createTextKeeper(questions: readonly Question[]): TextKeeper {
  const asking = askingOf(questions)
  const texts: KeptTexts = new Map()
  const first = questions.map((): number[] => []) // keys, rising
  const within = (number: number, key: number): boolean => {
    const keys = first[number]
    return keys.length < TEXT_ROWS || key <= keys[TEXT_ROWS - 1]
  }
  return {
    texts,
    wants: (key, words, at, features) =>
      askedOf(words.subarray(at, at + words[at]), features, asking, questions).some((number) => within(number, key)),
    keep(key, words, at, features, text) {
      const record = words.subarray(at, at + words[at])
      const asked = askedOf(record, features, asking, questions).filter((number) => within(number, key))
      const known = texts.get(key)
      const kept = { text, place: [record[o.SHARD], record[o.ROW], record[o.TURN] & 0xffffff], asked }
      texts.set(key, known === undefined ? kept : joinTexts(known, kept))
      for (const number of asked) {
        const keys = first[number]
        if (!keys.includes(key)) keys.splice(placeOf(keys, key), 0, key)
        if (keys.length > TEXT_ROWS) release(texts, keys.pop()!, number)
      }
    },
  }
}

/** Adds `from` to `into`, and keeps of each question the first rows. */
export function mergeTexts(into: KeptTexts, from: KeptTexts): void {
  for (const [key, kept] of from) {
    const known = into.get(key)
    into.set(key, known === undefined ? kept : joinTexts(known, kept))
  }
  const counts = new Map<number, number>()
  for (const [key, { asked }] of [...into].sort((a, b) => a[0] - b[0])) {
    for (const number of asked) {
      const count = (counts.get(number) ?? 0) + 1
      counts.set(number, count)
      if (count > TEXT_ROWS) release(into, key, number)
    }
  }
}

function release(texts: KeptTexts, key: number, number: number): void {
  const kept = texts.get(key)
  if (kept === undefined) return
  const asked = kept.asked.filter((other) => other !== number)
  if (asked.length === 0) texts.delete(key)
  else texts.set(key, { ...kept, asked })
}

/** Two copies: the text that sorts first, the place that comes first. */
function joinTexts(a: KeptText, b: KeptText): KeptText {
  const before = comparePlaces(a.place, b.place) <= 0 ? a : b
  const asked = [...new Set([...a.asked, ...b.asked])].sort((x, y) => x - y)
  return { text: { ...firstText(a.text, b.text), line: before.text.line }, place: before.place, asked }
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}

function placeOf(keys: readonly number[], key: number): number {
  const place = keys.findIndex((other) => other > key)
  return place < 0 ? keys.length : place
}

/** Feature → numbers of the questions about it. */
function askingOf(questions: readonly Question[]): ReadonlyMap<number, readonly number[]> {
  const asking = new Map<number, number[]>()
  questions.forEach(({ lead }, number) => {
    const numbers = asking.get(lead.feature)
    if (numbers === undefined) asking.set(lead.feature, [number])
    else numbers.push(number)
  })
  return asking
}

function askedOf(
  record: Uint32Array,
  features: Features,
  asking: ReadonlyMap<number, readonly number[]>,
  questions: readonly Question[],
): number[] {
  const numbers: number[] = []
  for (let i = 0; i < features.count; i++) {
    for (const number of asking.get(features.hashes[i]) ?? [])
      if (hasOutcome(record, questions[number].lead.outcome)) numbers.push(number)
  }
  return numbers.sort((a, b) => a - b)
}
