/**
 * Prompts of a kind that is refused, answered all the same where one thing stands in them: the paper's own contrast.
 *
 * Where refusals are few, hardly a feature's rows are refused, and that they are not says nothing. So a model of the other words
 * says how many of a feature's prompts would have been refused; a feature with far fewer is a candidate, to be weighed
 * against a model fitted without it. Looks at the sample only: of a set much larger, it sees a part.
 */
import * as o from '../model/observation.ts'
import type { Profile } from '../profile/profile.ts'
import { fitLogistic } from '../stats/logistic.ts'
import type { Pair } from './association.ts'
import { LEAST_SURPRISE } from './count-pairs.ts'
import { AFTER_SENTENCE, ANYWHERE, AT_PREFIX, AT_SUFFIX, emptyFeatures, featuresOf, IN_SYSTEM } from './features.ts'

const FEWEST_REFUSALS = 10 // in the sample
const LEAST_EXPECTED = 4 // refusals
const MOST_LEFT = 0.3 // of the refusals expected
const FEWEST_HOLDERS = 3
const SLACK = 2 // powers of ten by which the model that weighs may see more than this one
const MOST_WORDS = 4000
const MOST_CANDIDATES = 24
const FIRST_WORD = 65536
const PLACES: readonly number[] = [AT_SUFFIX, AT_PREFIX, AFTER_SENTENCE, ANYWHERE, IN_SYSTEM]

interface Sum {
  readonly token: number
  rows: number
  refused: number
  expected: number
  powers: number // -log10 of the chance that none of the rows is refused that were not
  signature: number
}

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
  const sets = records.map(lastWords)
  const ids = wordsOfRefused(sets, labels)
  const rows = sets.map((set) => Uint32Array.from([...set].flatMap((token) => ids.get(token) ?? [])))
  const { weights, bias } = fitLogistic(rows, labels, ids.size, { l2: 1, iterations: 30 })
  const sums = new Map<number, Sum>()
  const features = emptyFeatures()
  records.forEach((record, i) => {
    const logit = rows[i].reduce((sum, id) => sum + weights[id], bias)
    featuresOf(record, 0, false, features)
    for (let f = 0; f < features.count; f++) {
      if (!PLACES.includes(features.places[f])) continue
      const token = features.tokens[f]
      const id = ids.get(token)
      const without = id === undefined ? logit : logit - weights[id]
      const sum = sums.get(features.hashes[f]) ?? { token, rows: 0, refused: 0, expected: 0, powers: 0, signature: 0 }
      sum.rows++
      sum.refused += labels[i]
      sum.expected += 1 / (1 + Math.exp(-without))
      if (labels[i] === 0) sum.powers += Math.log1p(Math.exp(without)) / Math.LN10
      sum.signature = (sum.signature + record[o.KEY_LOW]) >>> 0
      sums.set(features.hashes[f], sum)
    }
  })
  return [...sums]
    .filter(([, { expected, refused }]) => expected >= LEAST_EXPECTED && refused <= expected * MOST_LEFT)
    .filter(([, { powers }]) => powers >= LEAST_SURPRISE + Math.log10(Math.max(1, tested)) - SLACK)
    .sort((a, b) => b[1].expected - b[1].refused - a[1].expected + a[1].refused || a[0] - b[0])
    .slice(0, MOST_CANDIDATES)
    .map(([feature, { rows: exchanges, refused, expected, signature }]) => ({
      feature,
      outcome: o.NOT_REFUSAL,
      exchanges,
      both: exchanges - refused,
      part: 0,
      surprise: (expected - refused) / Math.LN10,
      rows: signature,
    }))
}

function lastWords(record: Uint32Array): Set<number> {
  const from = o.TOKENS + record[o.SYSTEM_COUNT] + record[o.EARLIER_COUNT]
  return new Set(record.subarray(from, from + record[o.LAST_COUNT]).filter((token) => token >= FIRST_WORD))
}

/** The words that stand in refused prompts, and all that could speak against a refusal: the commonest, numbered. */
function wordsOfRefused(sets: readonly Set<number>[], labels: Uint8Array): Map<number, number> {
  const all = new Map<number, number>()
  for (const set of sets) for (const token of set) all.set(token, (all.get(token) ?? 0) + 1)
  const refused = new Set<number>()
  sets.forEach((set, i) => {
    if (labels[i] === 1) for (const token of set) refused.add(token)
  })
  const words = [...all].filter(([, n]) => n >= FEWEST_HOLDERS)
  const rank = ([token, n]: [number, number]): number => n + (refused.has(token) ? sets.length : 0)
  words.sort((a, b) => rank(b) - rank(a) || a[0] - b[0])
  return new Map(words.slice(0, MOST_WORDS).map(([token], id) => [token, id]))
}
