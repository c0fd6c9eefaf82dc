/** Scripts, as far as it matters that a word has letters of two. */
export const LATIN = 1
export const OTHER_SCRIPT = 2

/** Of a folded code point; 0 for what is of no script, as digits are. */
export function scriptOf(folded: number): number {
  if ((folded >= 97 && folded <= 122) || (folded >= 0xc0 && folded < 0x250)) return LATIN
  return folded >= 0x250 && folded < 0x80000000 ? OTHER_SCRIPT : 0
}
