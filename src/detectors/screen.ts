/**
 * The first look of the second reading: which features may keep suspicious company at all?
 *
 * Of every feature in enough rows a limited part of its rows is followed, and the marks of their answers are counted: in a
 * core's own memory, where the exact counts would wait for main memory at every step. What passes is counted exactly
 * afterwards. Where all rows of a feature are followed, no pair that the exact count would keep is lost; where a part of them
 * is, the bounds are wider, and a part that is smaller than chance would have it passes unseen. In millions of rows many pass so by
 * chance; then what passed is looked at once more, in the rows and with the bounds of the exact count.
 */
import { featureCell, type Profile } from '../profile/profile.ts'
import { IMPURE, IMPURE_ROWS, LEAST_SURPRISE, leadingTerm, PURE, RARE_OUTCOME } from './count-pairs.ts'
import { COPY, MANY, MARK_KINDS, type Marker, NO_MARK } from './marks.ts'
import type { ScreenEvents } from './screen-events.ts'
import { EVENT_WORDS, MARKS_1, MARKS_2, type OrderedEvents, RECORD, sorted } from './screen-order.ts'
import { EVENTS_PER_FEATURE, thinning } from './suspicion.ts'

/** A feature in more rows is looked at in a half, a quarter, … of them. */
export const SCREENED_ROWS = 256

const WIDER = 0.75 // of a part of the rows, less than this share of what the whole must reach will do
const UNSEEN = -(2 ** 30) // below what any count may reach
const FEWEST = 0.75 // share of the rows expected in a part; where there are fewer, somebody may have chosen them

/**
 * The features of some partitions that pass, in rising order.
 *
 * @param most  rows of a feature that are followed: SCREENED_ROWS; or EVENTS_PER_FEATURE, as the exact count does, and then it
 *              passes whatever that count would keep
 */
export function passing(
  lists: readonly ScreenEvents[],
  marks: Uint8Array,
  marker: Marker,
  profile: Profile,
  floor: number,
  most = SCREENED_ROWS,
): Uint32Array {
  const looking: Looking = { marker, profile, floor, most, counts: new Int32Array(MARK_KINDS) }
  const passed: number[] = []
  const marksInWords = new Uint32Array(marks.buffer, marks.byteOffset, marks.length / 4)
  for (const partition of partitionsOf(lists)) lookThrough(sorted(lists, partition, marksInWords), looking, passed)
  return Uint32Array.from(passed)
}

/** What a look at features needs. Plain data, and functions over it: those made for each call would be compiled for each. */
interface Looking {
  readonly marker: Marker
  readonly profile: Profile
  readonly floor: number
  readonly most: number // rows of a feature that are followed
  readonly counts: Int32Array // rows of the feature in hand with each mark
}

function lookThrough({ words, count }: OrderedEvents, looking: Looking, passed: number[]): void {
  const end = count * EVENT_WORDS
  for (let from = 0; from < end; ) {
    const to = endOfFeature(words, from, end)
    if (look(looking, words, from, to)) passed.push(words[from])
    from = to
  }
}

/** Where the events of the feature at `from` end. */
function endOfFeature(words: Uint32Array, from: number, end: number): number {
  const feature = words[from]
  let to = from + EVENT_WORDS
  while (to < end && words[to] === feature) to += EVENT_WORDS
  return to
}

/** Whether a feature passes, whose events are words[from, to). */
function look(looking: Looking, words: Uint32Array, from: number, to: number): boolean {
  const { profile, floor, most: followed, counts } = looking
  const rows = profile.features[featureCell(words[from])]
  const part = rows <= followed ? 0 : thinning(rows, followed)
  const isPart = part > 0 && followed !== EVENTS_PER_FEATURE // of the rows that the exact count will see
  if (!isPart && to - from < floor * EVENT_WORDS) return false
  counts.fill(0)
  counts[NO_MARK] = UNSEEN
  let n = 0
  let best = 0
  let last = -1
  for (let at = from; at < to; at += EVENT_WORDS) {
    const record = words[at + RECORD]
    if (record === last || (words[at + MARKS_1] & 255) === COPY) continue // a word may stand twice in a prompt, and a prompt in the set
    last = record
    n++
    best = countFour(counts, words[at + MARKS_1], best)
    if (words[at + MARKS_2] !== 0) best = countFour(counts, words[at + MARKS_2], best)
  }
  if (isPart && n < (rows / 2 ** part) * FEWEST) return true
  if (!isPart && n < floor) return false
  if (isRefusedLess(looking, n, part, isPart)) return true
  // Most features end here: no outcome can have enough of their rows.
  const needed = Math.min(n * PURE, Math.max(IMPURE_ROWS, n * IMPURE))
  const most = best + counts[MANY]
  if (most < (isPart ? needed * WIDER : Math.max(floor, needed))) return false
  return anyMarked(looking, n, part, isPart)
}

/** Counts the marks of an event's record, four of them; returns the most that any mark has. Counts what is no mark too, without a look at it. */
function countFour(counts: Int32Array, four: number, before: number): number {
  const a = ++counts[four & 255]
  const b = ++counts[(four >>> 8) & 255]
  const c = ++counts[(four >>> 16) & 255]
  const d = ++counts[four >>> 24]
  let most = before
  if (a > most) most = a
  if (b > most) most = b
  if (c > most) most = c
  if (d > most) most = d
  return most
}

/** The test of not to be refused. */
function isRefusedLess(looking: Looking, n: number, part: number, isPart: boolean): boolean {
  const { counts, profile, marker } = looking
  const { refusals } = marker
  if (refusals < 0) return false
  return suspicious(looking, n, n - counts[refusals], profile.exchanges - profile.classes[1], part, isPart)
}

/** The tests of every mark that the rows have. */
function anyMarked(looking: Looking, n: number, part: number, isPart: boolean): boolean {
  const { counts, marker } = looking
  const { rows } = marker
  // A record of many marks may have any outcome, and may have been counted for this one already.
  const many = counts[MANY]
  for (let mark = NO_MARK + 1; mark < COPY; mark++) {
    const k = mark === MANY ? many : Math.min(n, counts[mark] + many)
    if (k > 0 && suspicious(looking, n, k, rows[mark], part, isPart)) return true
  }
  return false
}

/**
 * Whether so many of n followed rows may be too many, for an outcome in `rows` rows; 0: several outcomes, each rare.
 *
 * @param part    halvings by which the feature was thinned
 * @param isPart  whether the exact count will see more of its rows
 */
function suspicious(
  { profile, floor }: Looking,
  n: number,
  k: number,
  rows: number,
  part: number,
  isPart: boolean,
): boolean {
  const slack = isPart ? WIDER : 1
  if (!isPart && k < floor) return false
  const impure = k < n * PURE * slack
  if (impure && (k < IMPURE_ROWS * slack || k < n * IMPURE * slack)) return false
  if (rows === 0) return true
  const others = Math.max(1, profile.exchanges - n * 2 ** part)
  const base = Math.min(0.999, (Math.max(0, rows - k * 2 ** part) + 0.5) / (others + 1))
  if (!isPart) {
    if ((impure && base > RARE_OUTCOME) || k <= n * base) return false
    return -leadingTerm(n, k, base) >= LEAST_SURPRISE
  }
  if (impure && base * slack > RARE_OUTCOME) return false
  return k > n * base && divergence(n, k, base) >= LEAST_SURPRISE * slack
}

/** How far k of n are above a rate b: n times the Kullback–Leibler divergence of k/n from b, in powers of ten. */
function divergence(n: number, k: number, b: number): number {
  const p = k / n
  return n * (p * Math.log10(p / b) + (p < 1 ? (1 - p) * Math.log10((1 - p) / (1 - b)) : 0))
}

function partitionsOf(lists: readonly ScreenEvents[]): number[] {
  return lists.length === 0 ? [] : lists[0].chunks.map((_, partition) => partition)
}
