/** Profile ↔ arrays of a state file. `loadProfile(saveProfile(x))` equals x. */
import * as o from '../model/observation.ts'
import { usedCells } from './cells.ts'
import { flatOddities, oddPart } from './oddities.ts'
import { emptyProfile, type Profile } from './profile.ts'
import { createSample, type Sample } from './sample.ts'
import { corrupt, f64, type StateArray, type StateFile, u8, u32 } from './state-file.ts'

export function saveProfile(profile: Profile): readonly (readonly [string, StateArray])[] {
  const { features, outcomes, keys, classes, sample, oddities, exchanges, tokens } = profile
  return [
    ...saveCells('features', features),
    ...saveCells('outcomes', outcomes),
    ...saveCells('keys', keys),
    ['classes', classes],
    ['counts', Float64Array.of(exchanges, tokens)],
    ['sample', joinRecords(sample.sorted())],
    ['oddities', flatOddities(oddities)],
  ]
}

/** @throws {InputError} `file-corrupt` */
export function loadProfile(file: StateFile): Profile {
  const profile = emptyProfile()
  loadCells(file, 'features', profile.features, u32(file, 'features'))
  loadCells(file, 'outcomes', profile.outcomes, u32(file, 'outcomes'))
  loadCells(file, 'keys', profile.keys, u8(file, 'keys'))
  const classes = f64(file, 'classes')
  if (classes.length !== profile.classes.length) throw corrupt(`classes has not ${profile.classes.length} numbers`)
  profile.classes.set(classes)
  const counts = f64(file, 'counts')
  if (counts.length !== 2) throw corrupt('counts has not two numbers')
  profile.exchanges = counts[0]
  profile.tokens = counts[1]
  const oddities = oddPart(f64(file, 'oddities'))
  if (oddities === undefined) throw corrupt('oddities do not fit together')
  return { ...profile, oddities, sample: sampleOf(splitRecords(u32(file, 'sample'), 'sample')) }
}

/** Counters, most of which are 0 unless the set is large: then those that are not, and where they stand. */
export function saveCells(name: string, cells: Uint8Array | Uint32Array): readonly (readonly [string, StateArray])[] {
  const places = usedCells(cells, cells.length / SPARSE)
  if (places === undefined) return [[name, cells]]
  const values = cells instanceof Uint8Array ? new Uint8Array(places.length) : new Uint32Array(places.length)
  for (let i = 0; i < places.length; i++) values[i] = cells[places[i]]
  return [
    [name, values],
    [`${name}-at`, places],
  ]
}

const SPARSE = 8 // a place takes as much room as several counters, packed

export function loadCells<T extends Uint8Array | Uint32Array>(
  file: StateFile,
  name: string,
  cells: T,
  values: T,
): void {
  if (!file.arrays.has(`${name}-at`)) {
    if (values.length !== cells.length) throw corrupt(`${name} has not ${cells.length} numbers`)
    cells.set(values)
    return
  }
  const places = u32(file, `${name}-at`)
  if (places.length !== values.length) throw corrupt(`${name} do not fit their places`)
  for (let i = 0; i < places.length; i++) {
    if (places[i] >= cells.length || (i > 0 && places[i] <= places[i - 1]))
      throw corrupt(`${name} have a place that is not there`)
    cells[places[i]] = values[i]
  }
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

/**
 * Records as views of `all`, which stays as long as any of them.
 *
 * @throws {InputError} a record's lengths do not fit: whoever reads it would read beside it
 */
export function splitRecords(all: Uint32Array, name: string): Uint32Array[] {
  const records: Uint32Array[] = []
  for (let at = 0; at < all.length; ) {
    const length = all[at + o.LENGTH]
    if (length < o.TOKENS || at + length > all.length) throw corrupt(`${name} has a broken record`)
    const record = all.subarray(at, at + length)
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
