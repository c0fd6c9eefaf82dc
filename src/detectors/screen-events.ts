/**
 * Events of the first look: a feature, and the record it is in, filed by the first bits of the feature.
 *
 * An event is one number, since there are tens of millions of them: what its partition does not say of the feature, 24 bits, and
 * how far its record is behind that of the event before. In pieces of fixed size, so that nothing is copied as they grow; in
 * shared memory where other threads look at them too.
 */

export const PARTITIONS = 256 // by the first eight bits of a feature
const REST_BITS = 24 // of a feature, behind those that the partition tells
const FAR = 255 // the record is too far behind for eight bits, and stands in the next number
const CHUNK = 1 << 12 // numbers
const SLAB = 12 << 20 // numbers: so large a piece goes back to the system when it is let go, which small ones do not

export interface ScreenEvents {
  readonly first: number // partition of chunks[0]
  readonly chunks: readonly (readonly Uint32Array[])[] // by partition
}

export interface ScreenLists {
  /** Adds a feature of a record if it is in range; repeats too. Records in their order take the least room. */
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
  const before = new Uint32Array(partitions) // record of the last event
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
  const finished = (partition: number): void => {
    const chunks = all[partition]
    if (chunks.length > 0) chunks[chunks.length - 1] = current[partition].subarray(0, fill[partition])
  }
  const open = (partition: number): Uint32Array => {
    finished(partition)
    const chunk = piece()
    current[partition] = chunk
    all[partition].push(chunk)
    fill[partition] = 0
    return chunk
  }
  const add = (record: number, feature: number): void => {
    const partition = (feature >>> REST_BITS) - from
    if (partition < 0 || partition >= partitions) return
    let chunk = current[partition]
    let at = fill[partition]
    if (at + 2 > chunk.length) {
      chunk = open(partition)
      at = 0
    }
    const step = record - before[partition]
    before[partition] = record
    if (step >>> 0 < FAR) chunk[at++] = (feature << 8) | step
    else {
      chunk[at++] = (feature << 8) | FAR
      chunk[at++] = record
    }
    fill[partition] = at
  }
  return {
    add,
    finish() {
      for (let partition = 0; partition < partitions; partition++) finished(partition)
      return { first: from, chunks: all }
    },
  }
}

/** The events of chunks[partition], with their whole features, from `at` on. Returns where they end. */
export function spread(
  { first, chunks }: ScreenEvents,
  partition: number,
  features: Uint32Array,
  owners: Uint32Array,
  at: number,
): number {
  const top = (first + partition) << REST_BITS
  let to = at
  let record = 0
  for (const chunk of chunks[partition])
    for (let i = 0; i < chunk.length; i++) {
      const event = chunk[i]
      const step = event & FAR
      record = step === FAR ? chunk[++i] : record + step
      features[to] = (top | (event >>> 8)) >>> 0
      owners[to++] = record
    }
  return to
}
