/**
 * Third reading, its second half: in how many distinct exchanges does each word stand, and in how many of these with each
 * outcome asked for? Copies of one exchange weigh one together (see `rowWeight`).
 *
 * Looks at every word of every prompt, so what is not asked for must cost next to nothing.
 */
import { explains, type WordSums } from './confirm.ts'
import { emptyFeatures, featuresOf } from './detectors/features.ts'
import { EVENTS_PER_FEATURE } from './detectors/suspicion.ts'
import * as o from './model/observation.ts'
import { featureCell, type Profile, rowWeight, weightAmong } from './profile/profile.ts'
import { createNumberSet } from './sketches/number-set.ts'
import { createRowWeights } from './sketches/row-weights.ts'
import { createWeightTable } from './sketches/weight-table.ts'
import { createSummer, type OnSummed, type Weigh } from './sum-features.ts'

export interface WordCounter {
  /** Counts the records words[from, to). */
  count(words: Uint32Array, from: number, to: number): void
  /** What was counted. */
  sums(): WordSums
}

/** Whether all common words are counted beside those asked for, since the second reading saw a part of these only. */
export type Counting =
  | { readonly pairs: boolean; readonly common: true }
  | {
      readonly pairs: boolean
      readonly common: false
      readonly copies: Uint8Array // rows that have the key of each record that will be counted, in their order
    }

/** @param asked  words to count; without common ones, none but such as may explain an outcome */
export function createWordCounter(
  asked: Iterable<number>,
  outcomes: Uint32Array,
  profile: Profile,
  counting: Counting,
): WordCounter {
  const { pairs } = counting
  const copies = counting.common ? undefined : counting.copies
  const isCommon = (feature: number): boolean => profile.features[featureCell(feature)] > EVENTS_PER_FEATURE
  const numbers = new Map<number, number>()
  outcomes.forEach((outcome, number) => {
    numbers.set(outcome, number)
  })
  const live = createNumberSet(outcomes)
  const numberOfBit = Array.from({ length: o.CLASS_BITS }, (_, bit) => numbers.get(bit + 1))
  const notRefused = numbers.get(o.NOT_REFUSAL)
  const members = new Set(asked)
  const wanted = createRowWeights(members)
  const others = createWeightTable() // of common words beside them
  const both = createWeightTable(members.size)
  const byOutcome = new Float64Array(outcomes.length)
  const features = emptyFeatures()
  const sum = counting.common ? undefined : createSummer(members, wanted, pairs)
  const has = new Uint32Array(o.OUTCOMES_END + o.CLASS_BITS)
  const total = new Float64Array(1) // an array, since such a number would be made anew for every record
  let weighed = 0 // records, of those in `copies`
  let row = 0 // a word counts once in a row; of all words, rows are numbered here

  /** Numbers of the record's outcomes, into `has`; returns how many. */
  const outcomesOf = (record: Uint32Array, at: number): number => {
    let count = 0
    const add = (number: number | undefined): void => {
      if (number !== undefined) has[count++] = number
    }
    for (let i = at + o.OUTCOMES; i < at + o.OUTCOMES_END; i++)
      if (record[i] !== 0 && live.has(record[i])) add(numbers.get(record[i]))
    const classes = record[at + o.CLASSES]
    for (let bit = 0; classes >>> bit !== 0; bit++) if (classes & (1 << bit)) add(numberOfBit[bit])
    if (!(classes & o.IS_REFUSAL)) add(notRefused)
    return count
  }

  const addBoth = (hash: number, outcomeCount: number, weight: number, row: number): void => {
    for (let n = 0; n < outcomeCount; n++) both.add(hash, has[n], weight, row)
  }
  const countCommon = (records: Uint32Array, at: number, outcomeCount: number, weight: number, row: number): void => {
    featuresOf(records, at, pairs, features)
    const { hashes, places, count } = features
    for (let i = 0; i < count; i++) {
      const hash = hashes[i]
      if (!explains(places[i])) continue
      if (wanted.has(hash)) {
        if (!wanted.add(hash, weight, row)) continue
      } else if (isCommon(hash)) others.add(hash, 0, weight, row)
      else continue
      addBoth(hash, outcomeCount, weight, row)
    }
  }

  /** Counts a record but for its words; returns how many outcomes it has. */
  const begin = (records: Uint32Array, at: number, weight: number): number => {
    total[0] += weight
    const count = outcomesOf(records, at)
    for (let i = 0; i < count; i++) byOutcome[has[i]] += weight
    return count
  }

  const weigh: Weigh = (records, from, to, weights) => {
    let count = 0
    for (let at = from; at < to; at += records[at]) {
      const weight = weightAmong(copies![weighed++])
      weights[count++] = begin(records, at, weight) > 0 ? -weight : weight
    }
    return count
  }
  const takeSummed: OnSummed = (records, at, row, weight, hashes, start, end) => {
    const count = outcomesOf(records, at)
    for (let i = start; i < end; i++) addBoth(hashes[i], count, weight, row)
  }

  return {
    count(records, from, to) {
      if (sum !== undefined) {
        sum.add(records, from, to, weigh, takeSummed)
        return
      }
      for (let at = from; at < to; at += records[at]) {
        row++
        const weight = rowWeight(profile, records[at + o.KEY_LOW])
        countCommon(records, at, begin(records, at, weight), weight, row)
      }
    },
    sums() {
      sum?.finish()
      const words = listOf(members.size + others.size, (take) => {
        wanted.each((feature, weight) => take(feature, 0, weight))
        others.each(take)
      })
      return { words, pairs: listOf(both.size, both.each), outcomes: byOutcome, total: total[0] }
    },
  }
}

/** @param most  sums there may be */
function listOf(
  most: number,
  each: (take: (hash: number, beside: number, weight: number) => void) => void,
): WordSums['words'] {
  const [hashes, besides, weights] = [new Uint32Array(most), new Uint32Array(most), new Float64Array(most)]
  let count = 0
  each((hash, beside, weight) => {
    hashes[count] = hash
    besides[count] = beside
    weights[count++] = weight
  })
  return [hashes.subarray(0, count), besides.subarray(0, count), weights.subarray(0, count)]
}
