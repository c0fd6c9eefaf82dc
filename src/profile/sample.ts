/**
 * Sample: the distinct exchanges with the smallest keys, at most SAMPLE_SIZE of them, as records.
 *
 * The same set whatever the order and the cut of the data. It stands for "the set at large": for random pairs of prompts,
 * and for which words are neighbours. Its size is fixed, since what it says of random words must not grow with the data.
 */
import * as o from '../model/observation.ts'
import { pairKey } from '../sketches/hash.ts'
import { createKeeper } from './kept-records.ts'

export const SAMPLE_SIZE = 8192
const SAMPLE_RECORD_WORDS = 2048 // of a longer record, the sample keeps nothing: an exchange for which this matters is rare

export interface Sample {
  readonly records: Map<number, Uint32Array> // by key
  limit: number // a record with a key at or above this is not taken
  /** Takes a copy of the record at words[at], if it belongs to the sample. */
  offer(words: Uint32Array, at: number): void
  /** Takes the record itself: nobody may write into it any more. */
  take(record: Uint32Array): void
  merge(from: Sample): void
  /** The sample's records by rising key, never more than SAMPLE_SIZE. */
  sorted(): readonly Uint32Array[]
}

export function keyOf(words: Uint32Array, at: number): number {
  return pairKey(words[at + o.KEY_HIGH] >>> 11, words[at + o.KEY_LOW])
}

export function createSample(): Sample {
  const keeper = createKeeper()
  const put = (key: number, record: Uint32Array): void => {
    sample.records.set(key, record)
    // What is left is copied, so that blocks of which little is left go.
    if (sample.records.size >= SAMPLE_SIZE * 2) {
      shrink(sample)
      keeper.leave()
      for (const [kept, known] of sample.records) sample.records.set(kept, keeper.keep(known, 0))
    }
  }
  const sample: Sample = {
    records: new Map(),
    limit: Number.POSITIVE_INFINITY,
    offer(words, at) {
      const key = keyOf(words, at)
      if (isWanted(sample, key, words, at)) put(key, keeper.keep(words, at))
    },
    take(record) {
      const key = keyOf(record, 0)
      if (isWanted(sample, key, record, 0)) put(key, record)
    },
    merge(from) {
      for (const record of from.records.values()) sample.take(record)
      shrink(sample)
    },
    sorted() {
      shrink(sample)
      return [...sample.records.entries()].sort((a, b) => a[0] - b[0]).map(([, record]) => record)
    },
  }
  return sample
}

function isWanted({ records, limit }: Sample, key: number, words: Uint32Array, at: number): boolean {
  if (key >= limit || words[at] > SAMPLE_RECORD_WORDS) return false
  const known = records.get(key)
  // Copies of one exchange: the first place in the data is kept, whatever came first here.
  return known === undefined || isBefore(words, at, known)
}

/** Whether the record at words[at] stands before a known one in the data. */
export function isBefore(words: Uint32Array, at: number, known: Uint32Array): boolean {
  for (const field of [o.SHARD, o.ROW, o.TURN])
    if (words[at + field] !== known[field]) return words[at + field] < known[field]
  return false
}

function shrink(sample: Sample): void {
  if (sample.records.size <= SAMPLE_SIZE) return
  const keys = Float64Array.from(sample.records.keys()).sort()
  sample.limit = keys[SAMPLE_SIZE]
  for (let i = SAMPLE_SIZE; i < keys.length; i++) sample.records.delete(keys[i])
}
