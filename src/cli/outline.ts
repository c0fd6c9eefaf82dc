/** Plain data as an indented outline for a person. Everything passes `visible`: keys and values may be dataset text. */
import type { Visible } from './say.ts'

/** @example [...outline({ file: 'a.jsonl', rows: 3 }, (text) => text)] // ['file: a.jsonl', 'rows: 3'] */
export function* outline(value: unknown, visible: Visible, depth = 0): Iterable<string> {
  const pad = '  '.repeat(depth)
  if (Array.isArray(value)) {
    for (const item of value) {
      if (isPlain(item)) yield `${pad}- ${plainText(item, visible)}`
      else yield* bulleted(outline(item, visible, depth + 1), pad)
    }
    return
  }
  if (typeof value !== 'object' || value === null) return yield `${pad}${plainText(value, visible)}`
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined || (Array.isArray(inner) && inner.length === 0)) continue
    if (isPlain(inner)) yield `${pad}${visible(key)}: ${plainText(inner, visible)}`
    else {
      yield `${pad}${visible(key)}:`
      yield* outline(inner, visible, depth + 1)
    }
  }
}

/** A dash before the first line of an item, in the place of its indentation. */
function* bulleted(lines: Iterable<string>, pad: string): Iterable<string> {
  let first = true
  for (const line of lines) {
    yield first ? `${pad}- ${line.slice(pad.length + 2)}` : line
    first = false
  }
}

function isPlain(value: unknown): boolean {
  return (
    typeof value !== 'object' ||
    value === null ||
    (Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number'))
  )
}

function plainText(value: unknown, visible: Visible): string {
  if (Array.isArray(value)) return value.map((item) => plainText(item, visible)).join(', ')
  if (typeof value === 'number') return Number.isInteger(value) ? value.toLocaleString('en') : String(value)
  return visible(value === null ? 'none' : String(value))
}
