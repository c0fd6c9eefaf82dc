/**
 * For each of some hashes, what the rows that hold it weigh together; a hash counts once in a row, however often it stands there.
 *
 * Exact; the hashes must be well mixed already. A hash, the row that was last to have it, and the sum stand side by side, so that
 * one look at memory finds all three: a reading asks tens of millions of times.
 */

export interface RowWeights {
  /** Whether a hash is one of those that are summed. */
  has(hash: number): boolean
  /**
   * Adds a row to a hash; false where that is none of them, or had the row already.
   *
   * @param row  its number, from 1; never less than before
   */
  add(hash: number, weight: number, row: number): boolean
  /** The same for many. */
  addAll(hashes: Uint32Array, from: number, to: number, weight: number, row: number): void
  /** What it all stands in, for who adds faster: slots of hash, row and sum, and one more for the hash 0. */
  readonly table: Uint32Array
  /** The hashes that had a row, and their sums. */
  each(take: (hash: number, weight: number) => void): void
}

// A slot: hash, row, and a sum that takes the room of two numbers. No hash is 0 but that of the slot behind the others.
const [ROW, NUMBERS] = [1, 4]
const [SUM, FLOATS] = [1, 2]

export function createRowWeights(hashes: ReadonlySet<number>): RowWeights {
  const mask = 2 ** Math.ceil(Math.log2(hashes.size * 2 + 2)) - 1
  const numbers = new Uint32Array((mask + 2) * NUMBERS)
  const sums = new Float64Array(numbers.buffer)
  let zero = -1 // slot of the hash 0, if it is asked for

  const slotOf = (hash: number): number => {
    if (hash === 0) return zero
    let slot = hash & mask
    for (let there = numbers[slot * NUMBERS]; there !== hash; there = numbers[slot * NUMBERS]) {
      if (there === 0) return -1
      slot = (slot + 1) & mask
    }
    return slot
  }
  for (const hash of hashes) {
    if (hash === 0) {
      zero = mask + 1
      continue
    }
    let slot = hash & mask
    while (numbers[slot * NUMBERS] !== 0) slot = (slot + 1) & mask
    numbers[slot * NUMBERS] = hash
  }
  const add = (hash: number, weight: number, row: number): boolean => {
    const slot = slotOf(hash)
    if (slot < 0 || numbers[slot * NUMBERS + ROW] === row) return false
    numbers[slot * NUMBERS + ROW] = row
    sums[slot * FLOATS + SUM] += weight
    return true
  }
  return {
    has: (hash) => slotOf(hash) >= 0,
    add,
    addAll(all, from, to, weight, row) {
      for (let i = from; i < to; i++) add(all[i], weight, row)
    },
    table: numbers,
    each(take) {
      for (const hash of hashes) {
        const sum = sums[slotOf(hash) * FLOATS + SUM]
        if (sum > 0) take(hash, sum)
      }
    },
  }
}
