/** Two counts a feature, in typed arrays: what a candidate's own rows hold. Made for one candidate, read often, thrown away. */
import { mix } from '../sketches/hash.ts'

export interface FeatureTally {
  add(feature: number, withOutcome: boolean): void
  of(feature: number): number
  with(feature: number): number
}

/** @param most  features that will be added at most, repeats counted */
export function createTally(most: number): FeatureTally {
  let size = 1024
  while (size < most) size *= 2
  // Half full at most if no feature came twice; rows share most of theirs.
  const keys = new Uint32Array(size * 2)
  const all = new Uint32Array(size * 2)
  const both = new Uint32Array(size * 2)
  const mask = size * 2 - 1
  const slotOf = (feature: number): number => {
    let slot = mix(feature) & mask
    while (all[slot] !== 0 && keys[slot] !== feature) slot = (slot + 1) & mask
    return slot
  }
  return {
    add(feature, withOutcome) {
      const slot = slotOf(feature)
      keys[slot] = feature
      all[slot]++
      if (withOutcome) both[slot]++
    },
    of: (feature) => all[slotOf(feature)],
    with: (feature) => both[slotOf(feature)],
  }
}
