/**
 * Letters of other scripts that pass for Latin ones: what each looks like.
 *
 * A short list of the pairs that attacks use, after UTS #39 (confusables.txt): Cyrillic, Greek and Armenian letters whose
 * usual shape is a Latin letter's. It serves a second view of a word beside the raw one, so it need not be complete to
 * be safe: what is not listed is still seen as the word it is.
 */
const PAIRS =
  'аa вb сc ԁd еe һh іi јj кk ӏl мm пn оo рp ԛq гr ѕs тt уy ѵv ԝw хx ґr ɡg ɑa ꞵb ϲc ԍg ҽe ʜh ɩi ϳj κk ⅼl ʍm ηn οo ρp ѓr ꜱs τt υu νv ωw χx γy ᴢz αa βb εe ιi μm σo ζz նn օo սu հh ցg տs'

const byCode = new Map<number, number>()

/** The Latin letter that a folded code point looks like, or the code point itself. */
export function looksLike(code: number): number {
  if (code < 0x180) return code
  if (byCode.size === 0) {
    for (const pair of PAIRS.split(' ')) {
      const [from, to] = [...pair]
      byCode.set(from.codePointAt(0)!, to.codePointAt(0)!)
    }
  }
  return byCode.get(code) ?? code
}
