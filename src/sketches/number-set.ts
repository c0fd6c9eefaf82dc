/**
 * A set of 32-bit hashes that is asked far more often than it says yes: a small table of bits answers most questions, and
 * lies in a core's own memory. Exact; made once, then only asked. The numbers must be well mixed already.
 */
import { emptyBits, type Filter, MOST_BITS, passes } from './filter.ts'

export interface NumberSet {
  has(number: number): boolean
  /** Where a number stands, from 0 and less than `places`, so that arrays can be addressed by it; -1 where it is none of the set. */
  find(number: number): number
  readonly size: number
  readonly places: number
  readonly filter: Filter // what the set does not hold seldom passes
}

const LEAST_BITS = 12
const BITS_EACH = 16 // bits of the filter for each number

export function createNumberSet(numbers: Iterable<number>): NumberSet {
  const distinct = new Set(numbers)
  const bits = Math.min(MOST_BITS, Math.max(LEAST_BITS, Math.ceil(Math.log2(distinct.size * BITS_EACH + 1))))
  const shift = 32 - bits
  const filter = emptyBits(bits)
  const mask = 2 ** Math.ceil(Math.log2(distinct.size * 2 + 2)) - 1
  const slots = new Uint32Array(mask + 1) // a number; 0 where there is none
  let zero = false
  for (const number of distinct) {
    const bit = number >>> shift
    filter[bit >>> 5] |= 1 << (bit & 31)
    if (number === 0) {
      zero = true
      continue
    }
    let slot = number & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = number
  }
  const find = (number: number): number => {
    const bit = number >>> shift
    if (!passes(filter, bit)) return -1
    if (number === 0) return zero ? mask + 1 : -1
    let slot = number & mask
    for (let there = slots[slot]; there !== 0; there = slots[slot]) {
      if (there === number) return slot
      slot = (slot + 1) & mask
    }
    return -1
  }
  const has = (number: number): boolean => find(number) >= 0
  return { size: distinct.size, places: mask + 2, find, has, filter: { bits: [filter], shift } }
}
