/**
 * Tokens that begin, go on or end beyond ASCII, one character at a time. The same, slower and for all texts: `src/tokenizers/slow-tokens.ts`.
 *
 * Left to that one is what hides something, what passes for something else, and characters beyond the first plane; and what a
 * character is comes from there too, 256 of them at a time, when a text first has one.
 */
import { BASIS, finish, PRIME } from './hashes'
import { DISGUISED, FOLDS, KIND, KINDS, LATIN, OTHER_SCRIPT, UNKNOWN } from './layout'
import { MARK_LINE, MARK_SENTENCE } from './record'

// Classes as src/tokenizers/classes.ts has them, and one more: 0 is what is not known yet.
const WORD: u32 = 2
const SINGLE: u32 = 3
const SYMBOL: u32 = 4
const SENTENCE_END: u32 = 5
const NEWLINE: u32 = 6
const IGNORABLE: u32 = 7
const MARK: u32 = 8
const JOINER: u32 = 9

const ALL_MIXED: u32 = LATIN | OTHER_SCRIPT | DISGUISED
const SPACE: u32 = 32
const ZERO_WIDTH_JOINER: u32 = 0x200d

/** Where the next token is written. */
export let out: usize = 0
/** The token at which `beyond` stopped is not for it, or has a character that is not known: then UNKNOWN says which. */
export let isLeft: bool = false

/**
 * Takes the token that begins at `start`, and those behind it that begin beyond ASCII, and writes them to `to`, behind those that
 * begin at `base`. Returns the first byte that is not used up.
 */
export function beyond(start: usize, end: usize, base: usize, to: usize): usize {
  out = to
  isLeft = false
  let at = start
  do {
    const next = token(at, end, base)
    if (next == 0) {
      isLeft = true
      return at
    }
    at = next
    while (at < end && u32(load<u8>(at)) == SPACE) at++
  } while (at < end && load<u8>(at) >= 128)
  return at
}

/** One token or mark; returns the byte behind it, or 0. */
function token(at: usize, end: usize, base: usize): usize {
  const one = decode(at, end)
  const kind = kindOf(one)
  if (kind == WORD) return word(at, end)
  if (kind == SINGLE) return single(at, end, one)
  if (kind == SYMBOL) return symbol(at, end, one)
  if (kind == SENTENCE_END || kind == NEWLINE) {
    const mark = kind == NEWLINE ? MARK_LINE : MARK_SENTENCE
    if (out == base || load<u32>(out - 4) != mark) push(mark)
  } else if (kind == 0 || kind == IGNORABLE || kind == JOINER) return 0
  return at + usize(one & 7)
}

/** A word, which may begin in ASCII. */
function word(from: usize, end: usize): usize {
  let at = from
  let hash = BASIS
  let seen: u32 = 0
  while (at < end) {
    const one = decode(at, end)
    const flags = flagsOf(one)
    const kind = flags & KIND
    if (kind == WORD) {
      hash = (hash ^ load<u32>(FOLDS + (usize(one >> 3) << 2))) * PRIME
      seen |= flags
    } else if (kind == MARK) hash = (hash ^ (one >> 3)) * PRIME
    else if (kind == 0 || kind == IGNORABLE || kind == JOINER) return 0
    else break
    at += usize(one & 7)
  }
  if ((seen & ALL_MIXED) == ALL_MIXED) return 0
  push(finish(hash))
  return at
}

/** One character of a script without spaces, with its marks. */
function single(from: usize, end: usize, first: u32): usize {
  let hash = (BASIS ^ load<u32>(FOLDS + (usize(first >> 3) << 2))) * PRIME
  let at = from + usize(first & 7)
  while (at < end) {
    const one = decode(at, end)
    const kind = kindOf(one)
    if (kind == 0) return 0
    if (kind != MARK) break
    hash = (hash ^ (one >> 3)) * PRIME
    at += usize(one & 7)
  }
  push(finish(hash))
  return at
}

/** A symbol, with its repeats and marks. */
function symbol(from: usize, end: usize, first: u32): usize {
  let hash = (BASIS ^ load<u32>(FOLDS + (usize(first >> 3) << 2))) * PRIME
  let at = from + usize(first & 7)
  let run: u32 = 1
  while (at < end) {
    const one = decode(at, end)
    const kind = kindOf(one)
    if (kind == 0 || one >> 3 == ZERO_WIDTH_JOINER) return 0
    if (one >> 3 == first >> 3) {
      run++
      if (run <= 4) hash = (hash ^ run) * PRIME
    } else if (kind != MARK) break
    at += usize(one & 7)
  }
  push(finish(hash))
  return at
}

// @ts-expect-error: decorator
@inline
function push(hash: u32): void {
  store<u32>(out, hash)
  out += 4
}

/** A code point times eight, and its length in bytes; 0 for one beyond the first plane. What is no UTF-8 is U+FFFD. */
// @ts-expect-error: decorator
@inline
function decode(at: usize, end: usize): u32 {
  const b0 = u32(load<u8>(at))
  if (b0 < 128) return (b0 << 3) | 1
  if (b0 >= 0xc2 && b0 < 0xe0 && at + 1 < end) return ((((b0 & 31) << 6) | (u32(load<u8>(at, 1)) & 63)) << 3) | 2
  if (b0 >= 0xe0 && b0 < 0xf0 && at + 2 < end)
    return ((((b0 & 15) << 12) | ((u32(load<u8>(at, 1)) & 63) << 6) | (u32(load<u8>(at, 2)) & 63)) << 3) | 3
  if (b0 >= 0xf0 && b0 < 0xf5 && at + 3 < end) return 0
  return (0xfffd << 3) | 1
}

/** Class and flags of what was decoded; 0 where that is not known, or is not for here. */
// @ts-expect-error: decorator
@inline
function flagsOf(one: u32): u32 {
  if (one == 0) return 0
  const flags = u32(load<u8>(KINDS + usize(one >> 3)))
  if (flags == 0) store<u32>(UNKNOWN, (one >> 11) + 1)
  return flags
}

// @ts-expect-error: decorator
@inline
function kindOf(one: u32): u32 {
  return flagsOf(one) & KIND
}
