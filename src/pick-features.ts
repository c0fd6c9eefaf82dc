/**
 * Records → those of their features that may be wanted: for readings that look for some of them in very many records.
 *
 * By the kernel, where there is one, many records at a time; the same by `listFeatures`, some times slower.
 */

import { emptyFeatureList, listFeatures } from './detectors/feature-list.ts'
import * as o from './model/observation.ts'
import { batchEnd } from './record-batch.ts'
import { type Filter, passes } from './sketches/filter.ts'
import { type Kernel, kernel } from './tokenizers/kernel.ts'

/** Told of every record, in order: where in the words it begins, and its features that passed, repeats too: hashes[from, to), which may be written over. */
export type OnPicked = (words: Uint32Array, at: number, hashes: Uint32Array, from: number, to: number) => void

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
    take(words, at, hashes, 0, kept)
  }
  return (words, from, to, take) => {
    by?.putFilter(filter)
    for (let at = from, end = from; at < to; at = end) {
      end = batchEnd(words, at, to, by)
      if (end > at) takePicked(words, at, end, by!.pickFeatures(words.subarray(at, end), pairs), take)
      else {
        pickOne(words, at, take)
        end = at + words[at]
      }
    }
  }
}

function takePicked(words: Uint32Array, from: number, to: number, picked: Uint32Array, take: OnPicked): void {
  for (let i = 0, record = from; record < to; record += words[record]) {
    const first = i + 1
    i = first + picked[i]
    take(words, record, picked, first, i)
  }
}
