/**
 * How many pairs of feature and outcome are tested: T, which every surprise pays for with its log10.
 *
 * Worked out from the margins alone: a feature in n rows meets at most n · L pairs, L being the live outcomes of a row on
 * average, and no more than there are live outcomes. So T does not depend on which pairs looked suspicious, nor on how
 * many were counted; and choosing by margins is harmless (statistics.md).
 */
import * as o from '../model/observation.ts'
import type { Profile } from '../profile/profile.ts'
import { EVENTS_PER_FEATURE } from './suspicion.ts'
import { NOT_REFUSAL_BIT, watchedClasses } from './watched.ts'

/** @param floor  distinct exchanges that a pair must reach */
export function pairsTested(profile: Profile, floor: number): number {
  const { outcomes, features, exchanges } = profile
  let live = 0 // outcomes in enough rows
  let held = 0 // rows of each of them, summed
  const add = (rows: number): void => {
    live++
    held += rows
  }
  for (let cell = 0; cell < outcomes.length; cell++) if (outcomes[cell] >= floor) add(outcomes[cell])
  const watched = watchedClasses(profile)
  for (let bit = 0; bit < o.CLASS_BITS; bit++) if (watched & (1 << bit)) add(profile.classes[bit])
  if (watched & NOT_REFUSAL_BIT) add(exchanges - profile.classes[1])
  const perRow = held / Math.max(1, exchanges)
  let tested = 0
  for (let cell = 0; cell < features.length; cell++) {
    const rows = features[cell]
    if (rows >= floor) tested += Math.min(live, Math.ceil(Math.min(rows, EVENTS_PER_FEATURE) * perRow))
  }
  return tested
}
