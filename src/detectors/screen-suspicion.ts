/** The first look at a suspicion that is there already: the same features pass as where the records are at hand. */
import { liveOf } from '../profile/live.ts'
import { featureCell, type Profile } from '../profile/profile.ts'
import { createNumberSet } from '../sketches/number-set.ts'
import { COPY, markCopies } from './copies.ts'
import { COPY as COPY_MARK, createMarker, MARKS } from './marks.ts'
import { passing, SCREENED_ROWS } from './screen.ts'
import { createScreenLists, PARTITIONS } from './screen-events.ts'
import { levelsOf, OUTCOME_SLOTS, type Suspicion } from './suspicion.ts'

/**
 * The features that pass.
 *
 * @param most  rows of a feature that are followed, as `passing` is told it
 */
export function screened(state: Suspicion, profile: Profile, floor: number, most = SCREENED_ROWS): Uint32Array {
  const { records, events, keys, outcomes, classes, features, owners } = state
  const live = liveOf(profile, floor)
  const marker = createMarker(profile, floor, live)
  const marks = new Uint8Array(records * MARKS)
  const copies = new Uint32Array(records)
  markCopies(state, copies)
  for (let record = 0; record < records; record++) {
    marker.mark(outcomes, record * OUTCOME_SLOTS, classes[record], marks, record * MARKS)
    if (copies[record] === COPY) marks[record * MARKS] = COPY_MARK
  }
  const levels = levelsOf(profile, live, most)
  const lists = createScreenLists(0, PARTITIONS, false)
  for (let i = 0; i < events; i++) {
    const record = owners[i]
    if (levels[featureCell(features[i])] > Math.clz32(keys[record * 2 + 1])) continue
    lists.add(record, features, i, i + 1)
  }
  return passing([lists.finish()], marks, marker, profile, floor, most)
}

/** The same suspicion with the events of some features alone. */
export function onlyOf(state: Suspicion, wanted: Uint32Array): Suspicion {
  const set = createNumberSet(wanted)
  const kept: number[] = []
  for (let i = 0; i < state.events; i++) if (set.has(state.features[i])) kept.push(i)
  return {
    ...state,
    events: kept.length,
    features: Uint32Array.from(kept, (i) => state.features[i]),
    owners: Uint32Array.from(kept, (i) => state.owners[i]),
  }
}
