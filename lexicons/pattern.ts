/**
 * Patterns of a lexicon: plain words with alternatives, `I (can't|cannot) (help|assist)`, as people can read and review.
 *
 * A pattern is a list of words; each word stands for one or more texts. Groups nest, and an empty alternative means
 * nothing. Knows no tokens.
 */

/** What is wrong with a pattern, or null. */
export function patternFault(pattern: string): string | null {
  let depth = 0
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]
    if (char === '(') depth++
    if (char === ')' && --depth < 0) return 'a ) too many'
    if (char === '|' && depth === 0) return 'a | outside of brackets'
  }
  return depth > 0 ? 'a ( that is never closed' : null
}

/**
 * Cuts a pattern at its spaces, those within brackets apart.
 *
 * @example wordsOf('no (I|we) can') // ['no', '(I|we)', 'can']
 */
export function wordsOf(pattern: string): string[] {
  const words: string[] = []
  for (let at = 0; at <= pattern.length; ) {
    const space = outside(pattern, ' ', at)
    if (space > at) words.push(pattern.slice(at, space))
    at = space + 1
  }
  return words
}

/** Where the text from `from` has `mark` outside of brackets; its length where nowhere. */
function outside(text: string, mark: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if (depth === 0 && text[at] === mark) return at
    if (text[at] === '(') depth++
    if (text[at] === ')') depth--
  }
  return text.length
}

/**
 * All texts that a word of a pattern stands for; an empty one where the word may be missing.
 *
 * @param text  without fault
 * @example expand('(can|will)(| not)') // ['can', 'can not', 'will', 'will not']
 */
export function expand(text: string): string[] {
  const open = text.indexOf('(')
  if (open < 0) return [text]
  const close = outside(text, ')', open + 1)
  const inner = text.slice(open + 1, close)
  const options: string[] = []
  for (let at = 0; at <= inner.length; ) {
    const bar = outside(inner, '|', at)
    options.push(...expand(inner.slice(at, bar)))
    at = bar + 1
  }
  const rest = expand(text.slice(close + 1))
  const before = text.slice(0, open)
  return options.flatMap((option) => rest.map((after) => before + option + after))
}
