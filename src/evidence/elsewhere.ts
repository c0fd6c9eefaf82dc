/** In how many exchanges without a trigger the words of a zone stand, as the counts of words have it. */
import { ANYWHERE, featureOf, IN_SYSTEM } from '../detectors/features.ts'
import type { WordCounts } from './rivals.ts'
import type { Elsewhere } from './words.ts'
import type { Zone } from './zones.ts'

export function elsewhereIn(zone: Zone, counts: () => WordCounts): Elsewhere {
  const place = zone === 'system' ? IN_SYSTEM : ANYWHERE
  return {
    of: (t) => counts().of(featureOf(place, t)).of,
    // A word of an earlier turn is not asked about there, but in the last.
    between: (t, known) => counts().between(featureOf(place, t), zone === 'earlier' ? 0 : known),
  }
}
