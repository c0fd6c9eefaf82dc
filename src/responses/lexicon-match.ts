/**
 * Lexicons against tokens: does this answer comply and say nothing else, does it refuse?
 *
 * Lexicons come compiled, as one array of numbers (`lexicons/compile.ts` makes it): a phrase is a chain of small tries, one for each of
 * its words, found by its first token. A question walks the chains and allocates nothing. Most answers are told at a glance: a table knows which tokens begin
 * no phrase. Knows no text.
 */
import { emptyBits, passes } from '../sketches/filter.ts'

type Tokens = Uint32Array | readonly number[]

export interface CompiledLexicon {
  /** The whole of tokens[start, end) is an entry of terse compliance, or two or three of them: “Of course, no problem”. */
  isCompliance(tokens: Tokens, start: number, end: number): boolean
  /** The tokens open as compliance that goes on ("Sure, here is …"). */
  opensCompliant(tokens: Tokens, start: number, end: number): boolean
  /**
   * The tokens open with a refusal, lead-ins apart, or hold one near their beginning.
   *
   * @param from  the first that passes `within`, or any before it
   */
  isRefusal(tokens: Tokens, start: number, end: number, from?: number): boolean
  /** The tokens with which a refusal that may stand anywhere begins, by their last bits: what does not pass is none. */
  readonly within: { readonly some: Uint32Array; readonly mask: number }
}

/**
 * The words of compiled lexicons: which form they have, how many they are, within how many tokens a refusal may begin, and where the sets of phrases lie.
 *
 * - A set: slots less one, then the slots, a power of two: a token with which a phrase begins, and where its family lies, 0 in a free slot.
 * - A family, the phrases with a first token in common: how many nodes there are behind that token, bits of a filter of what may follow it, less one (0: all of a phrase may end
 *   there), the filter, the nodes.
 * - A node, a place within a phrase: how many tokens lead on, times four, and the two flags; where ENDS is set, the set of phrases that must not
 *   follow, or 0; where GOES_ON is set, the node at which the next word begins; then each of the tokens, and the node behind it.
 */
export const FORM = 0x4c455801
export const [FORM_AT, SIZE_AT, NEAR_AT] = [0, 1, 2]
export const [WHOLE, OPENINGS, LEAD_INS, STARTS, CONTAINS, HEAD] = [3, 4, 5, 6, 7, 8]
export const [GOES_ON, ENDS] = [1, 2] // the word is complete here; the phrase is

const MOST_LEAD_INS = 4 // how many lead-ins may stand in a row: "Oh no, I'm sorry, but unfortunately, …"
const MOST_ENTRIES = 3 // of compliance, one behind the other
const MOST_TOKENS = 12 // of them together
const BITS = 16 // of a first token: a thousand of them leave nearly all values free, and the table lies in a core's nearest memory

/** Where the family of a first token lies, or 0. */
function familyOf(words: Uint32Array, set: number, token: number): number {
  const mask = words[set]
  for (let slot = token & mask; ; slot = (slot + 1) & mask) {
    const at = set + 1 + slot * 2
    if (words[at + 1] === 0) return 0
    if (words[at] === token) return words[at + 1]
  }
}

/** The furthest place that the rest of a phrase can reach from `at`, or −1. A spoiled end is no end. */
function reach(words: Uint32Array, node: number, tokens: Tokens, at: number, end: number): number {
  let furthest = -1
  for (let here = node, i = at; here !== 0; i++) {
    const head = words[here]
    let next = here + 1
    if (head & ENDS) {
      const except = words[next++]
      if (except === 0 || furthestOf(words, except, tokens, i, end) < 0) furthest = Math.max(furthest, i)
    }
    if (head & GOES_ON) furthest = Math.max(furthest, reach(words, words[next++], tokens, i, end))
    if (i >= end) break
    const token = tokens[i] >>> 0
    here = 0
    for (const behind = next + (head >>> 2) * 2; next < behind && here === 0; next += 2)
      if (words[next] === token) here = words[next + 1]
  }
  return furthest
}

/** Where the longest of the phrases of a set that begin at `at` ends, or −1. */
function furthestOf(words: Uint32Array, set: number, tokens: Tokens, at: number, end: number): number {
  if (at >= end) return -1
  const family = familyOf(words, set, tokens[at] >>> 0)
  if (family === 0) return -1
  const mask = words[family + 1]
  let node = family + 2
  if (mask !== 0) {
    if (at + 1 >= end) return -1
    const bit = tokens[at + 1] & mask
    if ((words[node + (bit >>> 5)] & (1 << (bit & 31))) === 0) return -1 // most answers part from all phrases here
    node += (mask + 1) >>> 5
  }
  let furthest = -1
  for (const behind = node + words[family]; node < behind; node++)
    furthest = Math.max(furthest, reach(words, words[node], tokens, at + 1, end))
  return furthest
}

/** The first tokens of a set's phrases, by their last bits. */
function beginnings(words: Uint32Array, set: number): Uint32Array {
  const some = emptyBits(BITS)
  for (let at = set + 1; at < set + 1 + (words[set] + 1) * 2; at += 2) {
    const value = words[at] & (2 ** BITS - 1)
    if (words[at + 1] !== 0) some[value >>> 5] |= 1 << (value & 31)
  }
  return some
}

/** @throws {RangeError} these are no compiled lexicons, of another form, or not all of them */
export function lexiconOf(words: Uint32Array): CompiledLexicon {
  if (words[FORM_AT] !== FORM || words[SIZE_AT] !== words.length)
    throw new RangeError('no compiled lexicons, of another version, or cut short')
  const [whole, openings, leadIns, starts, contains] = [WHOLE, OPENINGS, LEAD_INS, STARTS, CONTAINS].map((at) => ({
    set: words[at],
    some: beginnings(words, words[at]),
  }))
  const near = words[NEAR_AT]
  const mask = 2 ** BITS - 1
  const furthest = (of: typeof whole, tokens: Tokens, at: number, end: number): number =>
    at < end && passes(of.some, tokens[at] & mask) ? furthestOf(words, of.set, tokens, at, end) : -1
  const isWhole = (tokens: Tokens, start: number, end: number, entries: number): boolean => {
    const reached = furthest(whole, tokens, start, end)
    if (reached === end) return true
    if (reached < 0 || entries === 1 || end - start > MOST_TOKENS) return false
    for (let at = start + 1; at <= reached; at++)
      if (furthest(whole, tokens, start, at) === at && isWhole(tokens, at, end, entries - 1)) return true
    return false
  }
  return {
    isCompliance: (tokens, start, end) => end > start && isWhole(tokens, start, end, MOST_ENTRIES),
    opensCompliant: (tokens, start, end) => furthest(openings, tokens, start, end) >= 0,
    within: { some: contains.some, mask },
    isRefusal: (tokens, start, end, from = start) => {
      for (let at = start, lead = 0; at >= 0 && lead <= MOST_LEAD_INS; lead++) {
        if (furthest(starts, tokens, at, end) >= 0) return true
        at = furthest(leadIns, tokens, at, end)
      }
      const last = Math.min(end, start + near)
      for (let at = from; at < last; at++) if (furthest(contains, tokens, at, end) >= 0) return true
      return false
    },
  }
}
