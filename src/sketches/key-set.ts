/** A set of 64-bit keys, two words each, that grows: one that JavaScript's own ends at 16.7 million of. Keys must be well mixed already. */
export interface KeySet {
  /** Adds a key; tells whether it is new. */
  add(low: number, high: number): boolean
}

export function createKeySet(): KeySet {
  let size = 1 << 10
  let slots = new Uint32Array(size * 2) // low, high; two zeros where there is none
  let count = 0
  let zero = false // the key that looks like an empty slot

  const slotOf = (low: number, high: number): number => {
    let slot = ((low ^ high) & (size - 1)) * 2
    while ((slots[slot] !== 0 || slots[slot + 1] !== 0) && (slots[slot] !== low || slots[slot + 1] !== high))
      slot = (slot + 2) & (size * 2 - 1)
    return slot
  }
  const grow = (): void => {
    const old = slots
    size *= 2
    slots = new Uint32Array(size * 2)
    for (let i = 0; i < old.length; i += 2) {
      if (old[i] === 0 && old[i + 1] === 0) continue
      const slot = slotOf(old[i], old[i + 1])
      slots[slot] = old[i]
      slots[slot + 1] = old[i + 1]
    }
  }
  return {
    add(low, high) {
      if (low === 0 && high === 0) {
        const isNew = !zero
        zero = true
        return isNew
      }
      const slot = slotOf(low, high)
      if (slots[slot] !== 0 || slots[slot + 1] !== 0) return false
      slots[slot] = low
      slots[slot + 1] = high
      count++
      if (count * 2 > size) grow()
      return true
    },
  }
}
