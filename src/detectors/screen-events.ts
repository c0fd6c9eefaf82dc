/**
 * Events of the first look: a feature, and the record it is in, filed by the first bits of the feature.
 *
 * An event is one number, since there are tens of millions of them: what its partition does not say of the feature, 24 bits, and
 * how far its record is behind that of the event before. In pieces of fixed size, so that nothing is copied as they grow; in
 * shared memory where other threads look at them too.
 */
import { memory } from '../sketches/memory.ts'

export const PARTITIONS = 256 // by the first eight bits of a feature
export const REST_BITS = 24 // of a feature, behind those that the partition tells
export const FAR = 255 // the record is too far behind for eight bits, and stands in the next number
const CHUNK = 1 << 12 // numbers
const SLAB = 12 << 20 // numbers: so large a piece goes back to the system when it is let go, which small ones do not

export interface ScreenEvents {
  readonly first: number // partition of chunks[0]
  readonly chunks: readonly (readonly Uint32Array[])[] // by partition
}

/** Events of the first look; and, the first time, the records that may be copies, as `createDoubles` tells them. */
export interface Screened {
  readonly events: ScreenEvents
  readonly doubles: Uint32Array[]
}

export interface ScreenLists {
  /** Adds the features hashes[start, end) of a record that are in range; repeats too. Records in their order take the least room. */
  add(record: number, hashes: Uint32Array, start: number, end: number): void
  finish(): ScreenEvents
}

// Of a partition: where its piece of the slab begins, is filled to and ends, and the record of its last event.
const [START, FILL, END, RECORD, FIELDS] = [0, 1, 2, 3, 4]

/** @param from  first partition, of PARTITIONS; `to` is behind the last */
export function createScreenLists(from: number, to: number, shared: boolean): ScreenLists {
  const partitions = to - from
  const all: Uint32Array[][] = Array.from({ length: partitions }, () => [])
  const open = new Uint32Array(partitions * FIELDS)
  let slab = new Uint32Array(0)
  let cut = 0 // numbers of the slab that are given out

  const close = (partition: number): void => {
    const at = partition * FIELDS
    if (open[at + FILL] > open[at + START]) all[partition].push(slab.subarray(open[at + START], open[at + FILL]))
    open[at + START] = open[at + FILL] = open[at + END] = 0
  }
  const closeAll = (): void => {
    for (let partition = 0; partition < partitions; partition++) close(partition)
  }
  const begin = (partition: number): void => {
    close(partition)
    if (cut === slab.length) {
      closeAll() // every piece is of the slab in hand
      slab = new Uint32Array(memory(SLAB * 4, shared)) // untouched, it takes no memory
      cut = 0
    }
    const at = partition * FIELDS
    open[at + START] = open[at + FILL] = cut
    cut += CHUNK
    open[at + END] = cut
  }
  return {
    add(record, hashes, start, end) {
      for (let i = start; i < end; i++) {
        const feature = hashes[i]
        const partition = (feature >>> REST_BITS) - from
        if (partition < 0 || partition >= partitions) continue
        const at = partition * FIELDS
        if (open[at + FILL] + 2 > open[at + END]) begin(partition)
        const fill = open[at + FILL]
        const step = (record - open[at + RECORD]) >>> 0
        open[at + RECORD] = record
        if (step < FAR) {
          slab[fill] = (feature << 8) | step
          open[at + FILL] = fill + 1
        } else {
          slab[fill] = (feature << 8) | FAR
          slab[fill + 1] = record
          open[at + FILL] = fill + 2
        }
      }
    },
    finish() {
      closeAll()
      return { first: from, chunks: all }
    },
  }
}
