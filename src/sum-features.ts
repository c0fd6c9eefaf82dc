/**
 * Records → what each of some features weighs together: for a reading that asks it of very many records.
 *
 * By the kernel, where there is one and the features find room in it; the same by `RowWeights` itself, some times slower.
 */
import { createPicker } from './pick-features.ts'
import { batchEnd } from './record-batch.ts'
import { filterOf } from './sketches/filter.ts'
import type { RowWeights } from './sketches/row-weights.ts'
import { type Kernel, kernel, RECORD_WORDS } from './tokenizers/kernel.ts'

/** Told of a record that is to be told of: where in the words it begins, its number and weight, and the features that it was added to, each once: hashes[from, to). */
export type OnSummed = (
  words: Uint32Array,
  at: number,
  row: number,
  weight: number,
  hashes: Uint32Array,
  from: number,
  to: number,
) => void

/** Writes the weights of the records words[from, to), with a minus where somebody is to be told of one; returns how many there are. */
export type Weigh = (words: Uint32Array, from: number, to: number, weights: Float64Array) => number

export interface Summer {
  /**
   * Adds the records words[from, to).
   *
   * @param told  is told of the records whose weight has a minus
   */
  add(words: Uint32Array, from: number, to: number, weigh: Weigh, told: OnSummed): void
  /** After this the sums are whole, until more is added. */
  finish(): void
}

const FEWEST_WORDS = 16 // no record is shorter

/**
 * @param members  the features
 * @param into     of these
 * @param pairs    whether pairs of words are features too
 */
export function createSummer(
  members: ReadonlySet<number>,
  into: RowWeights,
  pairs: boolean,
  own: Kernel | null = kernel(),
): Summer {
  const by = own?.takes(into.table) === true && !members.has(0) ? own : null
  const filter = filterOf(members)
  const pick = createPicker(filter, pairs, by)
  const weights = new Float64Array(RECORD_WORDS / FEWEST_WORDS)
  let row = 0

  const addOne = (words: Uint32Array, start: number, weight: number, told: OnSummed): void => {
    by?.holdSums(undefined)
    row++
    pick(words, start, start + words[start], (_, at, hashes, from, to) => {
      if (weight > 0) {
        into.addAll(hashes, from, to, weight, row)
        return
      }
      let kept = from // what it was added to moves to the front
      for (let i = from; i < to; i++) if (into.add(hashes[i], -weight, row)) hashes[kept++] = hashes[i]
      told(words, at, row, -weight, hashes, from, kept)
    })
  }
  const addMany = (kernel: Kernel, words: Uint32Array, at: number, end: number, weigh: Weigh, told: OnSummed): void => {
    const count = weigh(words, at, end, weights)
    kernel.holdSums(into.table)
    const summed = kernel.sumFeatures(words.subarray(at, end), pairs, weights.subarray(0, count), row + 1)
    for (let i = 0, n = 0, record = at; record < end; record += words[record], n++) {
      row++
      const first = i + 1
      i = first + summed[i]
      if (weights[n] < 0) told(words, record, row, -weights[n], summed, first, i)
    }
  }
  return {
    add(words, from, to, weigh, told) {
      by?.putFilter(filter)
      for (let at = from, end = from; at < to; at = end) {
        end = batchEnd(words, at, to, by)
        if (end > at) addMany(by!, words, at, end, weigh, told)
        else {
          end = at + words[at]
          weigh(words, at, end, weights)
          addOne(words, at, weights[0], told)
        }
      }
    },
    finish: () => by?.holdSums(undefined),
  }
}
