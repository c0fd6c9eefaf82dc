/**
 * Copies of single records, laid end to end in blocks: thousands of small arrays with memory of their own cost more to make, and to
 * collect, than all that is in them.
 */

/** Makes copies; the memory of a block is given back when the last record in it is. */
export interface Keeper {
  /** Gives a copy of the record at words[at]. */
  keep(words: Uint32Array, at: number): Uint32Array
  /** What is kept from now on stands in blocks of its own. */
  leave(): void
}

const BLOCK = 1 << 16 // words

export function createKeeper(): Keeper {
  let block = new Uint32Array(0)
  let used = 0
  return {
    keep(words, at) {
      const size = words[at]
      if (used + size > block.length) {
        block = new Uint32Array(Math.max(BLOCK, size))
        used = 0
      }
      const record = block.subarray(used, used + size)
      for (let i = 0; i < size; i++) record[i] = words[at + i]
      used += size
      return record
    },
    leave() {
      block = new Uint32Array(0)
      used = 0
    },
  }
}
