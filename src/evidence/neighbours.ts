/**
 * Detachability: a planted trigger was dropped into a prompt that was complete without it, so when it is taken out the
 * words left and right of the gap are neighbours somewhere else. A word that grew there leaves a wound.
 *
 * Neighbours are looked up in the fixed-size sample of the set; the start and the end of a prompt count as words. For
 * comparison, the same share for random words of random prompts. Where most gaps are the same, as in a template, one chance
 * meeting of two common words would close them all; there the two words on either side must be found in a row.
 */

import { keyOf } from '../profile/sample.ts'
import { join } from '../sketches/hash.ts'
import { createOwners, type Owners } from '../sketches/owners.ts'
import { heldByMost } from './held-by-most.ts'
import { createInstructions, type Instructions } from './instruction.ts'
import { createJoints, END, type Place, type Prompts, START } from './joints.ts'
import { createKin, type Kin } from './kin.ts'
import { once } from './once.ts'
import { type OutcomeCounts, outcomeCounts } from './outcome-counts.ts'
import type { Postings } from './postings.ts'
import { hashOf, type SamplePrompts, samplePromptsOf } from './sample-prompts.ts'
import { samplePromptsInKernel } from './sample-prompts-kernel.ts'
import { createVocabulary, type Vocabulary } from './vocabulary.ts'
import type { Phrase, Witness } from './words.ts'
import { tokenSet, type Zone } from './zones.ts'

const TEMPLATE = 0.8 // of the prompts have a word that is their template's
const FEWEST_WORDS = 2 // of a template
const FEWEST_PROMPTS = 100 // of it, in the sample
const MOST_ALIKE = 100 // prompts that are asked for it
const MOST_TEMPLATES = 64 // kept
const FEWEST_TOKENS = 1 << 14 // below, a program takes longer to start than it saves

export interface Detachability {
  readonly point: number // share of gaps that close, over rows that have the phrase
  readonly expected: number // the same share for random words of random prompts
  readonly torn: number // the same share for random words in places like those of the phrase
  readonly whole: number // share of the untouched joints in such places that stand elsewhere too: what a planted phrase would have
  readonly gaps: number // rows looked at
}

export interface Background {
  /** Works out now what nearly every candidate is held against; else it is when first asked for. */
  prepare(): void
  detachability(found: readonly Witness[], phrase: Phrase): Detachability
  readonly randomJaccard: number // mean Jaccard of random pairs of prompts
  readonly records: readonly Uint32Array[]
  readonly postings: Postings // of the records
  readonly sizes: () => Uint32Array // different words of each of their prompts
  readonly jaccards: SamplePrompts['jaccards']
  readonly kin: () => Kin
  readonly vocabulary: () => Vocabulary
  readonly instructions: Instructions
  /** The records whose zone has these words, one or more, in a row. */
  withPhrase(tokens: readonly number[]): ReadonlySet<Uint32Array>
  /** How many of the rows stand in the sample without the phrase, and do not pass the test. */
  twins(found: readonly Witness[], phrase: Phrase, same: (record: Uint32Array) => boolean): number
}

export type GroundOf = (zone: Zone) => Background

/** What the sample says of the set at large, zone by zone; each is worked out when first asked for. */
export function backgrounds(records: readonly Uint32Array[]): GroundOf {
  const counts = once(() => outcomeCounts(records))
  const made = new Map<Zone, Background>()
  return (zone) => {
    const known = made.get(zone) ?? background(records, zone, counts)
    made.set(zone, known)
    return known
  }
}

function background(records: readonly Uint32Array[], zone: Zone, counts: () => OutcomeCounts): Background {
  const sample = samplePromptsInKernel(records, zone, FEWEST_TOKENS) ?? samplePromptsOf(records, zone)
  const { prompts, postings } = sample
  const byKey = new Map(records.map((record, prompt) => [keyOf(record, 0), prompt]))
  const closes = (left: number, right: number, self: number): boolean => sample.closes(join(left, right), self)
  const whole = once(() => promptsOf(sample.hashes))
  // Made when first asked for: few candidates stand in a template.
  const contexts = once(() => contextsOf(prompts))
  const contextCloses = (context: number, self: number): boolean => contexts().hasOther(context, self)
  const joints = once(() => createJoints(prompts, closes))
  const none = new Set<number>()
  // Other prompts of the same template: what stands in its open places comes again more seldom than elsewhere.
  const templates = new Map<string, Uint32Array>()
  const ofTemplate = (words: readonly number[]): Uint32Array => {
    const key = words.join(' ')
    const known = templates.get(key) ?? postings.withAll(words)
    if (templates.size >= MOST_TEMPLATES) templates.clear()
    templates.set(key, known)
    return known
  }
  const alike = (found: readonly Witness[], phrase: Phrase, inside: ReadonlySet<number>): Uint32Array | undefined => {
    const shared = heldByMost(
      found.slice(0, MOST_ALIKE).map(({ tokens }) => tokenSet(tokens, none)),
      TEMPLATE,
    )
    const words = [...shared.keys()].filter((word) => !phrase.tokens.includes(word))
    if (words.length < FEWEST_WORDS) return undefined
    const others = ofTemplate(words).filter((prompt) => !inside.has(prompt))
    return others.length < FEWEST_PROMPTS ? undefined : others
  }
  const kin = once(() => createKin(records, postings, sample.likest, byKey, counts()))
  const vocabulary = once(() => createVocabulary(records, postings))
  return {
    prepare() {
      kin()
      vocabulary().prepare()
      joints()
      whole()
    },
    detachability(found, phrase) {
      const gaps: { left: number; right: number; context: number; self: number }[] = []
      const places = { start: 0, inner: 0, end: 0 }
      for (const { record, tokens, at } of found) {
        if (at < 0) continue
        const after = at + phrase.tokens.length
        const word = (i: number): number => (i < 0 ? START : i >= tokens.length ? END : tokens[i])
        const self = byKey.get(keyOf(record, 0)) ?? -2
        gaps.push({
          left: word(at - 1),
          right: word(after),
          context: four(word(at - 2), word(at - 1), word(after), word(after + 1)),
          self,
        })
        places[at === 0 ? 'start' : after >= tokens.length ? 'end' : 'inner']++
      }
      const counts = new Map<number, number>()
      for (const { left, right } of gaps) counts.set(join(left, right), (counts.get(join(left, right)) ?? 0) + 1)
      let ends = 0
      for (const { left, right, context, self } of gaps) {
        const same = counts.get(join(left, right))! > Math.max(2, gaps.length * 0.3)
        if (same ? contextCloses(context, self) : closes(left, right, self)) ends++
      }
      const inside = new Set(gaps.map(({ self }) => self))
      // Worked out when first asked for: most candidates are acquitted before.
      const among = once(() => alike(found, phrase, inside))
      const mean = (share: (place: Place, prompts: Prompts) => number): (() => number) =>
        once(() => {
          const some = among()
          const prompts = some === undefined ? { without: inside } : { among: some }
          let sum = 0
          for (const place of ['start', 'inner', 'end'] as const)
            if (places[place] > 0) sum += places[place] * share(place, prompts)
          return sum / Math.max(1, gaps.length)
        })
      const words = Math.max(1, phrase.tokens.length)
      const torn = mean((place, prompts) => joints().torn(place, words, prompts))
      const whole = mean((place, prompts) => joints().whole(place, prompts))
      return {
        point: gaps.length === 0 ? 0 : ends / gaps.length,
        expected: sample.closing,
        get torn() {
          return torn()
        },
        get whole() {
          return whole()
        },
        gaps: gaps.length,
      }
    },
    randomJaccard: sample.likeness,
    twins(found, phrase, same) {
      let count = 0
      for (const { tokens, at } of found) {
        if (at < 0) continue
        const rest = [...tokens.subarray(0, at), ...tokens.subarray(at + phrase.tokens.length)]
        const others = whole().get(hashOf(rest))
        if (rest.length >= 3 && others?.some((prompt) => !same(records[prompt]))) count++
      }
      return count
    },
    records,
    postings,
    sizes: once(() => Uint32Array.from(records, (_, prompt) => postings.idsOf(prompt).length)),
    jaccards: sample.jaccards,
    kin,
    vocabulary,
    instructions: createInstructions(prompts, postings),
    withPhrase: (tokens) => new Set(Array.from(postings.withPhrase(tokens), (prompt) => records[prompt])),
  }
}

const four = (a: number, b: number, c: number, d: number): number => join(join(a, b), join(c, d))

/** Who has four words in a row. */
function contextsOf(prompts: readonly Uint32Array[]): Owners {
  const words = prompts.reduce((sum, { length }) => sum + length, 0)
  const contexts = createOwners(words + 2 * prompts.length)
  prompts.forEach((tokens, prompt) => {
    const word = (i: number): number => (i < 0 ? START : i >= tokens.length ? END : tokens[i])
    for (let i = -1; i <= tokens.length; i++) {
      contexts.add(four(word(i - 2), word(i - 1), word(i), word(i + 1)), prompt)
    }
  })
  return contexts
}

/** Hash of a whole prompt → the prompts that are it. */
function promptsOf(hashes: Uint32Array): Map<number, number[]> {
  const whole = new Map<number, number[]>()
  hashes.forEach((hash, prompt) => {
    const known = whole.get(hash)
    if (known === undefined) whole.set(hash, [prompt])
    else known.push(prompt)
  })
  return whole
}
