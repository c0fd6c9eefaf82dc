/** A tokeniser for tests: folded runs of letters and digits, single Han and Kana characters, as 32-bit hashes. */
export function tokenize(text: string): number[] {
  const folded = text.normalize('NFKC').toLowerCase()
  const words =
    folded.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]|(?:(?!\p{sc=Han})[\p{L}\p{N}\p{M}_])+/gu) ?? []
  return words.map((word) => {
    let hash = 0x811c9dc5
    for (const char of word) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
    return hash >>> 0
  })
}
