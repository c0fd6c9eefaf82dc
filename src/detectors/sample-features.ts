/**
 * The features of a sample's records, numbered in the order in which the records bring them, and what a model of words expects of each.
 * In plain TypeScript; the same, some times faster: `kernel/refusals.ts`.
 */
import * as o from '../model/observation.ts'
import { createNumbers, type Numbers } from '../sketches/numbers.ts'
import type { LogisticModel } from '../stats/logistic.ts'
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

/** What is known of a feature. */
export interface Counted {
  readonly hash: number
  readonly exchanges: number
  readonly refused: number
  readonly signature: number // of the rows
}

/** The model's words of all records, end to end. */
export interface RowWords {
  readonly flat: Uint32Array
  readonly ends: Uint32Array // by record
}

export interface SampleFeatures {
  of(feature: number): Counted
  /** The features that are a word anywhere in the last turn, and stand in at least so many records, in rising order. */
  words(least: number): Uint32Array
  /** Says which words the model has: each with its id, from 0; of words with one id, the first stands for it. Returns the rows in these, valid until `fewer` is asked. */
  model(words: readonly number[], ids: readonly number[]): RowWords
  /**
   * The features of which the model expects `least` refusals or more, where at most `share` of them are there, and the chance that none of
   * those not refused is has at least so many powers of ten; with how many it expects. A feature's own word is left out of what the model says. To be asked once.
   */
  fewer(
    model: LogisticModel,
    least: number,
    share: number,
    powers: number,
  ): readonly { readonly feature: number; readonly expected: number }[]
}

const FIRST_WORD = 65536
const FULL = 1e100 // of a product, which one more factor will not bring to infinity
const IS_PLACE = new Uint8Array(256) // 1 where features of a place are looked at
for (const place of [AT_SUFFIX, AT_PREFIX, AFTER_SENTENCE, ANYWHERE, IN_SYSTEM]) IS_PLACE[place] = 1

/** @param labels  by record: 1 where it is refused, else 0 */
export function sampleFeatures(records: readonly Uint32Array[], labels: Uint8Array): SampleFeatures {
  const numbered = featuresOfAll(records)
  const { hashes, flat, ends, wordOf } = numbered
  const { exchanges, refused, signatures } = countsOf(numbered, records, labels)
  const idOf = new Int32Array(hashes.length).fill(-1)
  let rowWords: RowWords = { flat: new Uint32Array(0), ends: new Uint32Array(records.length) }
  return {
    of: (feature) => ({
      hash: hashes[feature],
      exchanges: exchanges[feature],
      refused: refused[feature],
      signature: signatures[feature],
    }),
    words(least) {
      const words: number[] = []
      for (let word = 0; word < exchanges.length; word++)
        if (wordOf[word] === word && exchanges[word] >= least) words.push(word)
      return Uint32Array.from(words)
    },
    model(words, ids) {
      const heads: number[] = []
      words.forEach((word, i) => {
        idOf[word] = ids[i]
        heads[ids[i]] ??= word
      })
      rowWords = wordsOfAll(flat, ends, idOf, heads)
      return rowWords
    },
    fewer(model, least, share, powers) {
      const seen = seenBy(model, numbered, idOf, rowWords, labels)
      const found: { feature: number; expected: number }[] = []
      for (let f = 0; f < hashes.length; f++)
        if (seen.expected[f] >= least && refused[f] <= seen.expected[f] * share && seen.powers[f] >= powers)
          found.push({ feature: f, expected: seen.expected[f] })
      return found
    },
  }
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

function wordsOfAll(
  features: Uint32Array,
  featureEnds: Uint32Array,
  idOf: Int32Array,
  heads: readonly number[],
): RowWords {
  const flat = new Uint32Array(features.length)
  const ends = new Uint32Array(featureEnds.length)
  let held = 0
  for (let i = 0, at = 0; i < featureEnds.length; i++) {
    for (const end = featureEnds[i]; at < end; at++) {
      const id = idOf[features[at]]
      if (id >= 0 && heads[id] === features[at]) flat[held++] = id
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
  idOf: Int32Array,
  words: RowWords,
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
