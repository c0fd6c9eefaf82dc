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
  each(take: (hash: number, beside: number, weight: number) => void): void
}

export function createWeightTable(): WeightTable {
  let hashes = new Uint32Array(1 << 10)
  let besides = new Uint32Array(hashes.length)
  let weights = new Float64Array(hashes.length)
  let turns = new Float64Array(hashes.length)
  let count = 0

  const slotOf = (hash: number, beside: number): number => {
    const mask = hashes.length - 1
    let slot = (hash ^ Math.imul(beside, 0x9e3779b1)) & mask
    while (weights[slot] !== 0 && (hashes[slot] !== hash || besides[slot] !== beside)) slot = (slot + 1) & mask
    return slot
  }
  const grow = (): void => {
    const old = { hashes, besides, weights, turns }
    hashes = new Uint32Array(old.hashes.length * 2)
    besides = new Uint32Array(hashes.length)
    weights = new Float64Array(hashes.length)
    turns = new Float64Array(hashes.length)
    for (let i = 0; i < old.hashes.length; i++) {
      if (old.weights[i] === 0) continue
      const slot = slotOf(old.hashes[i], old.besides[i])
      hashes[slot] = old.hashes[i]
      besides[slot] = old.besides[i]
      weights[slot] = old.weights[i]
      turns[slot] = old.turns[i]
    }
  }
  return {
    add(hash, beside, weight, turn) {
      const slot = slotOf(hash, beside)
      if (turns[slot] === turn) return
      turns[slot] = turn
      if (weights[slot] !== 0) {
        weights[slot] += weight
        return
      }
      hashes[slot] = hash
      besides[slot] = beside
      weights[slot] = weight
      count++
      if (count * 2 > hashes.length) grow()
    },
    each(take) {
      for (let i = 0; i < hashes.length; i++) if (weights[i] !== 0) take(hashes[i], besides[i], weights[i])
    },
  }
}
