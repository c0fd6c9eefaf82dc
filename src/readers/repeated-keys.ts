/**
 * Does an object of a JSON text name a key twice? Parsers differ in which value they take; here, as in Python, it is the last.
 *
 * For texts that are JSON: one pass, no recursion, linear in the text however deep it is.
 */
export function repeatsKey(text: string): boolean {
  const open: (Set<string> | undefined)[] = [] // keys of each object that is open; undefined of an array
  let isKey = false // the next string is a key
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') {
      const from = at
      at++
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
      const keys = open[open.length - 1]
      if (!isKey || keys === undefined) continue
      const key = keyOf(text.slice(from, at + 1))
      if (keys.has(key)) return true
      keys.add(key)
      isKey = false
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : undefined)
      isKey = char === '{'
    } else if (char === '}' || char === ']') {
      open.pop()
      isKey = false
    } else if (char === ',') isKey = open[open.length - 1] !== undefined
  }
  return false
}

/** A key may be spelt with escapes. */
function keyOf(quoted: string): string {
  if (!quoted.includes('\\')) return quoted
  try {
    return JSON.stringify(JSON.parse(quoted))
  } catch {
    return quoted
  }
}
