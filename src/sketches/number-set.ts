/**
 * A set of 32-bit hashes that is asked far more often than it says yes: a small table of bits answers most questions, and
 * lies in a core's own memory. Exact; made once, then only asked. The numbers must be well mixed already.
 */
import { type Filter, filterOf, passes } from './filter.ts'

export interface NumberSet {
  has(number: number): boolean
  readonly size: number
  readonly filter: Filter // what the set does not hold seldom passes
}

export function createNumberSet(numbers: Iterable<number>): NumberSet {
  const distinct = new Set(numbers)
  const filter = filterOf(distinct)
  const { shift } = filter
  const [bits] = filter.bits
  const mask = 2 ** Math.ceil(Math.log2(distinct.size * 2 + 2)) - 1
  const slots = new Uint32Array(mask + 1) // a number; 0 where there is none
  for (const number of distinct) {
    if (number === 0) continue
    let slot = number & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = number
  }
  const zero = distinct.has(0)
  const has = (number: number): boolean => {
    if (!passes(bits, number >>> shift)) return false
    if (number === 0) return zero
    let slot = number & mask
    for (let there = slots[slot]; there !== 0; there = slots[slot]) {
      if (there === number) return true
      slot = (slot + 1) & mask
    }
    return false
  }
  return { size: distinct.size, has, filter }
}
