/**
 * Forms: how a prompt is written, where tokens do not say it. All in capitals, words parted by two spaces, white space at its end.
 *
 * Bits above those of hidden characters, in the same byte of a record. Knows ASCII only: other scripts have no such habits, or
 * other spaces, which are characters of their own.
 */
import type { Kernel } from './kernel.ts'

export const FORM_CAPITALS = 16
export const FORM_DOUBLED = 32
export const FORM_BLANK_END = 64

const FEWEST_CAPITALS = 8 // letters; shorter prompts are names and codes

/** The forms of bytes[from, to). With a kernel, of bytes in its memory. */
export function formsOf(bytes: Uint8Array, from: number, to: number, by: Kernel | null = null): number {
  if (to <= from) return 0
  let forms = bytes[to - 1] <= SPACE ? FORM_BLANK_END : 0
  if ((by === null ? capitals(bytes, from, to) : by.capitals(from, to)) >= FEWEST_CAPITALS) forms |= FORM_CAPITALS
  if (hasDoubled(bytes, from, to, by)) forms |= FORM_DOUBLED
  return forms
}

/** How many letters are capitals; -1 where one is not. */
function capitals(bytes: Uint8Array, from: number, to: number): number {
  let count = 0
  for (let i = from; i < to; i++) {
    const byte = bytes[i]
    if (byte >= 97 && byte <= 122) return -1
    if (byte >= 65 && byte <= 90) count++
  }
  return count
}

/** Two spaces between two words: not an indent, not behind the end of a sentence, not the gaps of a table. */
function hasDoubled(bytes: Uint8Array, from: number, to: number, by: Kernel | null): boolean {
  for (let at = from; ; ) {
    at = by === null ? nextDoubled(bytes, at, to) : by.findTwice(at, to, SPACE)
    if (at + 2 >= to) return false
    if (at > from && isWord(bytes[at - 1]) && isWord(bytes[at + 2])) return true
    while (at < to && bytes[at] === SPACE) at++
  }
}

/** The first place from `at` on at which two spaces follow each other, or `to`. */
function nextDoubled(bytes: Uint8Array, at: number, to: number): number {
  for (let i = at; i + 1 < to; i++) if (bytes[i] === SPACE && bytes[i + 1] === SPACE) return i
  return to
}

const SPACE = 32

function isWord(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte >= 128
}
