/**
 * The order in which the first look goes through its events: by feature. A counting sort by each digit, from the lowest; where
 * there are few, as numbers.
 */
import { type ScreenEvents, spread } from './screen-events.ts'

const DIGIT = 8 // bits: more digits, but their heaps stay in a core's nearest memory; a partition has the top eight in common

interface Events {
  features: Uint32Array
  owners: Uint32Array
}
let heap: { from: Events; to: Events } | undefined

/**
 * The events of one partition by feature; those of one feature in the order of the lists.
 *
 * @returns arrays that are used again: valid until the next call, up to `count`
 */
export function sorted(lists: readonly ScreenEvents[], partition: number): Events & { count: number } {
  let count = 0 // at most
  for (const { chunks } of lists) for (const { length } of chunks[partition]) count += length
  if (heap === undefined || heap.from.features.length < count) {
    const size = Math.max(1 << 14, Math.ceil(count * 1.25))
    const events = (): Events => ({ features: new Uint32Array(size), owners: new Uint32Array(size) })
    heap = { from: events(), to: events() }
  }
  let { from, to } = heap
  count = 0
  for (const list of lists) count = spread(list, partition, from.features, from.owners, count)
  if (count <= FEW) {
    sortFew(from, to, count)
    return { ...to, count }
  }
  for (let shift = 0; shift < 24; shift += DIGIT) {
    sortByDigit(from, to, count, shift)
    ;[from, to] = [to, from]
  }
  return { ...from, count }
}

const FEW = 2048 // events: for fewer, going through all digits takes longer than they do
const keys = new Float64Array(FEW)

/** A feature and its place before, in one number: so equal features stay in their order. */
function sortFew(from: Events, to: Events, count: number): void {
  const some = keys.subarray(0, count)
  for (let i = 0; i < count; i++) some[i] = from.features[i] * FEW + i
  some.sort()
  for (let i = 0; i < count; i++) {
    const place = some[i] % FEW
    to.features[i] = from.features[place]
    to.owners[i] = from.owners[place]
  }
}

function sortByDigit(from: Events, to: Events, count: number, shift: number): void {
  const mask = (1 << DIGIT) - 1
  const places = new Uint32Array(mask + 2)
  const { features, owners } = from
  for (let i = 0; i < count; i++) places[((features[i] >>> shift) & mask) + 1]++
  for (let i = 1; i <= mask; i++) places[i] += places[i - 1]
  for (let i = 0; i < count; i++) {
    const place = places[(features[i] >>> shift) & mask]++
    to.features[place] = features[i]
    to.owners[place] = owners[i]
  }
}
