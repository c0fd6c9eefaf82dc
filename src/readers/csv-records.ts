/**
 * CSV records: a splitter that marks each record that is not blank. A quote opens a field only at its beginning, and only
 * inside such a field does a newline not end the record. What the fields are is left to who parses them.
 */
import { BLOCK_ROWS, MAX_ROW_BYTES, type Spans, type Splitter } from './spans.ts'

const QUOTE = 34
const NEWLINE = 10
const RETURN = 13

export interface CsvRecordOptions {
  readonly maxRowBytes?: number
  readonly delimiter: string // one ASCII character
  readonly firstLine?: number // lines that stand before
}

export function csvRecordSplitter({
  maxRowBytes = MAX_ROW_BYTES,
  delimiter,
  firstLine = 0,
}: CsvRecordOptions): Splitter {
  const separator = delimiter.charCodeAt(0)
  let start = 0
  let line = firstLine
  let startLine = firstLine
  let atFieldStart = true
  let inQuotes = false
  let wasQuote = false // a quote inside quotes: doubled, or the end of them
  let dropping = false

  const end = (bytes: Buffer, at: number, out: Spans): void => {
    let to = at
    while (to > start && bytes[to - 1] === RETURN) to--
    if (dropping || to - start > maxRowBytes) {
      out.skip = 'row-too-long'
    } else if (!isBlank(bytes, start, to)) {
      const { count } = out
      out.starts[count] = start
      out.ends[count] = to
      out.lines[count] = startLine
      out.count = count + 1
    }
    dropping = false
  }

  return {
    split(bytes, from, out) {
      let at = from
      for (; at < bytes.length; at++) {
        const byte = bytes[at]!
        if (byte === NEWLINE) line++
        if (inQuotes && !wasQuote) {
          if (byte === QUOTE) wasQuote = true
          continue
        }
        if (wasQuote) {
          wasQuote = false
          if (byte === QUOTE) continue
          inQuotes = false
        }
        if (byte === NEWLINE) {
          end(bytes, at, out)
          start = at + 1
          startLine = line
          atFieldStart = true
          if (out.count === BLOCK_ROWS || out.skip !== '') return at + 1
        } else if (byte === QUOTE && atFieldStart) {
          inQuotes = true
          atFieldStart = false
        } else {
          atFieldStart = byte === separator
        }
      }
      return at
    },
    finish(bytes, out) {
      const isOpen = dropping || start < bytes.length
      if (!isOpen) return undefined
      if (inQuotes && !wasQuote) {
        out.skip = 'broken-record'
        return `a quote on line ${startLine + 1} or after is never closed`
      }
      end(bytes, bytes.length, out)
      line++
      return undefined
    },
    open: () => (dropping ? -1 : start),
    shift(by) {
      start = Math.max(0, start - by)
    },
    drop() {
      dropping = true
      start = 0
    },
    done: () => false,
    linesRead: () => line,
  }
}

function isBlank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 32) return false
  return true
}
