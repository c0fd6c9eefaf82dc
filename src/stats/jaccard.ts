/**
 * Likeness of sets: what two have in common, as a share of what they have at all.
 *
 * Sets are ascending arrays of whole numbers without repeats. Knows no rows, files or text.
 */

/**
 * Size of the intersection over size of the union.
 *
 * @param a  ascending, no number twice
 * @param b  ascending, no number twice
 * @returns  0 (nothing in common) to 1 (equal); two empty sets have nothing in common, so 0
 * @see Jaccard (1912), New Phytologist 11:37
 * @example jaccard(Uint32Array.of(1, 2, 3), Uint32Array.of(2, 3, 4)) // 0.5
 */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  let i = 0
  let j = 0
  let common = 0
  while (i < a.length && j < b.length) {
    const x = a[i]
    const y = b[j]
    if (x === y) common++
    if (x <= y) i++
    if (y <= x) j++
  }
  const union = a.length + b.length - common
  return union === 0 ? 0 : common / union
}

/**
 * The mean likeness of two different sets out of these.
 *
 * All pairs where there are at most `maxPairs`. Else a fixed choice: each set with its next neighbour, each with its next
 * but one, and so on round the circle, until `maxPairs` are taken; with more sets than pairs, evenly spaced ones with
 * their neighbour. So the order of the sets matters then: sort them by something that has nothing to do with their
 * content (a hash of the exchange), and the result is the same for any split of the data.
 *
 * @param sets      each ascending, no number twice
 * @param maxPairs  pairs to compare, at most; 1 or more
 * @returns         0…1; fewer than two sets give 0
 * @throws {RangeError} maxPairs is not a whole number above 0
 * @example meanPairwiseJaccard([Uint32Array.of(1, 2), Uint32Array.of(1, 2), Uint32Array.of(3)], 10) // 1/3
 */
export function meanPairwiseJaccard(sets: readonly Uint32Array[], maxPairs: number): number {
  if (!Number.isInteger(maxPairs) || maxPairs < 1) throw new RangeError(`maxPairs is 1 or more, got ${maxPairs}`)
  const n = sets.length
  if (n < 2) return 0
  const wanted = Math.min(maxPairs, (n * (n - 1)) / 2)
  let sum = 0
  let taken = 0
  for (let step = 1; taken < wanted; step++) {
    const inRound = step * 2 === n ? n / 2 : n // the last round of an even circle would meet each pair twice
    const count = Math.min(inRound, wanted - taken)
    for (let i = 0; i < count; i++) {
      const at = Math.floor((i * inRound) / count)
      sum += jaccard(sets[at], sets[(at + step) % n])
    }
    taken += count
  }
  return sum / taken
}
