/** First reading: counts a shard's observation records into a profile. */
import { emptyFeatures, featuresOf, isPair } from './detectors/features.ts'
import { HIDDEN_NAMES, hiddenKinds } from './detectors/hidden-character.ts'
import { createTemplateTokens } from './detectors/template-token.ts'
import { hashesOf } from './lexicons.ts'
import * as o from './model/observation.ts'
import { noteOddities } from './profile/oddities.ts'
import { featureCell, keyCell, outcomeCell, type Profile } from './profile/profile.ts'

/**
 * A counter for one worker: give it the words that were written since the last call.
 *
 * @param pairs  count pairs of words too; else `createPairCollector` may do so later
 */
export function createCollector(
  profile: Profile,
  pairs = true,
): (words: Uint32Array, from: number, to: number) => void {
  const features = emptyFeatures()
  const templateTokens = createTemplateTokens(hashesOf)
  return (words, from, to) => {
    const { features: featureRows, outcomes, keys, classes, sample } = profile
    for (let at = from; at < to; at += words[at]) {
      profile.exchanges++
      profile.tokens += words[at + o.SYSTEM_COUNT] + words[at + o.EARLIER_COUNT] + words[at + o.LAST_COUNT]
      for (let i = o.OUTCOMES; i < o.OUTCOMES_END; i++) {
        const outcome = words[at + i]
        if (outcome !== 0) outcomes[outcomeCell(outcome)]++
      }
      const bits = words[at + o.CLASSES]
      if (bits !== 0) for (let bit = 0; bit < o.CLASS_BITS; bit++) if (bits & (1 << bit)) classes[bit]++
      const cell = keyCell(words[at + o.KEY_LOW])
      if (keys[cell] < 255) keys[cell]++
      sample.offer(words, at)
      const odd = hiddenKinds(words, at) | (templateTokens(words, at) << HIDDEN_NAMES.length)
      if (odd !== 0) noteOddities(profile.oddities, odd, words[at + o.SHARD], words[at + o.ROW])
      featuresOf(words, at, pairs, features)
      const { hashes, count } = features
      for (let i = 0; i < count; i++) featureRows[featureCell(hashes[i])]++
    }
  }
}

/** Counts the rows of pairs of words alone, for sets small enough to follow them. */
export function createPairCollector(rows: Uint32Array): (words: Uint32Array, from: number, to: number) => void {
  const features = emptyFeatures()
  return (words, from, to) => {
    for (let at = from; at < to; at += words[at]) {
      featuresOf(words, at, true, features)
      const { hashes, places, count } = features
      for (let i = 0; i < count; i++) if (isPair(places[i])) rows[featureCell(hashes[i])]++
    }
  }
}
