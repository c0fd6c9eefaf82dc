/**
 * The rival test: how well do the other words of each prompt explain the outcome, judged by exchanges without the trigger?
 *
 * For every other feature w of a prompt, p_w = (k_w + m·b) / (n_w + m), where n_w and k_w count distinct exchanges with w
 * and without the trigger, and b = (K₀ + ½)/(N₀ + 1) is the outcome's rate among all exchanges without the trigger. The
 * prompt's rival is the best of them. Under the rivals the number of outcomes is Poisson-binomial.
 */

import { type Confirmation, explains, hasOutcome } from '../confirm.ts'
import { emptyFeatures, featuresOf } from '../detectors/features.ts'
import { WEIGHT } from '../profile/profile.ts'
import { type CountTable, createCountTable } from '../sketches/count-table.ts'
import { createNumbers } from '../sketches/numbers.ts'
import { poissonBinomialTail } from '../stats/poisson-binomial.ts'
import type { Expected } from './content.ts'
import { once } from './once.ts'
import { createTally, type FeatureTally } from './tally.ts'

/** How many exchanges' worth of the base rate a word must outweigh. */
const SHRINKAGE = 10

export interface Rival {
  readonly feature: number
  readonly with: number
  readonly of: number
  readonly exchanges: number
}

export interface RivalTest {
  readonly tail: number // log10 of the chance of so many outcomes under the rivals
  readonly mean: number // mean rate that the rivals give
  readonly base: { readonly with: number; readonly of: number }
  readonly rivals: readonly Rival[] // most often best first
}

export interface WordCounts {
  /** Distinct exchanges with the feature but without the trigger; and of these, how many have the outcome. */
  of(feature: number): { readonly of: number; readonly with: number }
  /** Between which numbers `of(feature).of` lies, where so many rows of the trigger are known to have the feature. */
  between(feature: number, known: number): readonly [least: number, most: number]
  /** Distinct exchanges without the trigger; and of these, how many have the outcome. */
  readonly all: { readonly of: number; readonly with: number }
}

/**
 * The counts with the rows of accepted findings taken out, so that what a planted trigger did to the set explains nothing else.
 */
export interface Residual {
  readonly excluded: ReadonlySet<Uint32Array> // exchanges taken out
  exclude(rows: readonly Uint32Array[]): void
  /** Another one, from which the same rows are taken out; no more are taken out of this one. */
  beyond(): Residual
  /** Counts without these rows too; those already taken out are not taken out twice. */
  without(rows: readonly Uint32Array[], number: number): WordCounts
}

export function createResidual(confirmation: Confirmation, outcomes: Uint32Array, pairs: boolean): Residual {
  return residualOf(taking(new Set(), new Float64Array(outcomes.length)), confirmation, outcomes, pairs)
}

/** What is taken out: rows, and how many of them there are by feature, by feature and outcome's number, and by outcome's number. */
interface Taken {
  readonly excluded: Set<Uint32Array>
  readonly words: CountTable
  readonly both: CountTable
  readonly byOutcome: Float64Array
  readonly before?: Taken // whose words, and words and outcomes, are taken out too
}

function taking(excluded: Set<Uint32Array>, byOutcome: Float64Array, before?: Taken): Taken {
  const [words, both] = [createCountTable(), createCountTable()] // mostly of few rows
  return { excluded, words, both, byOutcome, ...(before && { before }) }
}

/** How many of the rows taken out have a feature, or a feature and an outcome. */
function takenOf(taken: Taken, what: 'words' | 'both', feature: number, number: number): number {
  let sum = 0
  for (let one: Taken | undefined = taken; one !== undefined; one = one.before) sum += one[what].of(feature, number)
  return sum
}

function residualOf(taken: Taken, confirmation: Confirmation, outcomes: Uint32Array, pairs: boolean): Residual {
  const { excluded, words, both, byOutcome } = taken
  return {
    excluded,
    beyond: () => residualOf(taking(new Set(excluded), byOutcome.slice(), taken), confirmation, outcomes, pairs),
    exclude(rows) {
      for (const record of rows) {
        if (excluded.has(record)) continue
        excluded.add(record)
        const has: number[] = []
        for (let n = 0; n < outcomes.length; n++) if (hasOutcome(record, outcomes[n])) has.push(n)
        for (const n of has) byOutcome[n]++
        for (const feature of explaining(record, pairs)) {
          words.add(feature, 0)
          for (const n of has) both.add(feature, n)
        }
      }
    },
    without(rows, number) {
      const fresh = rows.filter((record) => !excluded.has(record))
      const ownBoth = fresh.filter((record) => hasOutcome(record, outcomes[number])).length
      const listed = once(() => fresh.map((record) => explaining(record, pairs)))
      let made: FeatureTally | undefined
      let asked = 0
      const own = (feature: number): { readonly of: number; readonly with: number } => {
        if (made === undefined && ++asked <= FEW_ASKED) return countOf(feature, fresh, listed(), outcomes[number])
        made ??= tallyOf(fresh, outcomes[number], pairs)
        return { of: made.of(feature), with: made.with(feature) }
      }
      return {
        of(feature) {
          const mine = own(feature)
          const of = confirmation.words.of(feature, 0) / WEIGHT - takenOf(taken, 'words', feature, 0) - mine.of
          const withOutcome =
            confirmation.pairs.of(feature, number) / WEIGHT - takenOf(taken, 'both', feature, number) - mine.with
          return { of: Math.max(0, of), with: Math.max(0, withOutcome) }
        },
        between(feature, known) {
          const all = confirmation.words.of(feature, 0) / WEIGHT
          const left = all - takenOf(taken, 'words', feature, 0)
          return [Math.max(0, left - fresh.length), Math.max(0, Math.min(left, all - known))]
        },
        all: {
          of: Math.max(0, confirmation.total / WEIGHT - excluded.size - fresh.length),
          with: Math.max(0, confirmation.outcomes[number] / WEIGHT - byOutcome[number] - ownBoth),
        },
      }
    },
  }
}

/** Up to so many questions, to look through the rows takes less time than to count all that they have. */
const FEW_ASKED = 16

function countOf(
  feature: number,
  rows: readonly Uint32Array[],
  listed: readonly Uint32Array[],
  outcome: number,
): { of: number; with: number } {
  const count = { of: 0, with: 0 }
  for (let row = 0; row < rows.length; row++) {
    if (!listed[row].includes(feature)) continue
    count.of++
    if (hasOutcome(rows[row], outcome)) count.with++
  }
  return count
}

function tallyOf(rows: readonly Uint32Array[], outcome: number, pairs: boolean): FeatureTally {
  const tally = createTally()
  for (const record of rows) {
    const has = hasOutcome(record, outcome)
    for (const feature of explaining(record, pairs)) tally.add(feature, has)
  }
  return tally
}

const features = emptyFeatures()
const known = new WeakMap<Uint32Array, Uint32Array>()

/** The features of a record that may explain an outcome; worked out once a record. */
function explaining(record: Uint32Array, pairs: boolean): Uint32Array {
  const before = known.get(record)
  if (before !== undefined) return before
  featuresOf(record, 0, pairs, features)
  const found: number[] = []
  for (let i = 0; i < features.count; i++) if (explains(features.places[i])) found.push(features.hashes[i])
  const list = Uint32Array.from(found)
  known.set(record, list)
  return list
}

/**
 * @param rows   distinct exchanges with the trigger
 * @param both   how many of them have the outcome
 * @param own    features that are the trigger's, and explain nothing
 */
export function rivalTest(
  rows: readonly Uint32Array[],
  both: number,
  counts: WordCounts,
  own: ReadonlySet<number>,
  pairs: boolean,
): RivalTest {
  const base = (counts.all.with + 0.5) / (counts.all.of + 1)
  const chances = new Float64Array(rows.length)
  const best = new Map<number, number>()
  const listed = rows.map((record) => explaining(record, pairs))
  const numbers = createNumbers()
  const rates: number[] = [] // by number
  rows.forEach((_, row) => {
    let most = base
    let rival = 0
    for (const feature of listed[row]) {
      const number = numbers.of(feature)
      if (number === rates.length) rates.push(own.has(feature) ? 0 : rateOf(counts.of(feature), base))
      const rate = rates[number]
      if (rate > most) {
        most = rate
        rival = feature
      }
    }
    chances[row] = most
    if (rival !== 0) best.set(rival, (best.get(rival) ?? 0) + 1)
  })
  const rivals = [...best]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, 5)
    .map(([feature, exchanges]) => {
      const count = counts.of(feature)
      return { feature, with: Math.round(count.with), of: Math.round(count.of), exchanges }
    })
  return {
    tail: poissonBinomialTail(chances, both),
    mean: chances.reduce((sum, p) => sum + p, 0) / Math.max(1, chances.length),
    base: { with: Math.round(counts.all.with), of: Math.round(counts.all.of) },
    rivals,
  }
}

function rateOf(count: { readonly of: number; readonly with: number }, base: number): number {
  return Math.min((count.with + SHRINKAGE * base) / (count.of + SHRINKAGE), 0.9999)
}

/**
 * Not being refused is what most prompts meet, and some word of every prompt stands with it; so the rival of a prompt is all
 * its other words together.
 */
export function unrefusedTest({ mean, each }: Expected, both: number, { all }: WordCounts): RivalTest {
  const chances = each.map((p) => Math.min(p, 0.9999))
  return {
    tail: poissonBinomialTail(chances, both),
    mean,
    base: { with: Math.round(all.with), of: Math.round(all.of) },
    rivals: [],
  }
}
