/** The order of events: those of one feature together, those of copies left out. */
import { COPY } from './copies.ts'
import type { Suspicion } from './suspicion.ts'

/**
 * Events in the order of their features; `owners` are offsets.
 *
 * A scatter by the feature's first bits, into heaps that a core's own memory holds; then each heap by the next bits, and
 * each cell by the whole hash.
 *
 * @param offsets  by record; COPY for one that is left out
 */
export function byFeature(
  { features, owners, events }: Suspicion,
  offsets: Uint32Array,
): { features: Uint32Array; owners: Uint32Array; bounds: Uint32Array } {
  const heapBits = Math.max(1, Math.min(MOST_HEAP_BITS, Math.ceil(Math.log2(events / HEAP + 1))))
  const shift = 32 - heapBits
  const next = new Uint32Array((1 << heapBits) + 1)
  for (let i = 0; i < events; i++) if (offsets[owners[i]] !== COPY) next[(features[i] >>> shift) + 1]++
  for (let i = 1; i < next.length; i++) next[i] += next[i - 1]
  const kept = next[next.length - 1]
  const heaped = new Uint32Array(kept)
  const heapedOwners = new Uint32Array(kept)
  for (let i = 0; i < events; i++) {
    const offset = offsets[owners[i]]
    if (offset === COPY) continue
    const to = next[features[i] >>> shift]++
    heaped[to] = features[i]
    heapedOwners[to] = offset
  }
  const sorted = new Uint32Array(kept)
  const sortedOwners = new Uint32Array(kept)
  const bounds = createBounds()
  const cells = new Uint32Array((1 << CELL_BITS) + 1)
  // `next` now holds where each heap ends.
  for (let heap = 0, from = 0; heap < 1 << heapBits; heap++) {
    const to = next[heap]
    sortHeap(
      { features: heaped, owners: heapedOwners },
      { features: sorted, owners: sortedOwners },
      from,
      to,
      shift,
      cells,
    )
    for (let i = from; i < to; i++) if (i === from || sorted[i] !== sorted[i - 1]) bounds.add(i)
    from = to
  }
  bounds.add(kept)
  return { features: sorted, owners: sortedOwners, bounds: bounds.all() }
}

const HEAP = 8192 // events of a heap, about
const MOST_HEAP_BITS = 12
const CELL_BITS = 12

interface Sorting {
  readonly features: Uint32Array
  readonly owners: Uint32Array
}

/** One heap, from[from, to) to the same places of `into`. The order of equal features is kept. */
function sortHeap(heap: Sorting, into: Sorting, from: number, to: number, heapShift: number, cells: Uint32Array): void {
  const shift = heapShift - CELL_BITS
  const mask = (1 << CELL_BITS) - 1
  cells.fill(0)
  for (let i = from; i < to; i++) cells[((heap.features[i] >>> shift) & mask) + 1]++
  for (let i = 1; i < cells.length; i++) cells[i] += cells[i - 1]
  for (let i = from; i < to; i++) {
    const place = from + cells[(heap.features[i] >>> shift) & mask]++
    into.features[place] = heap.features[i]
    into.owners[place] = heap.owners[i]
  }
  for (let cell = 0, start = from; cell <= mask; cell++) {
    const end = from + cells[cell]
    for (let i = start + 1; i < end; i++) {
      if (into.features[i] === into.features[start]) continue
      sortCell(into.features, into.owners, start, end)
      break
    }
    start = end
  }
}

function createBounds(): { add(at: number): void; all(): Uint32Array } {
  let bounds = new Uint32Array(1024)
  let count = 0
  return {
    add(at) {
      if (count === bounds.length) {
        const larger = new Uint32Array(count * 2)
        larger.set(bounds)
        bounds = larger
      }
      bounds[count++] = at
    },
    all: () => bounds.subarray(0, count),
  }
}

const FEW = 24

/** Sorts a cell by feature: by hand where it is short, as most are. */
function sortCell(features: Uint32Array, owners: Uint32Array, from: number, to: number): void {
  if (to - from > FEW) {
    const order = Uint32Array.from({ length: to - from }, (_, i) => from + i).sort(
      (a, b) => features[a] - features[b] || a - b,
    )
    features.set(
      order.map((i) => features[i]),
      from,
    )
    owners.set(
      order.map((i) => owners[i]),
      from,
    )
    return
  }
  for (let i = from + 1; i < to; i++) {
    const feature = features[i]
    const owner = owners[i]
    let j = i
    for (; j > from && features[j - 1] > feature; j--) {
      features[j] = features[j - 1]
      owners[j] = owners[j - 1]
    }
    features[j] = feature
    owners[j] = owner
  }
}
