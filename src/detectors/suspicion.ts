/**
 * Suspicion: the second reading's state. For every feature that stands in enough rows, which rows those are; for every
 * row, its key and its live outcomes. From it the pairs of feature and outcome are counted exactly.
 *
 * A feature in more than EVENTS_PER_FEATURE rows is followed in a part of its rows only, chosen by exchange key, so that
 * common words cost no more than rare ones. Parts are powers of two of the same rows however the data are cut.
 */
import * as o from '../model/observation.ts'
import { type Live, liveOf } from '../profile/live.ts'
import { FEATURE_BITS, featureCell, outcomeRows, type Profile } from '../profile/profile.ts'
import { emptyBits, type Filter } from '../sketches/filter.ts'
import { memory } from '../sketches/memory.ts'
import { emptyFeatures, type Features, featuresOf } from './features.ts'

/** Raised whenever equal rows would give another suspicion; suspicions of two versions do not merge. */
export const SUSPICION = 1

export const EVENTS_PER_FEATURE = 2048
export const OUTCOME_SLOTS = o.OUTCOMES_END - o.OUTCOMES

export interface Suspicion {
  records: number
  keys: Uint32Array // two words a record
  outcomes: Uint32Array // OUTCOME_SLOTS words a record; 0 where not live
  classes: Uint8Array // a byte a record
  events: number
  features: Uint32Array // feature of each event
  owners: Uint32Array // its record
}

/** @param shared  what is kept of records stands in memory that other threads may look at, as long as there are no more of them */
export function emptySuspicion(records = 1024, events = 16384, shared = false): Suspicion {
  return {
    records: 0,
    keys: new Uint32Array(memory(records * 8, shared)),
    outcomes: new Uint32Array(memory(records * OUTCOME_SLOTS * 4, shared)),
    classes: new Uint8Array(memory(records, shared)),
    events: 0,
    features: new Uint32Array(events),
    owners: new Uint32Array(events),
  }
}

/** By how many halvings a feature in so many rows is thinned. */
export function thinning(rows: number, most = EVENTS_PER_FEATURE): number {
  let level = 0
  while (rows >>> level > most) level++
  return level
}

/** Whether a row is outside the part that is followed after so many halvings: the rows with the smallest keys are inside. */
export function isThinned(keyHigh: number, level: number): boolean {
  return level > 0 && keyHigh >>> (32 - level) !== 0
}

export const NEVER = 255

/**
 * For each cell of features, by how many halvings it is thinned; NEVER where it has too few rows.
 *
 * @param live  the cells that have enough
 * @param most  rows of a feature that are followed
 */
export function levelsOf({ features }: Profile, live: Live, most = EVENTS_PER_FEATURE): Uint8Array {
  const levels = new Uint8Array(features.length).fill(NEVER)
  for (const cell of live.features) levels[cell] = thinning(features[cell], most)
  return levels
}

/** The same of one feature, where few are asked about: a table of all takes longer to make. */
export function levelOf({ features }: Profile, floor: number, feature: number): number {
  const rows = features[featureCell(feature)]
  return rows < floor ? NEVER : thinning(rows)
}

/** Of rows with fewer zeros in front of their keys, what `followedBy` lets pass is followed; of the few others some of it is. */
export const FOLLOWED_EXACTLY = 5

/**
 * The cells of features that are followed in a row, by the zeros in front of its key.
 *
 * @param live  the cells that have enough rows
 */
export function followedBy(levels: Uint8Array, live: Live): Filter {
  const first = emptyBits(FEATURE_BITS)
  const bits = [first]
  const thinned: number[] = []
  for (const cell of live.features)
    if (levels[cell] === 0) first[cell >>> 5] |= 1 << (cell & 31)
    else thinned.push(cell)
  // What is followed in a row is followed in one with more zeros too; where no feature is thinned further, all such rows are alike.
  const sets = thinned.reduce((most, cell) => Math.max(most, Math.min(levels[cell], FOLLOWED_EXACTLY)), 0)
  for (let set = 1; set <= sets; set++) {
    bits.push(bits[set - 1].slice())
    for (const cell of thinned)
      if (Math.min(levels[cell], FOLLOWED_EXACTLY) === set) bits[set][cell >>> 5] |= 1 << (cell & 31)
  }
  return { bits, shift: 32 - FEATURE_BITS }
}

/** Takes the events of a record's features that stand in enough rows and belong to the part [from, to) of all features. */
export function addEvents(
  into: Suspicion,
  record: number,
  keyHigh: number,
  features: Features,
  levels: Uint8Array,
  from = 0,
  to = 2 ** 32,
): void {
  if (into.events + features.count > into.features.length) {
    const size = Math.max(into.features.length * 2, into.events + features.count)
    into.features = grown(into.features, size)
    into.owners = grown(into.owners, size)
  }
  const { features: taken, owners } = into
  const { hashes, count } = features
  const most = Math.clz32(keyHigh) // a record is in the part that is left after so many halvings
  let events = into.events
  for (let i = 0; i < count; i++) {
    const feature = hashes[i]
    if (feature < from || feature >= to || levels[featureCell(feature)] > most) continue
    taken[events] = feature
    owners[events++] = record
  }
  into.events = events
}

/** A suspector for one worker: give it records, and it adds them to `into`. */
export function createSuspector(
  into: Suspicion,
  profile: Profile,
  floor: number,
): (words: Uint32Array, from: number, to: number) => void {
  const features = emptyFeatures()
  const pairs = wantsPairs(profile)
  const levels = levelsOf(profile, liveOf(profile, floor))
  return (words, from, to) => {
    for (let at = from; at < to; at += words[at]) {
      const record = addRecord(into, words, at, profile, floor)
      featuresOf(words, at, pairs, features)
      addEvents(into, record, words[at + o.KEY_HIGH], features, levels)
    }
  }
}

/** Whether pairs of words are followed: always, until the set is so large that memory speaks against it. */
export function wantsPairs(profile: Profile): boolean {
  return profile.tokens <= 40_000_000
}

export function addRecord(into: Suspicion, words: Uint32Array, at: number, profile: Profile, floor: number): number {
  const record = into.records++
  if (record >= into.classes.length) {
    const size = into.classes.length * 2
    into.keys = grown(into.keys, size * 2)
    into.outcomes = grown(into.outcomes, size * OUTCOME_SLOTS)
    const classes = new Uint8Array(size)
    classes.set(into.classes)
    into.classes = classes
  }
  into.keys[record * 2] = words[at + o.KEY_LOW]
  into.keys[record * 2 + 1] = words[at + o.KEY_HIGH]
  into.classes[record] = words[at + o.CLASSES]
  const base = record * OUTCOME_SLOTS
  for (let i = 0; i < OUTCOME_SLOTS; i++) {
    const outcome = words[at + o.OUTCOMES + i]
    into.outcomes[base + i] = outcome !== 0 && outcomeRows(profile, outcome) >= floor ? outcome : 0
  }
  return record
}

export function mergeSuspicion(into: Suspicion, from: Suspicion): void {
  const records = into.records + from.records
  const events = into.events + from.events
  if (records > into.classes.length) {
    into.keys = grown(into.keys, records * 2)
    into.outcomes = grown(into.outcomes, records * OUTCOME_SLOTS)
    const classes = new Uint8Array(records)
    classes.set(into.classes)
    into.classes = classes
  }
  if (events > into.features.length) {
    into.features = grown(into.features, events)
    into.owners = grown(into.owners, events)
  }
  into.keys.set(from.keys.subarray(0, from.records * 2), into.records * 2)
  into.outcomes.set(from.outcomes.subarray(0, from.records * OUTCOME_SLOTS), into.records * OUTCOME_SLOTS)
  into.classes.set(from.classes.subarray(0, from.records), into.records)
  into.features.set(from.features.subarray(0, from.events), into.events)
  for (let i = 0; i < from.events; i++) into.owners[into.events + i] = from.owners[i] + into.records
  into.records = records
  into.events = events
}

function grown(array: Uint32Array<ArrayBuffer>, size: number): Uint32Array<ArrayBuffer>
function grown(array: Uint32Array, size: number): Uint32Array
function grown(array: Uint32Array, size: number): Uint32Array {
  const larger = new Uint32Array(size)
  larger.set(array)
  return larger
}
