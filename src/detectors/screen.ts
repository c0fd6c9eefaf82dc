/**
 * The first look of the second reading: which features may keep suspicious company at all?
 *
 * Of every feature in enough rows a limited part of its rows is followed, and the marks of their answers are counted: in a
 * core's own memory, where the exact counts would wait for main memory at every step. What passes is counted exactly
 * afterwards. Where all rows of a feature are followed, no pair that the exact count would keep is lost; where a part of them
 * is, the bounds are wider, and a part that is smaller than chance would have it passes unseen.
 */
import { featureCell, type Profile } from '../profile/profile.ts'
import { IMPURE, IMPURE_ROWS, LEAST_SURPRISE, leadingTerm, PURE, RARE_OUTCOME } from './count-pairs.ts'
import { COPY, MANY, MARK_KINDS, MARKS, type Marker, NO_MARK } from './marks.ts'
import type { ScreenEvents } from './screen-events.ts'
import { sorted } from './screen-order.ts'
import { thinning } from './suspicion.ts'

/** A feature in more rows is looked at in a half, a quarter, … of them. */
export const SCREENED_ROWS = 256

const WIDER = 0.75 // of a part of the rows, less than this share of what the whole must reach will do
const FEWEST = 0.75 // share of the rows expected in a part; where there are fewer, somebody may have chosen them

/** The features of some partitions that pass, in rising order. */
export function passing(
  lists: readonly ScreenEvents[],
  marks: Uint8Array,
  { rows: markRows, refusals }: Marker,
  profile: Profile,
  floor: number,
): Uint32Array {
  const total = profile.exchanges
  const passed: number[] = []
  const counts = new Float64Array(MARK_KINDS) // rows with each mark, above `base`

  /** Whether so many of n followed rows may be too many, for an outcome in `rows` rows; 0: several outcomes, each rare. */
  const suspicious = (n: number, k: number, rows: number, part: number): boolean => {
    const slack = part > 0 ? WIDER : 1
    if (part === 0 && k < floor) return false
    const impure = k < n * PURE * slack
    if (impure && (k < IMPURE_ROWS * slack || k < n * IMPURE * slack)) return false
    if (rows === 0) return true
    const base = Math.min(0.999, (Math.max(0, rows - k * 2 ** part) + 0.5) / (Math.max(1, total - n * 2 ** part) + 1))
    if (part === 0) {
      if ((impure && base > RARE_OUTCOME) || k <= n * base) return false
      return -leadingTerm(n, k, base) >= LEAST_SURPRISE
    }
    if (impure && base * slack > RARE_OUTCOME) return false
    return k > n * base && divergence(n, k, base) >= LEAST_SURPRISE * slack
  }

  /** The tests of every mark that the rows have. */
  const weighed = (n: number, part: number): boolean => {
    const of = (mark: number): number => Math.max(0, counts[mark] - base)
    if (refusals >= 0 && suspicious(n, n - of(refusals), total - profile.classes[1], part)) return true
    // A record of many marks may have any outcome, and may have been counted for this one already.
    const many = of(MANY)
    for (let mark = NO_MARK + 1; mark < COPY; mark++) {
      const k = mark === MANY ? many : Math.min(n, of(mark) + many)
      if (k > 0 && suspicious(n, k, markRows[mark], part)) return true
    }
    return false
  }

  let base = 0 // a count below it is of an earlier feature, and none of this one
  const look = (feature: number, { owners, marks }: Gathered, from: number, to: number): boolean => {
    const rows = profile.features[featureCell(feature)]
    const part = rows <= SCREENED_ROWS ? 0 : thinning(rows, SCREENED_ROWS)
    if (part === 0 && to - from < floor) return false
    base = nextBase
    let n = 0
    let best = base
    let last = -1
    for (let i = from; i < to; i++) {
      const owner = owners[i]
      if (owner === last) continue // a word may stand twice in a prompt
      last = owner
      n++
      const end = i * MARKS + MARKS
      for (let j = end - MARKS; j < end; j++) {
        const mark = marks[j]
        if (mark === NO_MARK) break
        const before = counts[mark]
        const count = (before < base ? base : before) + 1
        counts[mark] = count
        if (count > best) best = count
      }
    }
    nextBase = best
    if (part > 0 && n < (rows / 2 ** part) * FEWEST) return true
    // Most features end here: no outcome can have enough of their rows.
    const needed = Math.min(n * PURE, Math.max(IMPURE_ROWS, n * IMPURE))
    const most = best - base + Math.max(0, counts[MANY] - base)
    if (refusals < 0 && most < (part > 0 ? needed * WIDER : Math.max(floor, needed))) return false
    return (part > 0 || n >= floor) && weighed(n, part)
  }
  let nextBase = 0

  for (const partition of partitionsOf(lists)) {
    const { features, owners, count } = sorted(lists, partition)
    const events = { owners, marks: gathered(marks, owners, count) }
    for (let from = 0; from < count; ) {
      const feature = features[from]
      let to = from + 1
      while (to < count && features[to] === feature) to++
      if (look(feature, events, from, to)) passed.push(feature)
      from = to
    }
  }
  return Uint32Array.from(passed)
}

interface Gathered {
  readonly owners: Uint32Array // by event
  readonly marks: Uint8Array // MARKS of each event's record
}

let room = new Uint32Array(0)

/** The marks of each event's record, side by side: fetched one by one, each would wait for main memory; so, many come at once. */
function gathered(marks: Uint8Array, owners: Uint32Array, count: number): Uint8Array {
  if (room.length < count * 2) room = new Uint32Array(Math.max(1 << 15, Math.ceil(count * 2.5)))
  const words = new Uint32Array(marks.buffer, marks.byteOffset, marks.length / 4)
  const into = room
  for (let i = 0; i < count; i++) {
    const at = owners[i] * 2
    into[i * 2] = words[at]
    into[i * 2 + 1] = words[at + 1]
  }
  return new Uint8Array(into.buffer, 0, count * MARKS)
}

/** How far k of n are above a rate b: n times the Kullback–Leibler divergence of k/n from b, in powers of ten. */
function divergence(n: number, k: number, b: number): number {
  const p = k / n
  return n * (p * Math.log10(p / b) + (p < 1 ? (1 - p) * Math.log10((1 - p) / (1 - b)) : 0))
}

function partitionsOf(lists: readonly ScreenEvents[]): number[] {
  return lists.length === 0 ? [] : lists[0].chunks.map((_, partition) => partition)
}
