/**
 * Copies of short lists of numbers, laid end to end in blocks: thousands of small arrays with memory of their own cost more to make, and to
 * collect, than all that is in them.
 */

const BLOCK = 1 << 16 // numbers

export interface Pages {
  /** A copy of words[from, to). The memory of a block is given back when the last copy in it is. */
  copy(words: Uint32Array, from: number, to: number): Uint32Array
  /** The first numbers of the copy that was made last; the others of it make room for the next. */
  shorten(last: Uint32Array, length: number): Uint32Array
}

export function createPages(): Pages {
  let block = new Uint32Array(0)
  let used = 0
  return {
    copy(words, from, to) {
      const size = to - from
      if (used + size > block.length) {
        block = new Uint32Array(Math.max(BLOCK, size))
        used = 0
      }
      const copied = block.subarray(used, used + size)
      for (let i = 0; i < size; i++) copied[i] = words[from + i]
      used += size
      return copied
    },
    shorten(last, length) {
      used -= last.length - length
      return last.subarray(0, length)
    },
  }
}
