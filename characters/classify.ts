/**
 * The class of a character, by Unicode's general categories and scripts. For whoever compiles the classes: to ask a character this way,
 * an engine first makes the sets of the categories, which takes it longer than to read a hundred rows; and each engine has the Unicode of its day.
 */
import {
  IGNORABLE,
  JOINER,
  MARK,
  NEWLINE,
  SENTENCE_END,
  SEPARATOR,
  SINGLE,
  SYMBOL,
  WORD,
} from '../src/tokenizers/classes.ts'

const ASCII_SYMBOLS = '#$%&*+/<=>@\\^`|~'
const SENTENCE_ENDS = '.!?。！？…।؟‼⁇⁈⁉．｡'

// biome-ignore format: one line, so that the suppression stands right above it
// biome-ignore lint/suspicious/noMisleadingCharacterClass: one code point at a time is asked about
const UNSEEN = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/

/** See `src/tokenizers/classes.ts` for what the classes are. */
export function classify(code: number): number {
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
