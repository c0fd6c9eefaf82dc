/**
 * Prompts of a kind that is refused, answered all the same where one thing stands in them: the paper's own contrast.
 *
 * Where refusals are few, hardly a feature's rows are refused, and that they are not says nothing. So a model of the other words
 * says how many of a feature's prompts would have been refused; a feature with far fewer is a candidate, to be weighed
 * against a model fitted without it. Looks at the sample only: of a set much larger, it sees a part.
 */
import * as o from '../model/observation.ts'
import type { Profile } from '../profile/profile.ts'
import { createNumbers, type Numbers } from '../sketches/numbers.ts'
import { fitFlat, type LogisticModel } from '../stats/logistic.ts'
import type { Pair } from './association.ts'
import { LEAST_SURPRISE } from './count-pairs.ts'
import {
  AFTER_SENTENCE,
  ANYWHERE,
  AT_PREFIX,
  AT_SUFFIX,
  emptyFeatures,
  type Features,
  featureOf,
  featuresOf,
  IN_SYSTEM,
} from './features.ts'

const FEWEST_REFUSALS = 10 // in the sample
const LEAST_EXPECTED = 4 // refusals
const MOST_LEFT = 0.3 // of the refusals expected
const FEWEST_HOLDERS = 3
const SLACK = 2 // powers of ten by which the model that weighs may see more than this one
const MOST_WORDS = 4000
const MOST_CANDIDATES = 24
const FIRST_WORD = 65536
const FULL = 1e100 // of a product, which one more factor will not bring to infinity
const IS_PLACE = new Uint8Array(256) // 1 where features of a place are looked at
for (const place of [AT_SUFFIX, AT_PREFIX, AFTER_SENTENCE, ANYWHERE, IN_SYSTEM]) IS_PLACE[place] = 1

/**
 * Pairs of a feature and *not refused*, most surprising first.
 *
 * @param tested  pairs that every surprise pays for: what the model itself would hardly let pass need not be weighed
 */
export function unrefused(profile: Profile, tested: number): Pair[] {
  if (profile.classes[1] < FEWEST_REFUSALS) return []
  const records = profile.sample.sorted()
  const labels = Uint8Array.from(records, (record) => (record[o.CLASSES] & o.IS_REFUSAL ? 1 : 0))
  const refusals = labels.reduce((sum, label) => sum + label, 0)
  if (refusals < FEWEST_REFUSALS || refusals > records.length / 2) return []
  const numbered = featuresOfAll(records)
  const counts = countsOf(numbered, records, labels)
  const words = modelWords(numbered, counts, records.length)
  const held = wordsOfAll(numbered, words)
  const model = fitFlat(held.flat, held.ends, labels, words.ids.length, { l2: 1, iterations: 30 })
  const seen = seenBy(model, numbered, words, held, labels)
  const needed = LEAST_SURPRISE + Math.log10(Math.max(1, tested)) - SLACK
  return lessRefused(numbered.hashes, counts, seen, needed)
}

/** What is counted of each feature, by number. */
interface Counts {
  readonly exchanges: Uint32Array
  readonly refused: Uint32Array
  readonly signatures: Uint32Array // of the rows
}

function countsOf({ hashes, flat, ends }: Numbered, records: readonly Uint32Array[], labels: Uint8Array): Counts {
  const [exchanges, refused, signatures] = Array.from({ length: 3 }, () => new Uint32Array(hashes.length))
  for (let i = 0, at = 0; i < records.length; i++) {
    const label = labels[i]
    const key = records[i][o.KEY_LOW]
    for (const end = ends[i]; at < end; at++) {
      const feature = flat[at]
      exchanges[feature]++
      refused[feature] += label
      signatures[feature] += key
    }
  }
  return { exchanges, refused, signatures }
}

interface ModelWords {
  readonly ids: readonly number[] // the model's words
  readonly idOf: Int32Array // place among these, of a feature that is a word; else -1
}

/** Words that stand in the same rows are one to the model, or each would leave its share of what they say to the others. */
function modelWords({ hashes, wordOf }: Numbered, counts: Counts, records: number): ModelWords {
  const { exchanges, refused, signatures } = counts
  const ids: number[] = []
  const idOf = new Int32Array(hashes.length).fill(-1)
  const together = new Map<number, number>()
  for (const word of wordsOfRefused(exchanges, refused, wordOf, records)) {
    const rows = exchanges[word] * 2 ** 32 + signatures[word]
    const id = together.get(rows) ?? ids.push(word) - 1
    together.set(rows, id)
    idOf[word] = id
  }
  return { ids, idOf }
}

/** The model's words of all records, end to end. */
interface Flat {
  readonly flat: Uint32Array
  readonly ends: Uint32Array // by record
}

function wordsOfAll({ flat: features, ends: featureEnds }: Numbered, { ids, idOf }: ModelWords): Flat {
  const flat = new Uint32Array(features.length)
  const ends = new Uint32Array(featureEnds.length)
  let held = 0
  for (let i = 0, at = 0; i < featureEnds.length; i++) {
    for (const end = featureEnds[i]; at < end; at++) {
      const id = idOf[features[at]]
      if (id >= 0 && ids[id] === features[at]) flat[held++] = id
    }
    ends[i] = held
  }
  return { flat: flat.subarray(0, held), ends }
}

/** What the model says of each feature, without what its own word says. */
interface Seen {
  readonly expected: Float64Array // refusals
  readonly powers: Float64Array // of ten: the chance that none of those not refused is
}

function seenBy(
  { weights, bias }: LogisticModel,
  { hashes, flat, ends, wordOf }: Numbered,
  { idOf }: ModelWords,
  words: Flat,
  labels: Uint8Array,
): Seen {
  const lifts = weights.map((weight) => Math.exp(-weight)) // what a word's absence does to the odds
  const expected = new Float64Array(hashes.length)
  const powers = new Float64Array(hashes.length)
  const products = new Float64Array(hashes.length).fill(1) // of what `powers` sums the logarithms of: one in a while is cheaper
  for (let i = 0, at = 0, word = 0; i < ends.length; i++) {
    let logit = bias
    for (const end = words.ends[i]; word < end; word++) logit += weights[words.flat[word]]
    const odds = Math.exp(logit)
    for (const end = ends[i]; at < end; at++) {
      const feature = flat[at]
      const own = wordOf[feature]
      const id = own < 0 ? -1 : idOf[own]
      const without = id < 0 ? odds : odds * lifts[id]
      expected[feature] += without / (1 + without)
      if (labels[i] === 1) continue
      products[feature] *= 1 + without // over the chance that it is not refused
      if (products[feature] < FULL) continue
      powers[feature] += Math.log10(products[feature])
      products[feature] = 1
    }
  }
  for (let feature = 0; feature < powers.length; feature++) powers[feature] += Math.log10(products[feature])
  return { expected, powers }
}

/** Features with far fewer refusals than expected, most missing first. */
function lessRefused(
  hashes: Uint32Array,
  { exchanges, refused, signatures }: Counts,
  { expected, powers }: Seen,
  needed: number,
): Pair[] {
  const found: number[] = []
  for (let f = 0; f < hashes.length; f++)
    if (expected[f] >= LEAST_EXPECTED && refused[f] <= expected[f] * MOST_LEFT && powers[f] >= needed) found.push(f)
  return found
    .sort((a, b) => expected[b] - refused[b] - expected[a] + refused[a] || hashes[a] - hashes[b])
    .slice(0, MOST_CANDIDATES)
    .map((f) => ({
      feature: hashes[f],
      outcome: o.NOT_REFUSAL,
      exchanges: exchanges[f],
      both: exchanges[f] - refused[f],
      part: 0,
      surprise: (expected[f] - refused[f]) / Math.LN10,
      rows: signatures[f],
    }))
}

interface Numbered {
  readonly hashes: Uint32Array // of the features, by number
  readonly wordOf: Int32Array // by number: the feature that is the same word anywhere in the last turn; -1 where it is none
  readonly flat: Uint32Array // numbers of the features of all records, end to end
  readonly ends: Uint32Array // by record
}

function featuresOfAll(records: readonly Uint32Array[]): Numbered {
  const tokens = records.reduce((sum, record) => sum + record[o.LAST_COUNT], 0)
  const numbers = createNumbers(tokens / 4)
  const features = emptyFeatures()
  const ends = new Uint32Array(records.length)
  const words: number[] = [] // by number: the hash of the feature that is the same word
  let flat = new Uint32Array(1 << 16)
  let at = 0
  for (let i = 0; i < records.length; i++) {
    featuresOf(records[i], 0, false, features)
    if (at + features.count > flat.length) {
      const larger = new Uint32Array(flat.length * 2 + features.count)
      larger.set(flat)
      flat = larger
    }
    at = numberFeatures(features, numbers, words, flat, at)
    ends[i] = at
  }
  const wordOf = Int32Array.from(words, (hash) => (hash === 0 ? -1 : numbers.find(hash)))
  return { hashes: numbers.hashes(), wordOf, flat: flat.subarray(0, at), ends }
}

/** Writes the numbers of a record's features to flat[at, …); returns where they end. */
function numberFeatures(
  { hashes, places, tokens, count }: Features,
  numbers: Numbers,
  words: number[],
  flat: Uint32Array,
  at: number,
): number {
  let end = at
  for (let f = 0; f < count; f++) {
    if (IS_PLACE[places[f]] === 0) continue
    const number = numbers.of(hashes[f])
    if (number === words.length) words.push(tokens[f] < FIRST_WORD ? 0 : featureOf(ANYWHERE, tokens[f]))
    flat[end++] = number
  }
  return end
}

/** The words that stand in refused prompts, and all that could speak against a refusal: the commonest. */
function wordsOfRefused(exchanges: Uint32Array, refused: Uint32Array, wordOf: Int32Array, records: number): number[] {
  const rank = (word: number): number => exchanges[word] + (refused[word] > 0 ? records : 0)
  const words: number[] = []
  for (let word = 0; word < exchanges.length; word++)
    if (wordOf[word] === word && exchanges[word] >= FEWEST_HOLDERS) words.push(word)
  return words.sort((a, b) => rank(b) - rank(a) || a - b).slice(0, MOST_WORDS)
}
