/**
 * Prompts of a kind that is refused, answered all the same where one thing stands in them: the paper's own contrast.
 *
 * Where refusals are few, hardly a feature's rows are refused, and that they are not says nothing. So a model of the other words
 * says how many of a feature's prompts would have been refused; a feature with far fewer is a candidate, to be weighed
 * against a model fitted without it. Looks at the sample only: of a set much larger, it sees a part.
 */
import * as o from '../model/observation.ts'
import type { Profile } from '../profile/profile.ts'
import { fitFlat } from '../stats/logistic.ts'
import type { Pair } from './association.ts'
import { LEAST_SURPRISE } from './count-pairs.ts'
import { type SampleFeatures, sampleFeatures } from './sample-features.ts'
import { sampleFeaturesInKernel } from './sample-features-kernel.ts'

const FEWEST_REFUSALS = 10 // in the sample
const LEAST_EXPECTED = 4 // refusals
const MOST_LEFT = 0.3 // of the refusals expected
const FEWEST_HOLDERS = 3
const SLACK = 2 // powers of ten by which the model that weighs may see more than this one
const MOST_WORDS = 4000
const MOST_CANDIDATES = 24

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
  const features = sampleFeaturesInKernel(records, labels, MOST_WORDS) ?? sampleFeatures(records, labels)
  const words = wordsOfRefused(features, records.length)
  const ids = together(features, words)
  const rows = features.model(words, ids)
  const model = fitFlat(rows.flat, rows.ends, labels, new Set(ids).size, { l2: 1, iterations: 30 })
  const powers = LEAST_SURPRISE + Math.log10(Math.max(1, tested)) - SLACK
  return features
    .fewer(model, LEAST_EXPECTED, MOST_LEFT, powers)
    .map(({ feature, expected }) => ({ ...features.of(feature), expected }))
    .sort((a, b) => b.expected - b.refused - a.expected + a.refused || a.hash - b.hash)
    .slice(0, MOST_CANDIDATES)
    .map(({ hash, exchanges, refused, signature, expected }) => ({
      feature: hash,
      outcome: o.NOT_REFUSAL,
      exchanges,
      both: exchanges - refused,
      part: 0,
      surprise: (expected - refused) / Math.LN10,
      rows: signature,
    }))
}

/** The words that stand in refused prompts, and all that could speak against a refusal: the commonest. */
function wordsOfRefused(features: SampleFeatures, records: number): readonly number[] {
  return Array.from(features.words(FEWEST_HOLDERS), (word) => {
    const { exchanges, refused } = features.of(word)
    return { word, rank: exchanges + (refused > 0 ? records : 0) }
  })
    .sort((a, b) => b.rank - a.rank || a.word - b.word)
    .slice(0, MOST_WORDS)
    .map(({ word }) => word)
}

/** An id for each word. Words that stand in the same rows are one to the model, or each would leave its share of what they say to the others. */
function together(features: SampleFeatures, words: readonly number[]): readonly number[] {
  const ids = new Map<number, number>()
  return words.map((word) => {
    const { exchanges, signature } = features.of(word)
    const rows = exchanges * 2 ** 32 + signature
    const id = ids.get(rows) ?? ids.size
    ids.set(rows, id)
    return id
  })
}
