/**
 * Suspicion ↔ arrays of a state file, in one form whatever the order in which rows came: records by key, copies once, the
 * events of each feature together.
 */
import { OUTCOME_SLOTS, type Suspicion } from './suspicion.ts'

type Arrays = readonly (readonly [string, Uint8Array | Uint32Array])[]

export function saveSuspicion(state: Suspicion): Arrays {
  const { records, events, keys, outcomes, classes, features, owners } = canonical(state)
  return [
    ['keys', keys.subarray(0, records * 2)],
    ['outcomes', outcomes.subarray(0, records * OUTCOME_SLOTS)],
    ['classes', classes.subarray(0, records)],
    ['features', features.subarray(0, events)],
    ['owners', owners.subarray(0, events)],
  ]
}

/** @returns undefined where the arrays do not fit together */
export function loadSuspicion(
  u8: (name: string) => Uint8Array,
  u32: (name: string) => Uint32Array,
): Suspicion | undefined {
  const [classes, keys, outcomes, features, owners] = [
    u8('classes'),
    u32('keys'),
    u32('outcomes'),
    u32('features'),
    u32('owners'),
  ]
  const records = classes.length
  const events = features.length
  if (keys.length !== records * 2 || outcomes.length !== records * OUTCOME_SLOTS || owners.length !== events)
    return undefined
  if (owners.some((owner) => owner >= records)) return undefined
  return { records, events, keys, outcomes, classes, features, owners }
}

/** The same suspicion in its one form. Copies of an exchange are one exchange, so they are left out. */
export function canonical(state: Suspicion): Suspicion {
  const order = byKey(state)
  const places = new Uint32Array(state.records).fill(COPY) // record → its new number
  let records = 0
  order.forEach((record, i) => {
    if (i > 0 && sameKey(state, order[i - 1], record)) return
    places[record] = records++
  })
  const kept: Suspicion = {
    records,
    keys: new Uint32Array(records * 2),
    outcomes: new Uint32Array(records * OUTCOME_SLOTS),
    classes: new Uint8Array(records),
    events: 0,
    features: new Uint32Array(0),
    owners: new Uint32Array(0),
  }
  places.forEach((place, record) => {
    if (place === COPY) return
    kept.keys.set(state.keys.subarray(record * 2, record * 2 + 2), place * 2)
    kept.outcomes.set(
      state.outcomes.subarray(record * OUTCOME_SLOTS, (record + 1) * OUTCOME_SLOTS),
      place * OUTCOME_SLOTS,
    )
    kept.classes[place] = state.classes[record]
  })
  return { ...kept, ...sortedEvents(state, places, records) }
}

const COPY = 0xffffffff

function sameKey({ keys }: Suspicion, a: number, b: number): boolean {
  return keys[a * 2] === keys[b * 2] && keys[a * 2 + 1] === keys[b * 2 + 1]
}

function byKey({ keys, records }: Suspicion): Uint32Array {
  const order = Uint32Array.from({ length: records }, (_, record) => record)
  return order.sort((a, b) => keys[a * 2 + 1] - keys[b * 2 + 1] || keys[a * 2] - keys[b * 2] || a - b)
}

/** Events by feature, then by owner: by owner first, then twice by half of the feature's bits, each keeping the order. */
function sortedEvents(
  state: Suspicion,
  places: Uint32Array,
  records: number,
): Pick<Suspicion, 'events' | 'features' | 'owners'> {
  let features = new Uint32Array(state.events)
  let owners = new Uint32Array(state.events)
  let events = 0
  for (let i = 0; i < state.events; i++) {
    const owner = places[state.owners[i]]
    if (owner === COPY) continue
    features[events] = state.features[i]
    owners[events++] = owner
  }
  const pass = (bucketOf: (i: number) => number, buckets: number): void => {
    const next = new Uint32Array(buckets + 1)
    for (let i = 0; i < events; i++) next[bucketOf(i) + 1]++
    for (let bucket = 1; bucket <= buckets; bucket++) next[bucket] += next[bucket - 1]
    const sorted = new Uint32Array(events)
    const sortedOwners = new Uint32Array(events)
    for (let i = 0; i < events; i++) {
      const to = next[bucketOf(i)]++
      sorted[to] = features[i]
      sortedOwners[to] = owners[i]
    }
    features = sorted
    owners = sortedOwners
  }
  pass((i) => owners[i], records)
  pass((i) => features[i] & 0xffff, 1 << 16)
  pass((i) => features[i] >>> 16, 1 << 16)
  return { events, features, owners }
}
