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

/** Where a splitter is. What splits are functions of this: closures would be compiled anew for every range. */
interface Place {
  readonly maxRowBytes: number
  readonly length: number
  skipping: boolean
  dropping: boolean
  lineStart: number
  base: number // place of bytes[0] in the range
  line: number
  over: boolean
}

export function lineSplitter({
  maxRowBytes = MAX_ROW_BYTES,
  skipFirst = false,
  length = Infinity,
}: LineOptions = {}): Splitter {
  const place: Place = {
    maxRowBytes,
    length,
    skipping: skipFirst,
    dropping: false,
    lineStart: 0,
    base: 0,
    line: 0,
    over: false,
  }
  return {
    split: (bytes, from, out) => split(place, bytes, from, out),
    finish(bytes, out) {
      const { skipping, dropping, lineStart } = place
      if (dropping) out.skip = 'row-too-long'
      else if (!skipping && lineStart < bytes.length) add(place, bytes, bytes.length, out)
      if (!skipping && (dropping || lineStart < bytes.length)) place.line++
      return undefined
    },
    open: () => (place.skipping || place.dropping ? -1 : place.lineStart),
    shift(by) {
      place.base += by
      place.lineStart = Math.max(0, place.lineStart - by)
    },
    drop(by) {
      place.base += by
      place.dropping = true
      place.lineStart = 0
    },
    done: () => place.over,
    linesRead: () => place.line,
  }
}

function split(place: Place, bytes: Buffer, from: number, out: Spans): number {
  let at = from
  for (;;) {
    if (!place.skipping && !place.dropping && place.base + place.lineStart >= place.length) {
      place.over = true
      return at
    }
    if (out.count === BLOCK_ROWS || out.skip !== '') return at
    const end = bytes.indexOf(10, at)
    if (end < 0) return bytes.length
    if (place.skipping) {
      place.skipping = false
    } else {
      if (place.dropping) out.skip = 'row-too-long'
      else add(place, bytes, end, out)
      place.dropping = false
      place.line++
    }
    at = end + 1
    place.lineStart = at
  }
}

function add({ lineStart, line, maxRowBytes }: Place, bytes: Buffer, end: number, out: Spans): void {
  let from = lineStart
  let to = end
  if (bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf && from + 3 <= to) from += 3
  while (from < to && isBlank(bytes[from])) from++
  while (to > from && isBlank(bytes[to - 1])) to--
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

const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 13 || byte === 10
