/**
 * Sums by key, in typed arrays: a key is a 32-bit hash that is well mixed already, and a small number beside it.
 *
 * Exact. Open addressing, at most half full; no weight is 0, so a cell without one is empty.
 */
export interface WeightTable {
  /**
   * Adds once for each turn, however often a key comes in it.
   *
   * @param weight  more than 0
   * @param turn    from 1; never less than before
   */
  add(hash: number, beside: number, weight: number, turn: number): void
  /** Adds whatever the turn; of one table, all or none of the sums are made so. */
  sum(hash: number, beside: number, weight: number): void
  /** The sum of a key, 0 where there is none. */
  of(hash: number, beside: number): number
  readonly size: number
  each(take: (hash: number, beside: number, weight: number) => void): void
}

const FEWEST = 512 // keys for which there is room from the start

/** @param expected  keys, if it is known how many may come */
export function createWeightTable(expected = FEWEST): WeightTable {
  let size = 2 ** Math.ceil(Math.log2(Math.max(expected, FEWEST) * 2))
  let keys = new Uint32Array(size * 2) // hash and number beside it, by turns
  let cells = new Float64Array(size * 2) // weight and turn
  let count = 0 // cells that are not empty

  const slotOf = (hash: number, beside: number): number => {
    let slot = ((hash ^ Math.imul(beside, 0x9e3779b1)) & (size - 1)) * 2
    while (cells[slot] !== 0 && (keys[slot] !== hash || keys[slot + 1] !== beside)) slot = (slot + 2) & (size * 2 - 1)
    return slot
  }
  const grow = (): void => {
    const [oldKeys, oldCells] = [keys, cells]
    size *= 2
    keys = new Uint32Array(size * 2)
    cells = new Float64Array(size * 2)
    for (let i = 0; i < oldKeys.length; i += 2) {
      if (oldCells[i] === 0) continue
      const slot = slotOf(oldKeys[i], oldKeys[i + 1])
      keys[slot] = oldKeys[i]
      keys[slot + 1] = oldKeys[i + 1]
      cells[slot] = oldCells[i]
      cells[slot + 1] = oldCells[i + 1]
    }
  }
  const put = (slot: number, hash: number, beside: number, weight: number): void => {
    const isNew = cells[slot] === 0
    cells[slot] += weight
    if (!isNew) return
    keys[slot] = hash
    keys[slot + 1] = beside
    if (++count * 2 > size) grow()
  }
  return {
    add(hash, beside, weight, turn) {
      const slot = slotOf(hash, beside)
      if (cells[slot + 1] === turn) return
      cells[slot + 1] = turn
      put(slot, hash, beside, weight)
    },
    sum(hash, beside, weight) {
      put(slotOf(hash, beside), hash, beside, weight)
    },
    of: (hash, beside) => cells[slotOf(hash, beside)],
    get size() {
      return count
    },
    each(take) {
      for (let i = 0; i < keys.length; i += 2) if (cells[i] !== 0) take(keys[i], keys[i + 1], cells[i])
    },
  }
}
