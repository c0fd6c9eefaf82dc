/**
 * The first look at all features, by all stations: events are listed, copies of an exchange told from the first of them, and
 * what is listed looked through in pieces.
 */

import { collectGarbage } from './collect-garbage.ts'
import type { Crew } from './crew.ts'
import { eachCopy } from './detectors/doubles.ts'
import { COPY, MARKS } from './detectors/marks.ts'
import { SCREENED_ROWS } from './detectors/screen.ts'
import { PARTITIONS } from './detectors/screen-events.ts'
import { EVENTS_PER_FEATURE } from './detectors/suspicion.ts'
import type { Live } from './profile/live.ts'
import { featureCell, type Profile } from './profile/profile.ts'
import { everyone, shareOut } from './share-out.ts'
import { memory } from './sketches/memory.ts'
import type { MarksOf } from './station.ts'

/** Room for what each record's answer does, in short. */
export async function marksOf(crew: Crew, { exchanges }: Profile): Promise<MarksOf[]> {
  const counts = await everyone(crew, (at) => crew.call(at, 'size'))
  const marks = new Uint8Array(memory(exchanges * MARKS, crew.threads))
  let before = 0
  return counts.map((count) => {
    const first = before
    before += count
    return { marks, first }
  })
}

/** The features that pass the first look. As many partitions of them at a time as there is room for their events. */
export async function screenedBy(
  crew: Crew,
  features: Uint32Array,
  live: Live,
  marks: readonly MarksOf[],
  events: number,
): Promise<Uint32Array> {
  let expected = 0
  for (const cell of live.features) expected += Math.min(features[cell], SCREENED_ROWS)
  return siftedBy(crew, marks, Math.max(1, Math.ceil(expected / events)))
}

/** The features that pass, of all or of those that are wanted, looked at in so many slices of them. */
async function siftedBy(
  crew: Crew,
  marks: readonly MarksOf[],
  most: number,
  wanted?: Uint32Array,
): Promise<Uint32Array> {
  const slices = Math.min(PARTITIONS, most)
  const passed: Uint32Array[] = []
  for (let slice = 0; slice < slices; slice++) {
    const [from, to] = [slice, slice + 1].map((n) => Math.floor((n * PARTITIONS) / slices))
    passed.push(...(await siftedOf(crew, marks, from, to, wanted)))
  }
  return joined(passed)
}

/**
 * What passes of the partitions from one to another: events are listed, copies of an exchange are told from the first of them,
 * then events are looked through in pieces.
 */
async function siftedOf(
  crew: Crew,
  marks: readonly MarksOf[],
  from: number,
  to: number,
  wanted: Uint32Array | undefined,
): Promise<Uint32Array[]> {
  const listed = everyone(crew, (at) => crew.call(at, 'screen', marks[at], from, to, wanted))
  if (crew.threads) collectGarbage() // the events of the slice before, while stations are busy
  const screened = await listed
  const doubles = screened.map((one) => one.doubles)
  eachCopy(doubles, (at, record) => {
    marks[at].marks[(marks[at].first + record) * MARKS] = COPY
  })
  const pieces = Math.min(to - from, crew.size * PIECES_EACH)
  return shareOut(crew, pieces, (at, piece) => {
    const [first, behind] = [piece, piece + 1].map((n) => Math.floor((n * (to - from)) / pieces))
    return crew.call(
      at,
      'sift',
      marks[at],
      screened.map(({ events: { chunks } }) => ({ first: from + first, chunks: chunks.slice(first, behind) })),
      wanted !== undefined,
    )
  })
}

const PIECES_EACH = 4 // a station that is done early takes another

function joined(arrays: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(arrays.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const array of arrays) {
    all.set(array, at)
    at += array.length
  }
  return all
}

/**
 * Of a large set many features pass the first look by chance, since it saw a part of their rows, and for the exact count of them all
 * records would be gone through many times. Fewer times is what a look at all those rows takes, after which few are left.
 */
export async function seenAgain(
  crew: Crew,
  profile: Profile,
  marks: readonly MarksOf[],
  passed: Uint32Array,
  events: number,
): Promise<Uint32Array> {
  const expected = eventsOf(passed, profile)
  const slices = Math.ceil(expected / events)
  if (slices + 1 >= Math.ceil((expected * COUNTED_COST) / events)) return passed
  return siftedBy(crew, marks, slices, passed)
}

/** How many events of some features an exact count would look at, at most. */
function eventsOf(some: Uint32Array, { features }: Profile): number {
  let expected = 0
  for (const feature of some) expected += Math.min(features[featureCell(feature)], EVENTS_PER_FEATURE)
  return expected
}

const COUNTED_COST = 6 // an event that is counted with its outcomes takes as much room as so many of the first look

/** Features that passed, so many at a time that there is room for their events. */
export function slicesOf(passed: Uint32Array, profile: Profile, events: number): readonly Uint32Array[] {
  const slices = Math.max(1, Math.ceil((eventsOf(passed, profile) * COUNTED_COST) / events))
  return Array.from({ length: slices }, (_, slice) => passed.filter((feature) => feature % slices === slice))
}
