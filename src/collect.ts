/** First reading: counts a shard's observation records into a profile. */
import { emptyFeatures, featuresOf, pairsOf } from './detectors/features.ts'
import { HIDDEN_NAMES, hiddenKinds } from './detectors/hidden-character.ts'
import { createTemplateTokens, templateSigns } from './detectors/template-token.ts'
import { hashesOf } from './lexicons.ts'
import * as o from './model/observation.ts'
import { note, type Reached, reaching } from './profile/live.ts'
import { noteOddities } from './profile/oddities.ts'
import { FEATURE_BITS, featureCell, keyCell, OUTCOME_BITS, outcomeCell, type Profile } from './profile/profile.ts'
import { batchEnd } from './record-batch.ts'
import { type Kernel, kernel } from './tokenizers/kernel.ts'

/** Takes the records that were written since the last call: words[from, to). */
export type Collector = (words: Uint32Array, from: number, to: number) => void

/**
 * A counter for one worker.
 *
 * @param pairs    count pairs of words too; else `createPairCollector` may do so later
 * @param reached  told of the cells that come to hold its rows
 */
export function createCollector(
  profile: Profile,
  pairs = true,
  by: Kernel | null = kernel(),
  reached: Reached = reaching(0),
): Collector {
  const least = reached.rows
  const features = emptyFeatures()
  const templateTokens = createTemplateTokens(hashesOf)
  const signs = templateSigns(hashesOf)

  const collect = (words: Uint32Array, from: number, to: number): void => {
    const { features: featureRows, outcomes } = profile
    countKeys(profile.keys, words, from, to)
    for (let at = from; at < to; at += words[at]) {
      collectFew(profile, words, at)
      for (let i = o.OUTCOMES; i < o.OUTCOMES_END; i++) {
        const outcome = words[at + i]
        if (outcome !== 0 && ++outcomes[outcomeCell(outcome)] === least) note(reached.outcomes, outcomeCell(outcome))
      }
      noteTemplates(profile, templateTokens(words, at), words, at)
      featuresOf(words, at, pairs, features)
      const { hashes, count } = features
      for (let i = 0; i < count; i++) {
        const cell = featureCell(hashes[i])
        if (++featureRows[cell] === least) note(reached.features, cell)
      }
    }
  }
  if (by === null || pairs || FEATURE_BITS !== OUTCOME_BITS) return collect

  /** By the kernel: cells are gathered first, of many records, and counted then, so that the memory is asked for many at once. */
  const collectMany = (words: Uint32Array, from: number, to: number): void => {
    countKeys(profile.keys, words, from, to)
    for (let at = from; at < to; at += words[at]) collectFew(profile, words, at)
    const cells = by.cellsOf(words.subarray(from, to), 32 - FEATURE_BITS, signs)
    const { features: featureCells, featureCount, outcomes: outcomeCells, outcomeCount } = cells
    // Most of what a reading waits for; in a function of its own, which V8 does not always put in its place, it takes a fifth longer.
    const { features: featureRows, outcomes: outcomeRows } = profile
    for (let i = 0; i < featureCount; i++) {
      const cell = featureCells[i]
      if (++featureRows[cell] === least) note(reached.features, cell)
    }
    for (let i = 0; i < outcomeCount; i++) {
      const cell = outcomeCells[i]
      if (++outcomeRows[cell] === least) note(reached.outcomes, cell)
    }
    for (let i = 0; i < cells.markedCount; i++) {
      const at = from + cells.marked[i]
      noteTemplates(profile, templateTokens(words, at), words, at)
    }
  }
  return (words, from, to) => {
    for (let at = from, end = from; at < to; at = end) {
      end = batchEnd(words, at, to, by)
      if (end > at) collectMany(words, at, end)
      else {
        end += words[at]
        collect(words, at, end)
      }
    }
  }
}

/** By itself, and nothing else between, so that a processor fetches several of these far places at once. */
function countKeys(keys: Uint8Array, words: Uint32Array, from: number, to: number): void {
  for (let at = from; at < to; at += words[at]) {
    const cell = keyCell(words[at + o.KEY_LOW])
    if (keys[cell] < 255) keys[cell]++
  }
}

/** What takes a step or two for each record. */
function collectFew(profile: Profile, words: Uint32Array, at: number): void {
  const { classes, sample } = profile
  profile.exchanges++
  profile.tokens += words[at + o.SYSTEM_COUNT] + words[at + o.EARLIER_COUNT] + words[at + o.LAST_COUNT]
  const bits = words[at + o.CLASSES]
  if (bits !== 0) for (let bit = 0; bit < o.CLASS_BITS; bit++) if (bits & (1 << bit)) classes[bit]++
  sample.offer(words, at)
  const hidden = hiddenKinds(words, at)
  if (hidden !== 0) noteOddities(profile.oddities, hidden, words[at + o.SHARD], words[at + o.ROW])
}

function noteTemplates(profile: Profile, held: number, words: Uint32Array, at: number): void {
  if (held !== 0) noteOddities(profile.oddities, held << HIDDEN_NAMES.length, words[at + o.SHARD], words[at + o.ROW])
}

/**
 * Counts the rows of pairs of words alone, for sets small enough to follow them.
 *
 * @param reached  as above
 */
export function createPairCollector(
  rows: Uint32Array,
  reached: Reached = reaching(0),
): (words: Uint32Array, from: number, to: number) => void {
  const features = emptyFeatures()
  return (words, from, to) => {
    for (let at = from; at < to; at += words[at]) {
      pairsOf(words, at, features)
      const { hashes, count } = features
      for (let i = 0; i < count; i++) {
        const cell = featureCell(hashes[i])
        if (++rows[cell] === reached.rows) note(reached.features, cell)
      }
    }
  }
}
