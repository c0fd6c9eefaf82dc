/**
 * Lines: a splitter that marks each line which is not blank, ends trimmed.
 *
 * Lines end at \n (so at \r\n too). A range owns the lines that START in [start, end): cut a file anywhere, and every line
 * is read once. Knows no JSON.
 */
import { BLOCK_ROWS, MAX_ROW_BYTES, type Spans, type Splitter } from './spans.ts'

export interface LineOptions {
  readonly maxRowBytes?: number
  readonly skipFirst?: boolean // the bytes begin inside a line that belongs to the range before
  readonly length?: number // a line that starts at or after this byte belongs to the next range
}

export function lineSplitter({
  maxRowBytes = MAX_ROW_BYTES,
  skipFirst = false,
  length = Infinity,
}: LineOptions = {}): Splitter {
  let skipping = skipFirst
  let dropping = false
  let lineStart = 0
  let base = 0 // place of bytes[0] in the range
  let line = 0
  let over = false

  const add = (bytes: Buffer, end: number, out: Spans): void => {
    let from = lineStart
    let to = end
    if (bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf && from + 3 <= to) from += 3
    while (from < to && isBlank(bytes[from]!)) from++
    while (to > from && isBlank(bytes[to - 1]!)) to--
    if (from === to) return
    if (to - from > maxRowBytes) {
      out.skip = 'row-too-long'
      return
    }
    const { count } = out
    out.starts[count] = from
    out.ends[count] = to
    out.lines[count] = line
    out.count = count + 1
  }

  return {
    split(bytes, from, out) {
      let at = from
      for (;;) {
        if (!skipping && !dropping && base + lineStart >= length) {
          over = true
          return at
        }
        if (out.count === BLOCK_ROWS || out.skip !== '') return at
        const end = bytes.indexOf(10, at)
        if (end < 0) return bytes.length
        if (skipping) {
          skipping = false
        } else {
          if (dropping) out.skip = 'row-too-long'
          else add(bytes, end, out)
          dropping = false
          line++
        }
        at = end + 1
        lineStart = at
      }
    },
    finish(bytes, out) {
      if (dropping) out.skip = 'row-too-long'
      else if (!skipping && lineStart < bytes.length) add(bytes, bytes.length, out)
      if (!skipping && (dropping || lineStart < bytes.length)) line++
      return undefined
    },
    open: () => (skipping || dropping ? -1 : lineStart),
    shift(by) {
      base += by
      lineStart = Math.max(0, lineStart - by)
    },
    drop(by) {
      base += by
      dropping = true
      lineStart = 0
    },
    done: () => over,
    linesRead: () => line,
  }
}

const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 13 || byte === 10
