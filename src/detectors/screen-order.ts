/**
 * The order in which the first look goes through its events: by feature. They are dealt out to the cells of their features, each
 * at once to its place; what shares a cell, which few features do, is sorted.
 *
 * With each event come its record's marks. They are fetched while the events are still in the order of their records: in that of
 * the features, each would wait for main memory.
 */
import { FEATURE_BITS } from '../profile/profile.ts'
import { FAR, PARTITIONS, REST_BITS, type ScreenEvents } from './screen-events.ts'

/** Events one after another, each in four words: feature, record, and the record's marks. */
export interface OrderedEvents {
  readonly words: Uint32Array
  readonly count: number
}
export const [FEATURE, RECORD, MARKS_1, MARKS_2, EVENT_WORDS] = [0, 1, 2, 3, 4]

const MOST_BITS = FEATURE_BITS - Math.log2(PARTITIONS) // of a cell's number: as many cells as there are counters
const CELLS = 2 ** MOST_BITS
const TO_REST = 32 - REST_BITS // bits of an event behind those of its feature

const counts = new Uint32Array(CELLS)
const places = new Uint32Array(CELLS) // where the next event of a cell goes
const firsts = new Uint32Array(CELLS) // feature of a cell's first event, without what the partition tells
const isMixed = new Uint8Array(CELLS)
const mixed = new Uint32Array(CELLS) // cells with events of several features
let room = new Uint32Array(0)

/**
 * The events of one partition by feature; those of one feature in the order of the lists.
 *
 * Each loop over many is a function of its own: to leave one for code that has not run yet throws away what was compiled.
 *
 * @param marks  of all records, two words each
 * @returns an array that is used again: valid until the next call
 */
export function sorted(lists: readonly ScreenEvents[], partition: number, marks: Uint32Array): OrderedEvents {
  let numbers = 0 // no fewer than events
  for (const { chunks } of lists) for (const { length } of chunks[partition]) numbers += length
  if (room.length < numbers * EVENT_WORDS) room = new Uint32Array(Math.ceil(numbers * EVENT_WORDS * 1.25))
  const words = room
  // About as many cells as events, and not more: in a small set, to go through all would take longer than the events do.
  const bits = Math.min(MOST_BITS, Math.max(1, 32 - Math.clz32(numbers)))
  const toCell = 32 - bits
  counts.fill(0, 0, 1 << bits)
  isMixed.fill(0, 0, 1 << bits)
  let mixedCells = 0
  for (const { chunks } of lists)
    for (const chunk of chunks[partition]) mixedCells = countCells(chunk, toCell, mixedCells)
  const count = placeCells(1 << bits)
  for (const list of lists) dealList(list, partition, marks, words, toCell)
  sortMixed(words, mixedCells)
  return { words, count }
}

/** Writes the events of a list to the places of their cells. @param toCell  bits of an event behind those that tell its cell */
function dealList(
  { first, chunks }: ScreenEvents,
  partition: number,
  marks: Uint32Array,
  words: Uint32Array,
  toCell: number,
): void {
  const top = (first + partition) << REST_BITS
  let record = 0
  for (const chunk of chunks[partition]) record = dealOut(chunk, top, record, marks, words, toCell)
}

/** The same of a piece, behind a record; returns its last record. */
function dealOut(
  chunk: Uint32Array,
  top: number,
  before: number,
  marks: Uint32Array,
  words: Uint32Array,
  toCell: number,
): number {
  let record = before
  for (let i = 0; i < chunk.length; i++) {
    const event = chunk[i]
    const step = event & FAR
    record = step === FAR ? chunk[++i] : record + step
    const at = places[event >>> toCell]++ * EVENT_WORDS
    words[at + FEATURE] = top | (event >>> TO_REST)
    words[at + RECORD] = record
    words[at + MARKS_1] = marks[record * 2]
    words[at + MARKS_2] = marks[record * 2 + 1]
  }
  return record
}

/**
 * Counts how many events each cell has, and lists the cells that have events of several features.
 *
 * @param before  cells that are listed already
 * @returns       and with those of this chunk
 */
function countCells(chunk: Uint32Array, toCell: number, before: number): number {
  let mixedCells = before
  for (let i = 0; i < chunk.length; i++) {
    const event = chunk[i]
    const cell = event >>> toCell
    const rest = event >>> TO_REST
    if (counts[cell]++ === 0) firsts[cell] = rest
    else if (firsts[cell] !== rest && isMixed[cell] === 0) {
      isMixed[cell] = 1
      mixed[mixedCells++] = cell
    }
    if ((event & FAR) === FAR) i++
  }
  return mixedCells
}

/** Says where the events of each cell go; returns how many there are. */
function placeCells(cells: number): number {
  let place = 0
  for (let cell = 0; cell < cells; cell++) {
    places[cell] = place
    place += counts[cell]
  }
  return place
}

function sortMixed(words: Uint32Array, mixedCells: number): void {
  for (let i = 0; i < mixedCells; i++) {
    const cell = mixed[i]
    sortByFeature(words, places[cell] - counts[cell], places[cell])
  }
}

const SHORT = 256 // up to so many, each is put among those before it

function sortByFeature(words: Uint32Array, from: number, to: number): void {
  if (to - from > SHORT) {
    sortMany(words, from, to)
    return
  }
  for (let i = from + 1; i < to; i++) {
    const at = i * EVENT_WORDS
    const feature = words[at]
    let place = at
    while (place > from * EVENT_WORDS && words[place - EVENT_WORDS] > feature) place -= EVENT_WORDS
    if (place === at) continue
    const [record, one, two] = [words[at + RECORD], words[at + MARKS_1], words[at + MARKS_2]]
    words.copyWithin(place + EVENT_WORDS, place, at)
    words[place] = feature
    words[place + RECORD] = record
    words[place + MARKS_1] = one
    words[place + MARKS_2] = two
  }
}

/** A feature and its place before, in one number: so equal features stay in their order. */
function sortMany(words: Uint32Array, from: number, to: number): void {
  const count = to - from
  const before = words.slice(from * EVENT_WORDS, to * EVENT_WORDS)
  const keys = Float64Array.from({ length: count }, (_, i) => (before[i * EVENT_WORDS] % 2 ** REST_BITS) * count + i)
  keys.sort()
  for (let i = 0; i < count; i++) {
    const at = (keys[i] % count) * EVENT_WORDS
    words.set(before.subarray(at, at + EVENT_WORDS), (from + i) * EVENT_WORDS)
  }
}
