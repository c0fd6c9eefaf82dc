/**
 * Marks of a record: what its answer does, in eight bytes, for a first look at millions of them.
 *
 * A mark stands for one outcome or for several that are told apart later. An outcome that is the end of a chain (an opening
 * of four words has one of two and one of one) needs no mark of its own where an outcome above it is rare: all rows that have it have the other's mark
 * too. So the rows of any live outcome share a mark, and if too few rows of a feature share a mark, then too few share an outcome.
 * Common outcomes have marks of their own, so that their rate is known; the others share some hundred.
 */
import * as o from '../model/observation.ts'
import type { Live } from '../profile/live.ts'
import { outcomeCell, type Profile } from '../profile/profile.ts'
import { mix } from '../sketches/hash.ts'
import { OUTCOME_SLOTS } from './suspicion.ts'
import { NOT_REFUSAL_BIT, watchedClasses } from './watched.ts'

/** Bytes a record. Fewer marks are ended by NO_MARK; of more, the last is MANY. */
export const MARKS = 8
export const MARK_KINDS = 256
export const NO_MARK = 0
const FIRST_CLASS = 1 // a class has the mark of its bit
const FIRST_COMMON = FIRST_CLASS + o.CLASS_BITS
const FIRST_OPENING = 80
const FIRST_ENDING = 167
export const MANY = 254 // the record has more marks than fit: counts for any outcome
export const COPY = 255 // in the first byte: says again what another record said

const COMMON = 0.01 // share of the rows from which on an outcome has a mark of its own

export interface Marker {
  /**
   * Writes the marks of a record to into[to, to + MARKS).
   *
   * @param outcomes  of the record, from outcomes[at] on in the order of the slots; 0 where there is none
   * @param classes   its bits
   */
  mark(outcomes: Uint32Array, at: number, classes: number, into: Uint8Array, to: number): void
  /** The same of the records words[from, to), one behind another; returns where in `into` they end. */
  markAll(words: Uint32Array, from: number, to: number, into: Uint8Array, start: number): number
  /** By mark: rows of the outcome that it stands for, where it stands for one; 0 where it stands for several, each of them rare. */
  readonly rows: Float64Array
  readonly refusals: number // the mark of refusing, if not refusing is watched; else -1
}

const AT_ONCE = 256 // records
const place = (slot: number): number => slot - o.OUTCOMES
const OPENINGS = [o.OPENING_1, o.OPENING_2, o.OPENING_4, o.EXACT].map(place)
const [LINK, TOOL] = [place(o.LINK), place(o.TOOL)]
const ENDINGS = [o.ENDING_1, o.ENDING_2, o.ENDING_4, o.EXACT].map(place)

/** @param floor  rows that an outcome must reach to be live */
export function createMarker(profile: Profile, floor: number, live: Live): Marker {
  const common = commonOutcomes(profile, live)
  const rows = new Float64Array(MARK_KINDS)
  for (const [cell, mark] of common) rows[mark] = profile.outcomes[cell]
  for (let bit = 0; bit < o.CLASS_BITS; bit++) rows[FIRST_CLASS + bit] = profile.classes[bit]
  const watched = watchedClasses(profile)
  const least = profile.exchanges * COMMON
  const { outcomes: table } = profile
  const looked = new Uint32Array(AT_ONCE * OUTCOME_SLOTS) // by record and slot: rows of the outcome
  const found = new Uint8Array(32)
  let count = 0

  /** Where there is no outcome, what it finds is of no account. */
  const lookUp = (outcomes: Uint32Array, at: number, to: number): void => {
    for (let slot = 0; slot < OUTCOME_SLOTS; slot++) looked[to + slot] = table[outcomeCell(outcomes[at + slot])]
  }
  /** Several records' by a loop of its own, so that a processor fetches several of these far places at once; returns where they end. */
  const lookUpAll = (words: Uint32Array, from: number, to: number): number => {
    let at = from
    for (let i = 0; i < AT_ONCE && at < to; i++, at += words[at]) lookUp(words, at + o.OUTCOMES, i * OUTCOME_SLOTS)
    return at
  }
  /** From the widest outcome of a chain to the narrowest, as far as there are marks of their own. */
  const chain = (
    places: readonly number[],
    outcomes: Uint32Array,
    at: number,
    rowsAt: number,
    first: number,
    kinds: number,
  ): void => {
    for (let link = 0; link < places.length; link++) {
      const outcome = outcomes[at + places[link]]
      if (outcome === 0) continue // a short answer lacks the longer openings
      const all = looked[rowsAt + places[link]]
      if (all < floor) return // what is narrower has no more rows
      const own = all > least ? common.get(outcomeCell(outcome)) : undefined
      if (own === undefined) {
        found[count++] = first + (mix(outcome) % kinds)
        return
      }
      let i = 0
      while (i < count && found[i] !== own) i++ // a whole answer ends both chains
      if (i === count) found[count++] = own
    }
  }
  const single = (outcome: number, all: number, first: number, kinds: number): void => {
    if (outcome === 0 || all < floor) return
    const own = all > least ? common.get(outcomeCell(outcome)) : undefined
    found[count++] = own ?? first + (mix(outcome) % kinds)
  }

  const write = (outcomes: Uint32Array, at: number, rowsAt: number, classes: number, into: Uint8Array, to: number) => {
    count = 0
    chain(OPENINGS, outcomes, at, rowsAt, FIRST_OPENING, FIRST_ENDING - FIRST_OPENING)
    chain(ENDINGS, outcomes, at, rowsAt, FIRST_ENDING, MANY - FIRST_ENDING)
    single(outcomes[at + LINK], looked[rowsAt + LINK], FIRST_ENDING, MANY - FIRST_ENDING)
    single(outcomes[at + TOOL], looked[rowsAt + TOOL], FIRST_OPENING, FIRST_ENDING - FIRST_OPENING)
    for (let bits = classes & watched & 0xff; bits !== 0; bits &= bits - 1)
      found[count++] = FIRST_CLASS + 31 - Math.clz32(bits & -bits)
    const kept = Math.min(count, MARKS)
    for (let i = 0; i < kept; i++) into[to + i] = found[i]
    if (count > MARKS) into[to + MARKS - 1] = MANY
    else if (count < MARKS) into[to + count] = NO_MARK
  }

  return {
    rows,
    refusals: watched & NOT_REFUSAL_BIT ? FIRST_CLASS + 1 : -1,
    mark(outcomes, at, classes, into, to) {
      lookUp(outcomes, at, 0)
      write(outcomes, at, 0, classes, into, to)
    },
    markAll(words, from, to, into, start) {
      let end = start
      for (let at = from; at < to; ) {
        const behind = lookUpAll(words, at, to)
        for (let rowsAt = 0; at < behind; at += words[at], rowsAt += OUTCOME_SLOTS, end += MARKS)
          write(words, at + o.OUTCOMES, rowsAt, words[at + o.CLASSES], into, end)
      }
      return end
    },
  }
}

/** Cells of the commonest outcomes, and the mark of each. What finds no mark shares one with others, which accuses more and misses none. */
function commonOutcomes({ outcomes, exchanges }: Profile, live: Live): Map<number, number> {
  const cells = [...live.outcomes.filter((cell) => outcomes[cell] > exchanges * COMMON)]
  cells.sort((a, b) => outcomes[b] - outcomes[a] || a - b)
  return new Map(cells.slice(0, FIRST_OPENING - FIRST_COMMON).map((cell, i) => [cell, FIRST_COMMON + i]))
}
