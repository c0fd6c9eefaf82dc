/**
 * Sample: the distinct exchanges with the smallest keys, at most SAMPLE_SIZE of them, as records.
 *
 * The same set whatever the order and the cut of the data. It stands for "the set at large": for random pairs of prompts,
 * and for which words are neighbours. Its size is fixed, since what it says of random words must not grow with the data.
 */
import * as o from '../model/observation.ts'
import { pairKey } from '../sketches/hash.ts'

export const SAMPLE_SIZE = 8192
const SAMPLE_RECORD_WORDS = 2048 // of a longer record, the sample keeps nothing: an exchange for which this matters is rare

export interface Sample {
  /** Takes a copy of the record at words[at], if it belongs to the sample. */
  offer(words: Uint32Array, at: number): void
  merge(from: Sample): void
  /** The sample's records by rising key, never more than SAMPLE_SIZE; they stay as they are, whatever is offered after. */
  sorted(): readonly Uint32Array[]
}

const MOST = SAMPLE_SIZE * 2 // records there may be between two shrinks
const SLOTS = MOST * 2
const BLOCK_BITS = 16
const BLOCK = 1 << BLOCK_BITS // words

export function keyOf(words: Uint32Array, at: number): number {
  return pairKey(words[at + o.KEY_HIGH] >>> 11, words[at + o.KEY_LOW])
}

/** Makes no object for a record, and uses its memory again: some fifty thousand come and go. */
export function createSample(): Sample {
  const keys = new Float64Array(MOST)
  const places = new Uint32Array(MOST) // of the records: block, and word in it
  const slots = new Uint16Array(SLOTS) // by the last bits of a key, which of the keys it is, from 1; 0: none
  let count = 0
  let limit = Number.POSITIVE_INFINITY // a record with a key at or above this is not taken
  let blocks: Uint32Array[] = []
  let used = BLOCK // words of the last block
  const spare: Uint32Array[] = []
  let isLent = false // somebody looks at what stands in the blocks

  const begin = (): void => {
    blocks.push(spare.pop() ?? new Uint32Array(BLOCK))
    used = 0
  }
  const keep = (words: Uint32Array, at: number): number => {
    const size = words[at]
    if (used + size > BLOCK) begin()
    const block = blocks[blocks.length - 1]
    const to = used
    for (let i = 0; i < size; i++) block[to + i] = words[at + i]
    used += size
    return ((blocks.length - 1) << BLOCK_BITS) | to
  }
  const slotOf = (key: number): number => {
    let slot = key & (SLOTS - 1)
    while (slots[slot] !== 0 && keys[slots[slot] - 1] !== key) slot = (slot + 1) & (SLOTS - 1)
    return slot
  }
  const add = (key: number, slot: number, words: Uint32Array, at: number): void => {
    keys[count] = key
    places[count] = keep(words, at)
    slots[slot] = ++count
  }
  const placeOf = (key: number): number => places[slots[slotOf(key)] - 1]
  const sortedKeys = (): Float64Array => keys.slice(0, count).sort()
  /** What is left moves to the front, in its order, so that nothing is written over before it was moved; unless somebody looks at it. */
  const shrink = (): void => {
    if (count <= SAMPLE_SIZE) return
    const left = sortedKeys()
    limit = left[SAMPLE_SIZE]
    const kept = left.subarray(0, SAMPLE_SIZE).map(placeOf).sort()
    const old = blocks
    if (!isLent) spare.push(...[...old].reverse()) // the first is taken first
    isLent = false
    blocks = []
    used = BLOCK
    slots.fill(0)
    count = 0
    for (const place of kept) {
      const block = old[place >>> BLOCK_BITS]
      const at = place & (BLOCK - 1)
      const key = keyOf(block, at)
      add(key, slotOf(key), block, at)
    }
  }
  const put = (key: number, words: Uint32Array, at: number): void => {
    const slot = slotOf(key)
    if (slots[slot] === 0) {
      add(key, slot, words, at)
      if (count === MOST) shrink()
      return
    }
    // Copies of one exchange: the first place in the data is kept, whatever came first here.
    const known = slots[slot] - 1
    const place = places[known]
    if (isBefore(words, at, blocks[place >>> BLOCK_BITS], place & (BLOCK - 1))) places[known] = keep(words, at)
  }
  const offer = (words: Uint32Array, at: number): void => {
    const key = keyOf(words, at)
    if (key < limit && words[at] <= SAMPLE_RECORD_WORDS) put(key, words, at)
  }
  return {
    offer,
    merge(from) {
      for (const record of from.sorted()) offer(record, 0)
      shrink()
    },
    sorted() {
      shrink()
      isLent = true
      return Array.from(sortedKeys(), (key) => {
        const place = placeOf(key)
        const at = place & (BLOCK - 1)
        const block = blocks[place >>> BLOCK_BITS]
        return block.subarray(at, at + block[at])
      })
    },
  }
}

/** Whether the record at words[at] stands before one that is known, at known[knownAt], in the data. */
export function isBefore(words: Uint32Array, at: number, known: Uint32Array, knownAt: number): boolean {
  for (const field of [o.SHARD, o.ROW, o.TURN]) {
    const [place, other] = [words[at + field], known[knownAt + field]]
    if (place !== other) return place < other
  }
  return false
}
