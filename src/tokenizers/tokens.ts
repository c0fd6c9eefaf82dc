/**
 * Text, as UTF-8 bytes, into tokens, as 32-bit hashes: the hot loop of every reading.
 *
 * A token is a run of word characters, a single character of a script that puts no spaces, a symbol, or a run of three
 * and more of one punctuation mark. Case, width and compatibility forms are folded; zero-width characters are left out
 * and remembered as hidden. Between tokens two marks are kept, since places depend on them: the end of a sentence and the
 * end of a line. A word that hides something (zero-width characters within, letters of another script among Latin ones)
 * also has a *plain* hash, that of the word it passes for.
 *
 * Allocates nothing but when the buffer grows. Knows no rows, turns or files.
 */
import { mix } from '../sketches/hash.ts'
import {
  classOf,
  foldOf,
  IGNORABLE,
  JOINER,
  MARK,
  NEWLINE,
  SENTENCE_END,
  SEPARATOR,
  SINGLE,
  SYMBOL,
  WORD,
} from './classes.ts'
import { looksLike } from './look-alikes.ts'

export const MARK_SENTENCE = 1
export const MARK_LINE = 2
export const FIRST_TOKEN = 16 // hashes below this are marks
export const FIRST_WORD = 65536 // hashes from FIRST_TOKEN up to here are runs of hidden characters that stand between words

/** Kinds of hidden character, as bits of `hidden`. */
export const HIDDEN_ZERO_WIDTH = 1
export const HIDDEN_TAG = 2
export const HIDDEN_BIDI = 4
export const HIDDEN_LOOK_ALIKE = 8

export interface Tokens {
  hashes: Uint32Array // a token's hash, or a mark
  starts: Uint32Array // first byte
  ends: Uint32Array // byte after the last
  count: number
  plain: Uint32Array // pairs: index of a token, hash of the word it passes for
  plainCount: number // pairs in `plain`
  hidden: number // bits
}

export function emptyTokens(capacity = 1024): Tokens {
  return {
    hashes: new Uint32Array(capacity),
    starts: new Uint32Array(capacity),
    ends: new Uint32Array(capacity),
    count: 0,
    plain: new Uint32Array(64),
    plainCount: 0,
    hidden: 0,
  }
}

const BASIS = 0x811c9dc5
const PRIME = 0x01000193
const LATIN = 1
const OTHER_SCRIPT = 2

/** For ASCII: the class in the high bits, the folded byte in the low seven. */
const ascii = new Uint16Array(128)
let asciiReady = false

function prepare(): void {
  for (let code = 0; code < 128; code++) {
    const lower = code >= 65 && code <= 90 ? code + 32 : code
    ascii[code] = (classOf(code) << 8) | lower
  }
  asciiReady = true
}

/**
 * Tokenises bytes[start, end) and appends to `into`.
 *
 * @param bytes  UTF-8; what is not valid is passed over as a separator
 */
export function tokenize(bytes: Uint8Array, start: number, end: number, into: Tokens): void {
  if (!asciiReady) prepare()
  if (into.count + (end - start) + 2 > into.hashes.length) grow(into, into.count + (end - start) + 2)
  const hashes = into.hashes
  const starts = into.starts
  const ends = into.ends
  let count = into.count
  let at = start
  while (at < end) {
    const byte = bytes[at]
    if (byte < 128) {
      const entry = ascii[byte]
      const kind = entry >>> 8
      if (kind === WORD) {
        const from = at
        let h = Math.imul(BASIS ^ (entry & 127), PRIME)
        at++
        let next = 0
        while (at < end) {
          const code = bytes[at]
          if (code >= 128) {
            next = 1
            break
          }
          const e = ascii[code]
          if (e >>> 8 !== WORD) break
          h = Math.imul(h ^ (e & 127), PRIME)
          at++
        }
        if (next === 1) {
          // A letter beyond ASCII may follow: the slow path takes the whole word.
          into.count = count
          at = slowWord(bytes, from, end, into)
          count = into.count
          continue
        }
        hashes[count] = finish(h)
        starts[count] = from
        ends[count++] = at
      } else if (kind === SEPARATOR || kind === SYMBOL || kind === SENTENCE_END) {
        const from = at
        at++
        if (at < end && bytes[at] === byte && byte > 32) while (at < end && bytes[at] === byte) at++
        const run = at - from
        if (kind === SYMBOL || (run >= 3 && byte > 32)) {
          hashes[count] = finish(Math.imul(Math.imul(BASIS ^ byte, PRIME) ^ (run < 4 ? run : 4), PRIME))
          starts[count] = from
          ends[count++] = at
        }
        if (kind === SENTENCE_END && (count === 0 || hashes[count - 1] !== MARK_SENTENCE)) {
          hashes[count] = MARK_SENTENCE
          starts[count] = from
          ends[count++] = at
        }
      } else {
        if (count > 0 && hashes[count - 1] !== MARK_LINE) {
          hashes[count] = MARK_LINE
          starts[count] = at
          ends[count++] = at + 1
        }
        at++
      }
    } else {
      into.count = count
      at = slowToken(bytes, at, end, into)
      count = into.count
    }
  }
  into.count = count
}

function finish(h: number): number {
  const mixed = mix(h)
  return mixed < FIRST_WORD ? mixed + FIRST_WORD : mixed
}

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
function slowToken(bytes: Uint8Array, at: number, end: number, into: Tokens): number {
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
function slowWord(bytes: Uint8Array, from: number, end: number, into: Tokens): number {
  let at = from
  let last = from
  let raw = BASIS
  let plain = BASIS
  let scripts = 0
  let hidden = 0
  let disguised = false
  while (at < end) {
    decode(bytes, at, end)
    const kind = classOf(decoded)
    if (kind === WORD) {
      const folded = foldOf(decoded)
      const shape = looksLike(folded)
      if ((folded >= 97 && folded <= 122) || (folded >= 0xc0 && folded < 0x250)) scripts |= LATIN
      else if (folded >= 0x250 && folded < 0x80000000) scripts |= OTHER_SCRIPT
      if (shape !== folded) disguised = true
      raw = Math.imul(raw ^ folded, PRIME)
      plain = Math.imul(plain ^ shape, PRIME)
      last = at + width
    } else if (kind === MARK) {
      raw = Math.imul(raw ^ decoded, PRIME)
      plain = Math.imul(plain ^ decoded, PRIME)
      last = at + width
    } else if (kind === IGNORABLE || kind === JOINER) hidden |= hiddenKind(decoded)
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

function push(into: Tokens, hash: number, from: number, to: number): void {
  into.hashes[into.count] = hash
  into.starts[into.count] = from
  into.ends[into.count++] = to
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

function grow(tokens: Tokens, least: number): void {
  const capacity = Math.max(least, tokens.hashes.length * 2)
  for (const field of ['hashes', 'starts', 'ends'] as const) {
    const larger = new Uint32Array(capacity)
    larger.set(tokens[field])
    tokens[field] = larger
  }
}
