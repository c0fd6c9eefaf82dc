/** The word of a list that was probably meant. Knows edits of one letter, and two letters that changed places. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const furthest = Math.max(1, Math.floor(word.length / 3))
  const ranked = words
    .map((candidate) => ({ candidate, edits: edits(word.toLowerCase(), candidate) }))
    .filter(({ edits }) => edits <= furthest)
    .sort((a, b) => a.edits - b.edits)
  return ranked[0]?.candidate
}

/** Optimal string alignment distance: Damerau (1964), Communications of the ACM 7:171. */
export function edits(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    rows.push([i])
    for (let j = 1; j <= b.length; j++) {
      const swap = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + swap)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, rows[i - 2][j - 2] + 1)
      rows[i].push(least)
    }
  }
  return rows[a.length][b.length]
}
