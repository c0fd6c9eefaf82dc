/**
 * Copies of single records, laid end to end in blocks: thousands of small arrays with memory of their own cost more to make, and to
 * collect, than all that is in them.
 */

/** Gives a copy of the record at words[at]. A block stays as long as any record in it. */
export type KeepRecord = (words: Uint32Array, at: number) => Uint32Array

const BLOCK = 1 << 16 // words

export function createKeeper(): KeepRecord {
  let block = new Uint32Array(0)
  let used = 0
  return (words, at) => {
    const size = words[at]
    if (used + size > block.length) {
      block = new Uint32Array(Math.max(BLOCK, size))
      used = 0
    }
    const record = block.subarray(used, used + size)
    record.set(words.subarray(at, at + size))
    used += size
    return record
  }
}
