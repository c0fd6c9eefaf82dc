/**
 * What each character is to the tokeniser, and what it folds to.
 *
 * Classes follow Unicode's general categories, and were worked out when the package was made (`characters/classify.ts`): they are the same in
 * any engine. Folding is NFKC, then lower case, one character at a time, when a text first has it: full-width letters, Kelvin
 * signs and capitals meet their plain twins.
 */
import { CLASS_RUNS } from './class-runs.ts'

export const SEPARATOR = 0 // spaces, controls, and punctuation that only parts words
export const WORD = 1 // letters, digits, underscore: runs of these are one token
export const SINGLE = 2 // Han, Kana, Thai and the like, written without spaces: one token each
export const SYMBOL = 3 // emoji, currency, rare marks: a token; a run of the same one is one token
export const SENTENCE_END = 4 // . ! ? and their relatives
export const NEWLINE = 5
export const IGNORABLE = 6 // zero-width, tag and bidi characters: no part of a token, but counted as hidden
export const MARK = 7 // combining marks and variation selectors: belong to the character before
export const JOINER = 8 // zero-width joiner
export const CLASSES = 9

const BLOCKS = 0x1100
const classBlocks: (Uint8Array | undefined)[] = new Array(BLOCKS)
const foldBlocks: (Uint32Array | undefined)[] = new Array(BLOCKS)

/** The class of a code point; see the constants above. */
export function classOf(code: number): number {
  const block = classBlocks[code >>> 8] ?? newClasses(code >>> 8)
  return block[code & 255]
}

/** What a code point folds to: a code point, or, where folding gives several, a number above 0x110000 that stands for them. */
export function foldOf(code: number): number {
  const block = foldBlocks[code >>> 8] ?? newFolds(code >>> 8)
  if (block[code & 255] === UNKNOWN_FOLD) block[code & 255] = fold(code)
  return block[code & 255]
}

const UNKNOWN_FOLD = 0x110000 // folds are below and above it

/** Of each run of characters of one class, where it ends (exclusive) and the class. */
let runs: { readonly ends: Uint32Array; readonly kinds: Uint8Array; readonly count: number } | undefined

function unpacked(): NonNullable<typeof runs> {
  const bytes = Buffer.from(CLASS_RUNS, 'base64')
  const ends = new Uint32Array(bytes.length)
  const kinds = new Uint8Array(bytes.length)
  let count = 0
  for (let at = 0, end = 0; at < bytes.length; at++) {
    let number = bytes[at] & 127
    for (let shift = 7; bytes[at] > 127; shift += 7) number += (bytes[++at] & 127) * 2 ** shift
    kinds[count] = number % CLASSES
    end += Math.floor(number / CLASSES)
    ends[count++] = end
  }
  return { ends, kinds, count }
}

function newClasses(index: number): Uint8Array {
  runs ??= unpacked()
  const { ends, kinds, count } = runs
  const block = new Uint8Array(256)
  classBlocks[index] = block
  const first = index << 8
  let [low, high] = [0, count - 1] // the run that the first character is in
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ends[middle] > first) high = middle
    else low = middle + 1
  }
  for (let run = low, from = 0; from < 256; run++) {
    const to = Math.min(256, ends[run] - first)
    block.fill(kinds[run], from, to)
    from = to
  }
  return block
}

function newFolds(index: number): Uint32Array {
  const block = new Uint32Array(256).fill(UNKNOWN_FOLD)
  foldBlocks[index] = block
  const plain = (index >= 0x4e && index < 0x9f) || (index >= 0xac && index < 0xd7)
  for (let low = 0; low < 256 && plain; low++) block[low] = (index << 8) | low
  return block
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
