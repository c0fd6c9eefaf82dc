/**
 * What each character is to the tokeniser, and what it folds to.
 *
 * Classes follow Unicode's general categories; each is worked out when a text first has it,
 * so that starting costs nothing. Folding is NFKC, then lower case, one character at a time: full-width letters, Kelvin
 * signs and capitals meet their plain twins.
 */
export const SEPARATOR = 0 // spaces, controls, and punctuation that only parts words
export const WORD = 1 // letters, digits, underscore: runs of these are one token
export const SINGLE = 2 // Han, Kana, Thai and the like, written without spaces: one token each
export const SYMBOL = 3 // emoji, currency, rare marks: a token; a run of the same one is one token
export const SENTENCE_END = 4 // . ! ? and their relatives
export const NEWLINE = 5
export const IGNORABLE = 6 // zero-width, tag and bidi characters: no part of a token, but counted as hidden
export const MARK = 7 // combining marks and variation selectors: belong to the character before
export const JOINER = 8 // zero-width joiner

const BLOCKS = 0x1100
const classBlocks: (Uint8Array | undefined)[] = new Array(BLOCKS)
const foldBlocks: (Uint32Array | undefined)[] = new Array(BLOCKS)

const ASCII_SYMBOLS = '#$%&*+/<=>@\\^`|~'
const SENTENCE_ENDS = '.!?。！？…।؟‼⁇⁈⁉．｡'

/** The class of a code point; see the constants above. */
export function classOf(code: number): number {
  const block = classBlocks[code >>> 8] ?? newClasses(code >>> 8)
  if (block[code & 255] === UNKNOWN_CLASS) block[code & 255] = classify(code)
  return block[code & 255]
}

/** What a code point folds to: a code point, or, where folding gives several, a number above 0x110000 that stands for them. */
export function foldOf(code: number): number {
  const block = foldBlocks[code >>> 8] ?? newFolds(code >>> 8)
  if (block[code & 255] === UNKNOWN_FOLD) block[code & 255] = fold(code)
  return block[code & 255]
}

const UNKNOWN_CLASS = 255
const UNKNOWN_FOLD = 0x110000 // folds are below and above it

function newClasses(index: number): Uint8Array {
  const block = new Uint8Array(256).fill(UNKNOWN_CLASS)
  classBlocks[index] = block
  // Whole blocks of one class, met in nearly every text of their language: no need to ask each character.
  if (index >= 0x4e && index < 0x9f) block.fill(SINGLE)
  if (index >= 0xac && index < 0xd7) block.fill(WORD)
  return block
}

function newFolds(index: number): Uint32Array {
  const block = new Uint32Array(256).fill(UNKNOWN_FOLD)
  foldBlocks[index] = block
  const plain = (index >= 0x4e && index < 0x9f) || (index >= 0xac && index < 0xd7)
  for (let low = 0; low < 256 && plain; low++) block[low] = (index << 8) | low
  return block
}

// biome-ignore format: one line, so that the suppression stands right above it
// biome-ignore lint/suspicious/noMisleadingCharacterClass: one code point at a time is asked about
const UNSEEN = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/

function classify(code: number): number {
  if (code >= 0xd800 && code < 0xe000) return SEPARATOR
  if (code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029 || code === 0x85) return NEWLINE
  if (code === 0x200d) return JOINER
  const char = String.fromCodePoint(code)
  if (code < 128) {
    if (/[A-Za-z0-9_]/.test(char)) return WORD
    if (SENTENCE_ENDS.includes(char)) return SENTENCE_END
    return ASCII_SYMBOLS.includes(char) ? SYMBOL : SEPARATOR
  }
  if (SENTENCE_ENDS.includes(char)) return SENTENCE_END
  if (UNSEEN.test(char)) return IGNORABLE
  if (code >= 0xe0000 && code < 0xe1000) return IGNORABLE
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: one code point at a time is asked about
  if (/[\p{M}\u{fe00}-\u{fe0f}\u{1f3fb}-\u{1f3ff}]/u.test(char)) return MARK
  if (
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(
      char,
    )
  ) {
    return /[\p{L}\p{N}\u3005\u3007\u30fc]/u.test(char) ? SINGLE : SYMBOL
  }
  if (/[\p{L}\p{N}\p{Pc}]/u.test(char)) return WORD
  if (/[\p{S}\p{Co}]/u.test(char)) return SYMBOL
  if (/[\u2020-\u2023\u203b-\u203d\u2042\u00a7\u00b6]/.test(char)) return SYMBOL
  return SEPARATOR
}

function fold(code: number): number {
  if (code >= 0xd800 && code < 0xe000) return 0xfffd
  const folded = String.fromCodePoint(code).normalize('NFKC').toLowerCase().normalize('NFKC')
  let all = 0
  let count = 0
  for (const char of folded) {
    all = (Math.imul(all, 0x01000193) ^ char.codePointAt(0)!) >>> 0
    count++
  }
  return count === 1 ? folded.codePointAt(0)! : (all | 0x80000000) >>> 0
}
