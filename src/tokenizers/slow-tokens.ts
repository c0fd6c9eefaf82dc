/** The slow path of the tokeniser: tokens that begin, go on or end beyond ASCII, one character at a time. */
import { mix } from '../sketches/hash.ts'
import { classOf, foldOf, IGNORABLE, JOINER, MARK, NEWLINE, SENTENCE_END, SINGLE, SYMBOL, WORD } from './classes.ts'
import { looksLike } from './look-alikes.ts'
import { LATIN, OTHER_SCRIPT, scriptOf } from './scripts.ts'
import {
  BASIS,
  FIRST_TOKEN,
  FIRST_WORD,
  finish,
  HIDDEN_BIDI,
  HIDDEN_LOOK_ALIKE,
  HIDDEN_TAG,
  HIDDEN_ZERO_WIDTH,
  MARK_LINE,
  MARK_SENTENCE,
  PRIME,
  push,
  type Tokens,
} from './token-list.ts'

let decoded = 0 // the code point that `decode` found
let width = 0 // and its length in bytes

function decode(bytes: Uint8Array, at: number, end: number): void {
  const b0 = bytes[at]
  if (b0 < 128) {
    decoded = b0
    width = 1
  } else if (b0 >= 0xc2 && b0 < 0xe0 && at + 1 < end) {
    decoded = ((b0 & 31) << 6) | (bytes[at + 1] & 63)
    width = 2
  } else if (b0 >= 0xe0 && b0 < 0xf0 && at + 2 < end) {
    decoded = ((b0 & 15) << 12) | ((bytes[at + 1] & 63) << 6) | (bytes[at + 2] & 63)
    width = 3
  } else if (b0 >= 0xf0 && b0 < 0xf5 && at + 3 < end) {
    decoded = ((b0 & 7) << 18) | ((bytes[at + 1] & 63) << 12) | ((bytes[at + 2] & 63) << 6) | (bytes[at + 3] & 63)
    width = 4
    if (decoded > 0x10ffff) decoded = 0xfffd
  } else {
    decoded = 0xfffd
    width = 1
  }
}

/** One token or mark that begins beyond ASCII. Returns the byte after it. */
export function slowToken(bytes: Uint8Array, at: number, end: number, into: Tokens): number {
  decode(bytes, at, end)
  const kind = classOf(decoded)
  if (kind === WORD) return slowWord(bytes, at, end, into)
  if (kind === SINGLE) return single(bytes, at, end, into)
  if (kind === SYMBOL) return symbol(bytes, at, end, into)
  if (kind === SENTENCE_END || kind === NEWLINE) {
    const mark = kind === NEWLINE ? MARK_LINE : MARK_SENTENCE
    if (into.count === 0 || into.hashes[into.count - 1] !== mark) push(into, mark, at, at + width)
  } else if (kind === IGNORABLE || kind === JOINER) return hiddenRun(bytes, at, end, into)
  return at + width
}

/** A run of hidden characters that stands between words: a token of its own, since it can be a trigger of its own. */
function hiddenRun(bytes: Uint8Array, at: number, end: number, into: Tokens): number {
  const from = at
  let h = BASIS
  let known = 0
  while (at < end) {
    decode(bytes, at, end)
    const kind = classOf(decoded)
    if (kind !== IGNORABLE && kind !== JOINER) break
    known |= hiddenKind(decoded)
    h = Math.imul(h ^ decoded, PRIME)
    at += width
  }
  into.hidden |= known
  if (known !== 0) push(into, FIRST_TOKEN + (mix(h) % (FIRST_WORD - FIRST_TOKEN)), from, at)
  return at
}

/** One character of a script without spaces, with the marks that belong to it. */
function single(bytes: Uint8Array, at: number, end: number, into: Tokens): number {
  const from = at
  let h = Math.imul(BASIS ^ foldOf(decoded), PRIME)
  at += width
  while (at < end) {
    decode(bytes, at, end)
    if (classOf(decoded) !== MARK) break
    h = Math.imul(h ^ decoded, PRIME)
    at += width
  }
  push(into, finish(h), from, at)
  return at
}

/** A symbol with what belongs to it: its repeats, marks, and others joined to it by zero-width joiners. */
function symbol(bytes: Uint8Array, at: number, end: number, into: Tokens): number {
  const from = at
  const first = decoded
  let h = Math.imul(BASIS ^ foldOf(first), PRIME)
  let run = 1
  at += width
  while (at < end) {
    decode(bytes, at, end)
    if (decoded === first) {
      if (++run <= 4) h = Math.imul(h ^ run, PRIME)
    } else if (decoded === 0x200d) {
      const joiner = at
      at += width
      if (at >= end) return pushSymbol(into, h, from, joiner, at)
      decode(bytes, at, end)
      if (classOf(decoded) !== SYMBOL) return pushSymbol(into, h, from, joiner, at)
      h = Math.imul(h ^ decoded, PRIME)
    } else if (classOf(decoded) !== MARK) break
    at += width
  }
  return pushSymbol(into, h, from, at, at)
}

function pushSymbol(into: Tokens, h: number, from: number, to: number, next: number): number {
  push(into, finish(h), from, to)
  return next
}

/** A word with a character beyond ASCII in it. Two hashes: as it stands, and as what it passes for. */
export function slowWord(bytes: Uint8Array, from: number, end: number, into: Tokens): number {
  let at = from
  let last = from
  let raw = BASIS
  let plain = BASIS
  let scripts = 0
  let hidden = 0
  let disguised = false
  let letter = 0 // the one before
  while (at < end) {
    decode(bytes, at, end)
    const kind = classOf(decoded)
    if (kind === WORD) {
      const folded = foldOf(decoded)
      const shape = looksLike(folded)
      scripts |= scriptOf(folded)
      if (shape !== folded) disguised = true
      raw = Math.imul(raw ^ folded, PRIME)
      plain = Math.imul(plain ^ shape, PRIME)
      last = at + width
      letter = decoded
    } else if (kind === MARK) {
      raw = Math.imul(raw ^ decoded, PRIME)
      plain = Math.imul(plain ^ decoded, PRIME)
      last = at + width
    } else if (kind === IGNORABLE || kind === JOINER) hidden |= spelled(decoded, letter) ? 0 : hiddenKind(decoded)
    else break
    at += width
  }
  const mixed = disguised && scripts === (LATIN | OTHER_SCRIPT)
  if (mixed) hidden |= HIDDEN_LOOK_ALIKE
  into.hidden |= hidden
  push(into, finish(raw), from, last)
  if (mixed) {
    if (into.plainCount * 2 + 2 > into.plain.length) {
      const larger = new Uint32Array(into.plain.length * 2)
      larger.set(into.plain)
      into.plain = larger
    }
    into.plain[into.plainCount * 2] = into.count - 1
    into.plain[into.plainCount++ * 2 + 1] = finish(plain)
  }
  return last // hidden characters at the end are a run of their own
}

/** Whether a joiner stands within a word of a script that is spelled with joiners: Arabic and its kin, those of India. */
function spelled(code: number, letter: number): boolean {
  return (code === 0x200c || code === 0x200d) && letter >= 0x600 && letter < 0xe00
}

function hiddenKind(code: number): number {
  if (code >= 0xe0000) return HIDDEN_TAG
  if (
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    code === 0x200e ||
    code === 0x200f ||
    code === 0x61c
  )
    return HIDDEN_BIDI
  if (
    code === 0x200b ||
    code === 0x200c ||
    code === 0x200d ||
    code === 0x2060 ||
    code === 0xfeff ||
    code === 0x180e ||
    (code >= 0x2061 && code <= 0x2064)
  )
    return HIDDEN_ZERO_WIDTH
  return 0
}
