/**
 * Suspicion in parts: each station makes the events of its own records, sorted into parts of the features; each part is then
 * put together from all stations and counted by one of them. Where there are several, arrays stand in shared memory, so nothing is sent twice.
 */
import { memory } from '../sketches/memory.ts'
import { OUTCOME_SLOTS, type Suspicion } from './suspicion.ts'

export interface Events {
  readonly features: Uint32Array
  readonly owners: Uint32Array // records, as the station counts them
}

export interface SuspicionPart {
  readonly records: number
  readonly keys: Uint32Array
  readonly outcomes: Uint32Array
  readonly classes: Uint8Array
  readonly events: readonly Events[] // one list for each part of the features
}

export interface EventLists {
  add(record: number, feature: number): void
  /** All of it, with what is kept of the records. */
  finish(state: Suspicion): SuspicionPart
}

/**
 * @param parts   a power of two: how many parts the features are in, by the first bits of their hashes
 * @param shared  other threads will look at them
 */
export function createEventLists(parts: number, shared: boolean): EventLists {
  const lists = Array.from({ length: parts }, () => ({
    features: new Uint32Array(1 << 14),
    owners: new Uint32Array(1 << 14),
    count: 0,
  }))
  const shift = 32 - Math.log2(parts) // of 32, JavaScript shifts by none: one part is told apart below
  return {
    add(record, feature) {
      const list = lists[parts === 1 ? 0 : feature >>> shift]
      if (list.count === list.features.length) {
        list.features = larger(list.features)
        list.owners = larger(list.owners)
      }
      list.features[list.count] = feature
      list.owners[list.count++] = record
    },
    finish({ records, keys, outcomes, classes }) {
      const told = (array: Uint32Array, length: number) =>
        shared ? inShared(array, length) : array.subarray(0, length)
      return {
        records,
        keys: keys.subarray(0, records * 2),
        outcomes: outcomes.subarray(0, records * OUTCOME_SLOTS),
        classes: classes.subarray(0, records),
        events: lists.map(({ features, owners, count }) => ({
          features: told(features, count),
          owners: told(owners, count),
        })),
      }
    },
  }
}

/** One part of the features, of all stations. */
export function together(all: readonly SuspicionPart[], part: number): Suspicion {
  if (all.length === 1) {
    const [{ records, keys, outcomes, classes, events }] = all
    return { records, keys, outcomes, classes, events: events[part].features.length, ...events[part] }
  }
  const records = all.reduce((sum, station) => sum + station.records, 0)
  const count = all.reduce((sum, { events }) => sum + events[part].features.length, 0)
  const whole: Suspicion = {
    records,
    keys: new Uint32Array(records * 2),
    outcomes: new Uint32Array(records * OUTCOME_SLOTS),
    classes: new Uint8Array(records),
    events: count,
    features: new Uint32Array(count),
    owners: new Uint32Array(count),
  }
  let record = 0
  let event = 0
  for (const station of all) {
    whole.keys.set(station.keys, record * 2)
    whole.outcomes.set(station.outcomes, record * OUTCOME_SLOTS)
    whole.classes.set(station.classes, record)
    const { features, owners } = station.events[part]
    whole.features.set(features, event)
    for (let i = 0; i < owners.length; i++) whole.owners[event + i] = owners[i] + record
    record += station.records
    event += features.length
  }
  return whole
}

function inShared(array: Uint32Array, length: number): Uint32Array {
  const copy = new Uint32Array(memory(length * 4, true))
  copy.set(array.subarray(0, length))
  return copy
}

function larger(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(array.length * 2)
  next.set(array)
  return next
}
