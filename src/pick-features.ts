/**
 * Records → those of their features that may be wanted: for readings that look for some of them in very many records.
 *
 * By the kernel, where there is one, many records at a time; the same by `listFeatures`, some times slower.
 */

import { emptyFeatureList, listFeatures } from './detectors/feature-list.ts'
import * as o from './model/observation.ts'
import { type Filter, passes } from './sketches/filter.ts'
import { type Kernel, kernel, RECORD_WORDS } from './tokenizers/kernel.ts'

/** Told of every record, in order: where it begins, and its features that passed, repeats too: hashes[from, to), which may be written over. */
export type OnPicked = (at: number, hashes: Uint32Array, from: number, to: number) => void

/** @param pairs  whether pairs of words are features too */
export function createPicker(
  filter: Filter,
  pairs: boolean,
  by: Kernel | null = kernel(),
): (words: Uint32Array, from: number, to: number, take: OnPicked) => void {
  const list = emptyFeatureList()
  const pickOne = (words: Uint32Array, at: number, take: OnPicked): void => {
    listFeatures(words, at, pairs, list)
    const { hashes, count } = list
    const bits = filter.bits[Math.min(Math.clz32(words[at + o.KEY_HIGH]), filter.bits.length - 1)]
    let kept = 0 // what passes moves to the front
    for (let i = 0; i < count; i++) if (passes(bits, hashes[i] >>> filter.shift)) hashes[kept++] = hashes[i]
    take(at, hashes, 0, kept)
  }
  return (words, from, to, take) => {
    by?.putFilter(filter)
    inBatches(words, from, to, by !== null, (at, end, few) => {
      if (by === null || !few) {
        pickOne(words, at, take)
        return
      }
      const picked = by.pickFeatures(words.subarray(at, end), pairs)
      for (let i = 0, record = at; record < end; record += words[record]) {
        const first = i + 1
        i = first + picked[i]
        take(record, picked, first, i)
      }
    })
  }
}

/** Records so many at a time as the kernel takes; one that is too long for it, or each where there is none, alone: then `few` is false. */
export function inBatches(
  words: Uint32Array,
  from: number,
  to: number,
  batches: boolean,
  take: (at: number, end: number, few: boolean) => void,
): void {
  for (let at = from, end = from; at < to; at = end) {
    if (batches) while (end < to && end + words[end] - at <= RECORD_WORDS) end += words[end]
    const few = end > at
    if (!few) end += words[at]
    take(at, end, few)
  }
}
