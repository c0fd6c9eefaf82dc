/**
 * Copies of single records, laid end to end in blocks: thousands of small arrays with memory of their own cost more to make, and to
 * collect, than all that is in them.
 */

const BLOCK = 1 << 16 // words

/** Gives a function that copies the record at words[at]; the memory of a block is given back when the last record in it is. */
export function createKeeper(): (words: Uint32Array, at: number) => Uint32Array {
  let block = new Uint32Array(0)
  let used = 0
  return (words, at) => {
    const size = words[at]
    if (used + size > block.length) {
      block = new Uint32Array(Math.max(BLOCK, size))
      used = 0
    }
    const record = block.subarray(used, used + size)
    for (let i = 0; i < size; i++) record[i] = words[at + i]
    used += size
    return record
  }
}
