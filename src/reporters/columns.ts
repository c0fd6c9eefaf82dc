/**
 * How many columns of a terminal a text takes: two for East Asian wide characters and emoji, none for combining marks.
 * A modest measure, for text that `visible` has already made safe.
 */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u
const MARK = /\p{M}/u
const ASCII = /^[\x20-\x7e]*$/

/** @example columns('囧 ok') // 5 */
export function columns(text: string): number {
  if (ASCII.test(text)) return text.length
  let total = 0
  for (const character of text) total += columnsOf(character)
  return total
}

/** The longest opening that fits into `max` columns with an ellipsis after it. */
export function cutToColumns(text: string, max: number): string {
  if (max < 1) return ''
  let total = 1
  let end = 0
  for (const character of text) {
    total += columnsOf(character)
    if (total > max) break
    end += character.length
  }
  return `${text.slice(0, end)}…`
}

export function padToColumns(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)))
}

/** Lines of at most `width` columns, broken at spaces; a word longer than a line is broken where it must be. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`
    if (columns(joined) <= width) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    line = word
    while (columns(line) > width) {
      const head = cutToColumns(line, width + 1).slice(0, -1)
      if (head === '') break
      lines.push(head)
      line = line.slice(head.length)
    }
  }
  lines.push(line)
  return lines
}

function columnsOf(character: string): number {
  if (character < '\u0300') return 1
  if (MARK.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}
