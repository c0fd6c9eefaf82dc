/** Who has a hash: one of those numbered from 0, or several. In typed arrays, for some millions of hashes that are asked often. */
import { written } from './memory.ts'
export interface Owners {
  add(hash: number, who: number): void
  /** Whether somebody else than this one has the hash; a number below 0 is nobody's. */
  hasOther(hash: number, self: number): boolean
}

const SEVERAL = 0xffffffff
const FIRST = 1 // what is kept of number 0; 0 is an empty place

/** @param most  hashes that will be added at most, repeats counted */
export function createOwners(most: number): Owners {
  let size = 1024
  while (size < most * 1.5) size *= 2 // twice as large, what is asked of it seldom lies in a cache
  const keys = written(new Uint32Array(size))
  const owners = written(new Uint32Array(size))
  const slotOf = (hash: number): number => {
    let slot = hash & (size - 1)
    while (owners[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & (size - 1)
    return slot
  }
  return {
    add(hash, who) {
      const slot = slotOf(hash)
      keys[slot] = hash
      if (owners[slot] === 0) owners[slot] = who + FIRST
      else if (owners[slot] !== who + FIRST) owners[slot] = SEVERAL
    },
    hasOther(hash, self) {
      const owner = owners[slotOf(hash)]
      return owner !== 0 && owner !== self + FIRST
    },
  }
}
