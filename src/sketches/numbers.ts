/** Numbers 32-bit hashes in order of arrival, so that arrays can be addressed by them. */
import { mix } from './hash.ts'
import { written } from './memory.ts'

const FEWEST = 1 << 12 // hashes for which there is room from the start

export interface Numbers {
  /** The number of a hash; the next one where it is new. */
  of(hash: number): number
  /** The number of a hash that is there already, else -1. */
  find(hash: number): number
  /** All hashes, by number. */
  hashes(): Uint32Array
}

/** @param expected  hashes, if it is known how many may come */
export function createNumbers(expected = FEWEST): Numbers {
  const room = 2 ** Math.ceil(Math.log2(Math.max(FEWEST, expected)))
  let slots = written(new Uint32Array(room * 2)) // number + 1
  let list = new Uint32Array(room)
  let count = 0
  const slotOf = (hash: number): number => {
    const mask = slots.length - 1
    let slot = mix(hash) & mask
    while (slots[slot] !== 0 && list[slots[slot] - 1] !== hash) slot = (slot + 1) & mask
    return slot
  }
  const grow = (): void => {
    const larger = new Uint32Array(list.length * 2)
    larger.set(list)
    list = larger
    slots = written(new Uint32Array(slots.length * 2))
    for (let i = 0; i < count; i++) slots[slotOf(list[i])] = i + 1
  }
  return {
    find: (hash) => slots[slotOf(hash)] - 1,
    of(hash) {
      const slot = slotOf(hash)
      if (slots[slot] !== 0) return slots[slot] - 1
      list[count++] = hash
      slots[slot] = count
      if (count === list.length) grow()
      return count - 1
    },
    hashes: () => list.subarray(0, count),
  }
}
