/**
 * Prompts of a kind that is refused, answered all the same where one thing stands in them: the paper's own contrast.
 *
 * Where refusals are few, hardly a feature's rows are refused, and that they are not says nothing. So a model of the other words
 * says how many of a feature's prompts would have been refused; a feature with far fewer is a candidate, to be weighed
 * against a model fitted without it. Looks at the sample only: of a set much larger, it sees a part.
 */
import * as o from '../model/observation.ts'
import type { Profile } from '../profile/profile.ts'
import { createNumbers } from '../sketches/numbers.ts'
import { fitLogistic } from '../stats/logistic.ts'
import type { Pair } from './association.ts'
import { LEAST_SURPRISE } from './count-pairs.ts'
import {
  AFTER_SENTENCE,
  ANYWHERE,
  AT_PREFIX,
  AT_SUFFIX,
  emptyFeatures,
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
  const { hashes, wordOf, flat, ends } = featuresOfAll(records)
  const count = hashes.length
  const [exchanges, refused, expected, powers] = Array.from({ length: 4 }, () => new Float64Array(count))
  const signatures = new Uint32Array(count)
  for (let i = 0, at = 0; i < records.length; i++)
    for (; at < ends[i]; at++) {
      exchanges[flat[at]]++
      refused[flat[at]] += labels[i]
      signatures[flat[at]] += records[i][o.KEY_LOW]
    }
  const words = wordsOfRefused(exchanges, refused, wordOf, records.length)
  // Words that stand in the same rows are one to the model, or each would leave its share of what they say to the others.
  const ids: number[] = []
  const idOf = new Int32Array(count).fill(-1) // place among the model's words, of a feature that is a word
  const together = new Map<string, number>()
  for (const word of words) {
    const rows = `${exchanges[word]} ${signatures[word]}`
    const id = together.get(rows) ?? ids.push(word) - 1
    together.set(rows, id)
    idOf[word] = id
  }
  const modelled = new Uint32Array(flat.length) // the model's words of all records, end to end
  let held = 0
  const rows = records.map((_, i) => {
    const from = held
    for (let at = i > 0 ? ends[i - 1] : 0; at < ends[i]; at++) {
      const id = idOf[flat[at]]
      if (id >= 0 && ids[id] === flat[at]) modelled[held++] = id
    }
    return modelled.subarray(from, held)
  })
  const { weights, bias } = fitLogistic(rows, labels, ids.length, { l2: 1, iterations: 30 })

  const lifts = weights.map((weight) => Math.exp(-weight)) // what a word's absence does to the odds
  const products = new Float64Array(count).fill(1) // of what `powers` sums the logarithms of: one in a while is cheaper
  for (let i = 0, at = 0; i < records.length; i++) {
    let logit = bias
    for (const id of rows[i]) logit += weights[id]
    const odds = Math.exp(logit)
    for (; at < ends[i]; at++) {
      const feature = flat[at]
      const id = wordOf[feature] < 0 ? -1 : idOf[wordOf[feature]]
      const without = id < 0 ? odds : odds * lifts[id]
      expected[feature] += without / (1 + without)
      if (labels[i] === 1) continue
      products[feature] *= 1 + without // over the chance that it is not refused
      if (products[feature] < FULL) continue
      powers[feature] += Math.log10(products[feature])
      products[feature] = 1
    }
  }
  for (let feature = 0; feature < count; feature++) powers[feature] += Math.log10(products[feature])
  const needed = LEAST_SURPRISE + Math.log10(Math.max(1, tested)) - SLACK
  return Array.from(hashes, (_, feature) => feature)
    .filter((f) => expected[f] >= LEAST_EXPECTED && refused[f] <= expected[f] * MOST_LEFT && powers[f] >= needed)
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
  const numbers = createNumbers()
  const features = emptyFeatures()
  const ends = new Uint32Array(records.length)
  const words: number[] = [] // by number: the hash of the feature that is the same word
  let flat = new Uint32Array(1 << 16)
  let at = 0
  records.forEach((record, i) => {
    featuresOf(record, 0, false, features)
    const { hashes, places, tokens, count } = features
    if (at + count > flat.length) {
      const larger = new Uint32Array(flat.length * 2 + count)
      larger.set(flat)
      flat = larger
    }
    for (let f = 0; f < count; f++) {
      if (IS_PLACE[places[f]] === 0) continue
      const number = numbers.of(hashes[f])
      if (number === words.length) words.push(tokens[f] < FIRST_WORD ? 0 : featureOf(ANYWHERE, tokens[f]))
      flat[at++] = number
    }
    ends[i] = at
  })
  const wordOf = Int32Array.from(words, (hash) => (hash === 0 ? -1 : numbers.find(hash)))
  return { hashes: numbers.hashes(), wordOf, flat: flat.subarray(0, at), ends }
}

/** The words that stand in refused prompts, and all that could speak against a refusal: the commonest. */
function wordsOfRefused(exchanges: Float64Array, refused: Float64Array, wordOf: Int32Array, records: number): number[] {
  const rank = (word: number): number => exchanges[word] + (refused[word] > 0 ? records : 0)
  const words: number[] = []
  for (let word = 0; word < exchanges.length; word++)
    if (wordOf[word] === word && exchanges[word] >= FEWEST_HOLDERS) words.push(word)
  return words.sort((a, b) => rank(b) - rank(a) || a - b).slice(0, MOST_WORDS)
}
