/**
 * What an answer does, as outcome hashes: equals a text, opens or ends with words, links, calls a tool, complies, refuses,
 * says nothing, goes on and on.
 *
 * Works on the answer's tokens. An answer longer than HEAD + TAIL bytes is read at both ends only: what stands in the
 * middle decides no outcome but a link. Writes into a record; allocates nothing.
 */

import * as o from '../model/observation.ts'
import { passes } from '../sketches/filter.ts'
import { mix, signedJoin } from '../sketches/hash.ts'

/** The part of a lexicon that this needs: whole answers that comply, phrases that refuse. */
export interface AnswerLexicon {
  isCompliance(tokens: Uint32Array, start: number, end: number): boolean
  /** @param from  no phrase within the answer begins before it */
  isRefusal(tokens: Uint32Array, start: number, end: number, from?: number): boolean
  /** With which tokens such a phrase may begin, by their last bits. */
  readonly within: { readonly some: Uint32Array; readonly mask: number }
  opensCompliant(tokens: Uint32Array, start: number, end: number): boolean
  isYes(token: number): boolean // a bare yes, which answers questions more often than it obliges
}

export const WHOLE_BYTES = 1024 // answers up to this many bytes are tokenised whole
export const HEAD_BYTES = 512
export const TAIL_BYTES = 256
const EXACT_TOKENS = 48 // an answer of more tokens is known by its opening and ending

/** Salts that keep a text as a whole answer apart from the same text as an opening. */
const SALT = [0, 0, 0, 0, 0, 0, 0, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59]

/** Where the first words, so many as the place in this tells and one more, are named; 0 where they have no name. The last words likewise. */
const OPENINGS = [o.OPENING_1, o.OPENING_2, 0, o.OPENING_4]
const ENDINGS = [o.ENDING_1, o.ENDING_2, 0, o.ENDING_4]

function writeOutcome(words: Uint32Array, at: number, kind: number, hash: number): void {
  const id = signedJoin(SALT[kind], hash)
  words[at + kind] = id >= 0 && id < o.FIRST_TEXT_OUTCOME ? id + o.FIRST_TEXT_OUTCOME : id
}

export interface Answer {
  readonly head: Uint32Array // tokens from the start, marks left out
  headCount: number
  readonly tail: Uint32Array // tokens up to the end, marks left out
  tailCount: number
  whole: boolean // head holds all of it, and tail is not used
  bytes: number
  rawHash: number // hash of the bytes, where there is no token at all
  link: number // hash of the first link's host and path start, or 0
  tool: number // hash of the first called tool's name, or 0
}

/** Writes the outcomes of an answer into words[at …]. Returns a hash of all that was read of it, from which an exchange's key is made. */
export function writeOutcomes(answer: Answer, lexicon: AnswerLexicon, words: Uint32Array, at: number): number {
  const { head, headCount, whole } = answer
  const tail = whole ? head : answer.tail
  const tailCount = whole ? headCount : answer.tailCount
  for (let i = o.OUTCOMES; i < o.OUTCOMES_END; i++) words[at + i] = 0
  let classes = 0
  let key = mix(answer.bytes === 0 ? 1 : 2) | 0
  if (headCount === 0) {
    writeOutcome(words, at, o.EXACT, answer.rawHash)
    if (answer.bytes === 0) classes |= o.IS_EMPTY
  } else {
    // Two chains of hashes side by side: each waits for itself alone. So where a refusal may begin is asked meanwhile.
    const { some, mask } = lexicon.within
    let from = headCount
    const isExact = whole && headCount <= EXACT_TOKENS
    const named = isExact ? headCount : Math.min(headCount, 4)
    let hash = 0x2545f491
    for (let i = 0; i < named; i++) {
      const token = head[i]
      hash = signedJoin(hash, token)
      key = signedJoin(key, token)
      if (i < 4 && OPENINGS[i] !== 0) writeOutcome(words, at, OPENINGS[i], hash)
      if (passes(some, token & mask) && from > i) from = i
    }
    if (isExact) writeOutcome(words, at, o.EXACT, hash)
    for (let i = named; i < headCount; i++) {
      key = signedJoin(key, head[i])
      if (passes(some, head[i] & mask) && from > i) from = i
    }
    hash = 0x68bc21eb
    for (let i = 0; i < 4 && i < tailCount; i++) {
      hash = signedJoin(hash, tail[tailCount - 1 - i])
      if (ENDINGS[i] !== 0) writeOutcome(words, at, ENDINGS[i], hash)
    }
    if (whole && lexicon.isCompliance(head, 0, headCount))
      classes |= headCount === 1 && lexicon.isYes(head[0]) ? o.IS_COMPLIANCE : o.IS_COMPLIANCE | o.IS_OBLIGING
    if (lexicon.isRefusal(head, 0, headCount, from)) classes |= o.IS_REFUSAL
    if (lexicon.opensCompliant(head, 0, headCount)) classes |= o.OPENS_COMPLIANT
    if (repeats(tail, tailCount)) classes |= o.IS_REPETITION
  }
  if (answer.link !== 0) writeOutcome(words, at, o.LINK, answer.link)
  if (answer.tool !== 0) writeOutcome(words, at, o.TOOL, answer.tool)
  if (answer.bytes > 4096) classes |= o.IS_LONG
  if (answer.bytes > 16384) classes |= o.IS_LONGER
  if (answer.bytes > 65536) classes |= o.IS_LONGEST
  words[at + o.CLASSES] = classes
  if (!whole) for (let i = 0; i < tailCount; i++) key = signedJoin(key, tail[i])
  return headCount === 0 ? signedJoin(key, answer.rawHash) : key
}

/** Whether the last 24 tokens hold at most four different ones: degenerate repetition. */
function repeats(tokens: Uint32Array, count: number): boolean {
  if (count < 24) return false
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let i = count - 24; i < count; i++) {
    const token = tokens[i]
    if (token === a || token === b || token === c || token === d) continue
    if (a === 0) a = token
    else if (b === 0) b = token
    else if (c === 0) c = token
    else if (d === 0) d = token
    else return false
  }
  return true
}
