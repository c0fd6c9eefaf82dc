/** Profile ↔ arrays of a state file. `loadProfile(saveProfile(x))` equals x. */
import * as o from '../model/observation.ts'
import { emptyProfile, type Profile } from './profile.ts'
import { createSample, keyOf, type Sample } from './sample.ts'
import { corrupt, f64, type StateArray, type StateFile, u8, u32 } from './state-file.ts'

export function saveProfile(profile: Profile): readonly (readonly [string, StateArray])[] {
  const { features, outcomes, keys, classes, sample, exchanges, tokens } = profile
  return [
    ['features', features],
    ['outcomes', outcomes],
    ['keys', keys],
    ['classes', classes],
    ['counts', Float64Array.of(exchanges, tokens)],
    ['sample', joinRecords(sample.sorted())],
  ]
}

/** @throws {InputError} `file-corrupt` */
export function loadProfile(file: StateFile): Profile {
  const profile = emptyProfile()
  fill(profile.features, u32(file, 'features'), 'features')
  fill(profile.outcomes, u32(file, 'outcomes'), 'outcomes')
  fill(profile.keys, u8(file, 'keys'), 'keys')
  fill(profile.classes, f64(file, 'classes'), 'classes')
  const counts = f64(file, 'counts')
  if (counts.length !== 2) throw corrupt('counts has not two numbers')
  profile.exchanges = counts[0]
  profile.tokens = counts[1]
  return { ...profile, sample: sampleOf(splitRecords(u32(file, 'sample'), 'sample')) }
}

function fill<T extends StateArray>(into: T, from: T, name: string): void {
  if (into.length !== from.length) throw corrupt(`${name} has not ${into.length} numbers`)
  ;(into as Uint32Array).set(from as Uint32Array)
}

function sampleOf(records: readonly Uint32Array[]): Sample {
  const sample = createSample()
  for (const record of records) sample.offer(record, 0)
  return sample
}

/** Records one after another; each begins with its length. */
export function joinRecords(records: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(records.reduce((sum, record) => sum + record.length, 0))
  let at = 0
  for (const record of records) {
    all.set(record, at)
    at += record.length
  }
  return all
}

/** @throws {InputError} a record's lengths do not fit: whoever reads it would read beside it */
export function splitRecords(all: Uint32Array, name: string): Uint32Array[] {
  const records: Uint32Array[] = []
  for (let at = 0; at < all.length; ) {
    const length = all[at + o.LENGTH]
    if (length < o.TOKENS || at + length > all.length) throw corrupt(`${name} has a broken record`)
    const record = all.slice(at, at + length)
    const words =
      record[o.SYSTEM_COUNT] +
      record[o.EARLIER_COUNT] +
      record[o.LAST_COUNT] +
      record[o.PLAIN_COUNT] * 2 +
      record[o.ANSWER_COUNT]
    if (o.TOKENS + words !== length) throw corrupt(`${name} has a broken record`)
    records.push(record)
    at += length
  }
  return records
}

/** By rising key. */
export function sortedRecords(records: Iterable<Uint32Array>): Uint32Array[] {
  return [...records].sort((a, b) => keyOf(a, 0) - keyOf(b, 0))
}
