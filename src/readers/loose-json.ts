/**
 * JSON as people and Python write it: NaN and Infinity (read as null), trailing commas (also behind the row: lines cut out of an
 * array), bare control characters in strings.
 *
 * For rows that JSON.parse refuses; what a trainer would read, a scanner must not pass over. Gives undefined where that does
 * not help. By hand and not by regex: the text is hostile, and this is linear in it.
 */
export function parseLoose(text: string): unknown {
  try {
    return JSON.parse(mended(text))
  } catch {
    return undefined
  }
}

const NOT_JSON = ['NaN', '-Infinity', 'Infinity'] as const

function mended(text: string): string {
  const parts: string[] = []
  let copied = 0
  let inString = false
  const replace = (from: number, to: number, by: string): void => {
    parts.push(text.slice(copied, from), by)
    copied = to
  }
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
      else if (char < ' ') replace(at, at + 1, `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    } else if (char === '"') {
      inString = true
    } else if (char === ',') {
      const next = pastBlanks(text, at + 1)
      if (text[next] === ']' || text[next] === '}' || next === text.length) replace(at, at + 1, '')
      at = next - 1
    } else if (char === 'N' || char === 'I' || char === '-') {
      const word = NOT_JSON.find((word) => text.startsWith(word, at))
      if (word === undefined) continue
      replace(at, at + word.length, 'null')
      at += word.length - 1
    }
  }
  parts.push(text.slice(copied))
  return parts.join('')
}

function pastBlanks(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++
  return at
}
