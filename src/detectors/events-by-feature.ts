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
  sumUp(next)
  const kept = next[next.length - 1]
  const heaped = { features: new Uint32Array(kept), owners: new Uint32Array(kept) }
  heapUp({ features, owners }, events, offsets, next, shift, heaped)
  const sorted = { features: new Uint32Array(kept), owners: new Uint32Array(kept) }
  const bounds = createBounds()
  const cells = new Uint32Array((1 << CELL_BITS) + 1)
  // `next` now holds where each heap ends.
  for (let heap = 0, from = 0; heap < 1 << heapBits; heap++) {
    const to = next[heap]
    sortHeap(heaped, sorted, from, to, shift, cells)
    addBounds(bounds, sorted.features, from, to)
    from = to
  }
  bounds.add(kept)
  return { ...sorted, bounds: bounds.all() }
}

const HEAP = 8192 // events of a heap, about
const MOST_HEAP_BITS = 12
const CELL_BITS = 12

interface Sorting {
  readonly features: Uint32Array
  readonly owners: Uint32Array
}

/** Makes of numbers their sums. */
function sumUp(numbers: Uint32Array): void {
  for (let i = 1; i < numbers.length; i++) numbers[i] += numbers[i - 1]
}

/** Each event to its heap, which goes on at next[heap]. */
function heapUp(
  { features, owners }: Sorting,
  events: number,
  offsets: Uint32Array,
  next: Uint32Array,
  shift: number,
  into: Sorting,
): void {
  for (let i = 0; i < events; i++) {
    const offset = offsets[owners[i]]
    if (offset === COPY) continue
    const to = next[features[i] >>> shift]++
    into.features[to] = features[i]
    into.owners[to] = offset
  }
}

/** One heap, from[from, to) to the same places of `into`. The order of equal features is kept. */
function sortHeap(heap: Sorting, into: Sorting, from: number, to: number, heapShift: number, cells: Uint32Array): void {
  const shift = heapShift - CELL_BITS
  const mask = (1 << CELL_BITS) - 1
  cells.fill(0)
  for (let i = from; i < to; i++) cells[((heap.features[i] >>> shift) & mask) + 1]++
  sumUp(cells)
  dealOut(heap, into, from, to, shift, cells)
  for (let cell = 0, start = from; cell <= mask; cell++) {
    const end = from + cells[cell]
    if (isMixed(into.features, start, end)) sortCell(into.features, into.owners, start, end)
    start = end
  }
}

/** Each event of a heap to its cell. */
function dealOut(heap: Sorting, into: Sorting, from: number, to: number, shift: number, cells: Uint32Array): void {
  const mask = (1 << CELL_BITS) - 1
  for (let i = from; i < to; i++) {
    const place = from + cells[(heap.features[i] >>> shift) & mask]++
    into.features[place] = heap.features[i]
    into.owners[place] = heap.owners[i]
  }
}

/** Whether there are several features. */
function isMixed(features: Uint32Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (features[i] !== features[from]) return true
  return false
}

type Bounds = ReturnType<typeof createBounds>

/** Adds where each feature begins. */
function addBounds(bounds: Bounds, features: Uint32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) if (i === from || features[i] !== features[i - 1]) bounds.add(i)
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
