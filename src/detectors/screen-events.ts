/**
 * Events of the first look: a feature, and the record it is in, filed by the first bits of the feature.
 *
 * In pieces of fixed size, so that nothing is copied as they grow; in shared memory where other threads look at them too.
 */
import type { Live } from '../profile/live.ts'
import { featureCell, type Profile } from '../profile/profile.ts'
import type { FeatureList } from './feature-list.ts'
import { levelsOf } from './suspicion.ts'

export const PARTITIONS = 256 // by the first eight bits of a feature
const CHUNK = 1 << 13 // numbers
const SLAB = 12 << 20 // numbers: so large a piece goes back to the system when it is let go, which small ones do not

export interface ScreenEvents {
  readonly chunks: readonly (readonly Uint32Array[])[] // by partition, from the first that was asked for: feature, record, feature, record, …
}

/** Which features are followed, by cell. */
export interface Followed {
  readonly levels: Uint8Array // halvings, or NEVER
  readonly alive: Uint32Array // a bit each: not NEVER
}

/** @param most  rows of a feature that are followed */
export function followedIn(profile: Profile, live: Live, most: number): Followed {
  const levels = levelsOf(profile, live, most)
  const alive = new Uint32Array(levels.length >>> 5)
  for (const cell of live.features) alive[cell >>> 5] |= 1 << (cell & 31)
  return { levels, alive }
}

export interface ScreenLists {
  /** Adds the record's features that are in range and followed in this record; repeats too. */
  addAll(record: number, keyHigh: number, features: FeatureList, followed: Followed): void
  /** Adds one feature of a record. */
  add(record: number, feature: number): void
  finish(): ScreenEvents
}

function numbersIn(size: number, shared: boolean): Uint32Array<ArrayBuffer> {
  return new Uint32Array((shared ? new SharedArrayBuffer(size * 4) : new ArrayBuffer(size * 4)) as ArrayBuffer)
}

/** @param from  first partition, of PARTITIONS; `to` is behind the last */
export function createScreenLists(from: number, to: number, shared: boolean): ScreenLists {
  const partitions = to - from
  const all: Uint32Array[][] = Array.from({ length: partitions }, () => [])
  const current: Uint32Array[] = Array.from({ length: partitions }, () => new Uint32Array(0))
  const fill = new Uint32Array(partitions)
  let slab = new Uint32Array(0)
  let cut = 0 // numbers of the slab that are given out
  const piece = (): Uint32Array => {
    if (cut === slab.length) {
      slab = numbersIn(SLAB, shared) // untouched, it takes no memory
      cut = 0
    }
    cut += CHUNK
    return slab.subarray(cut - CHUNK, cut)
  }
  const open = (partition: number): Uint32Array => {
    const chunk = piece()
    current[partition] = chunk
    all[partition].push(chunk)
    fill[partition] = 0
    return chunk
  }
  const add = (record: number, feature: number): void => {
    const partition = (feature >>> 24) - from
    if (partition < 0 || partition >= partitions) return
    let chunk = current[partition]
    let at = fill[partition]
    if (at === chunk.length) {
      chunk = open(partition)
      at = 0
    }
    chunk[at] = feature
    chunk[at + 1] = record
    fill[partition] = at + 2
  }
  return {
    add,
    addAll(record, keyHigh, { hashes, count }, { levels, alive }) {
      const most = Math.clz32(keyHigh) // a record is in the part of the rows that is left after so many halvings
      for (let i = 0; i < count; i++) {
        const feature = hashes[i]
        const cell = featureCell(feature)
        // Most features stand in too few rows: that is asked of the smaller table first.
        if ((alive[cell >>> 5] & (1 << (cell & 31))) !== 0 && levels[cell] <= most) add(record, feature)
      }
    },
    finish: () => ({
      chunks: all.map((chunks, partition) =>
        chunks.map((chunk, i) => (i + 1 < chunks.length ? chunk : chunk.subarray(0, fill[partition]))),
      ),
    }),
  }
}
