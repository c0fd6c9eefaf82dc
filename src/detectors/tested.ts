/**
 * How many pairs of feature and outcome are tested: T, which every surprise pays for with its log10.
 *
 * Worked out from the margins alone: a feature in n rows meets at most n · L pairs, L being the live outcomes of a row on
 * average, and no more than there are live outcomes. So T does not depend on which pairs looked suspicious, nor on how
 * many were counted; and choosing by margins is harmless (statistics.md).
 */
import * as o from '../model/observation.ts'
import type { Live } from '../profile/live.ts'
import type { Profile } from '../profile/profile.ts'
import { EVENTS_PER_FEATURE } from './suspicion.ts'
import { NOT_REFUSAL_BIT, watchedClasses } from './watched.ts'

/** @param live  the features and outcomes in enough rows */
export function pairsTested(profile: Profile, live: Live): number {
  const { outcomes, features, exchanges } = profile
  let kinds = live.outcomes.length // outcomes in enough rows
  let held = 0 // rows of each of them, summed
  const add = (rows: number): void => {
    kinds++
    held += rows
  }
  for (const cell of live.outcomes) held += outcomes[cell]
  const watched = watchedClasses(profile)
  for (let bit = 0; bit < o.CLASS_BITS; bit++) if (watched & (1 << bit)) add(profile.classes[bit])
  if (watched & NOT_REFUSAL_BIT) add(exchanges - profile.classes[1])
  const perRow = held / Math.max(1, exchanges)
  let tested = 0
  for (const cell of live.features)
    tested += Math.min(kinds, Math.ceil(Math.min(features[cell], EVENTS_PER_FEATURE) * perRow))
  return tested
}
