/**
 * JSON values: a splitter that marks each element of an array, or each value of several written one after the other
 * (pretty-printed or not), without parsing them.
 *
 * Only brackets and quotes are looked at, and strings are leapt over with indexOf; whether a value is JSON is decided by
 * who parses it. Commas between values may be missing or too many. Nothing recurses, so depth costs nothing.
 */
import { BLOCK_ROWS, MAX_ROW_BYTES, type Spans, type Splitter } from './spans.ts'

export interface JsonValueOptions {
  readonly maxRowBytes?: number
  readonly oneArray?: boolean // the bytes begin at a `[`; stop at its end, other things follow
  readonly members?: boolean // the bytes are one object; its members' values are wanted, but for strings
}

const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const NEWLINE = 10
const COLON = 58
const SQUARE = 91
const SQUARE_END = 93
const CURLY = 123
const CURLY_END = 125

export function jsonValueSplitter({
  maxRowBytes = MAX_ROW_BYTES,
  oneArray = false,
  members = false,
}: JsonValueOptions = {}): Splitter {
  const opener = members ? CURLY : SQUARE
  const closer = members ? CURLY_END : SQUARE_END
  let inArray = false
  let inString = false
  let inScalar = false
  let oddBackslash = false // the string's last byte so far is a backslash that escapes the next
  let depth = 0 // brackets open inside the value
  let start = -1
  let startLine = 0
  let line = 0
  let dropping = false
  let over = false

  const end = (at: number, out: Spans): void => {
    if (dropping || at - start > maxRowBytes) {
      out.skip = 'row-too-long'
    } else {
      const { count } = out
      out.starts[count] = start
      out.ends[count] = at
      out.lines[count] = startLine
      out.count = count + 1
    }
    dropping = false
    start = -1
    inScalar = false
  }

  const begin = (at: number): void => {
    start = at
    startLine = line
  }

  /** Where the string that `from` stands in ends, just after its quote; -1 if it goes on beyond the bytes. */
  const stringEnd = (bytes: Buffer, from: number): number => {
    let at = from
    for (;;) {
      const quote = bytes.indexOf(QUOTE, at)
      const stop = quote < 0 ? bytes.length : quote
      let first = stop
      while (first > at && bytes[first - 1] === BACKSLASH) first--
      const odd = ((stop - first) & 1) === 1
      const escaped = first === at ? odd !== oddBackslash : odd
      if (quote < 0) {
        oddBackslash = escaped
        return -1
      }
      oddBackslash = false
      if (!escaped) return quote + 1
      at = quote + 1
    }
  }

  return {
    split(bytes, from, out) {
      const to = bytes.length
      let at = from
      while (at < to) {
        if (inString) {
          const after = stringEnd(bytes, at)
          if (after < 0) return to
          inString = false
          at = after
          if (depth === 0 && members) start = -1
          else if (depth === 0) end(at, out)
        } else if (depth > 0) {
          const byte = bytes[at++]!
          if (byte === QUOTE) inString = true
          else if (byte === CURLY || byte === SQUARE) depth++
          else if (byte === CURLY_END || byte === SQUARE_END) {
            if (--depth === 0) end(at, out)
          } else if (byte === NEWLINE) line++
          continue
        } else if (inScalar) {
          const byte = bytes[at]!
          if (byte <= 32 || byte === COMMA || byte === SQUARE_END || byte === CURLY_END) end(at, out)
          else at++
        } else {
          if (out.count === BLOCK_ROWS || out.skip !== '') return at
          const byte = bytes[at]!
          if (byte === NEWLINE) line++
          else if (byte === QUOTE) {
            begin(at)
            inString = true
          } else if (byte === opener && !inArray) {
            inArray = true
          } else if (byte === CURLY || byte === SQUARE) {
            begin(at)
            depth = 1
          } else if (byte === closer && inArray) {
            inArray = false
            if (oneArray) {
              over = true
              return at
            }
          } else if (byte > 32 && byte !== COMMA && byte !== COLON && byte !== 0xef && byte !== 0xbb && byte !== 0xbf) {
            begin(at)
            inScalar = true
          }
          at++
        }
        if (out.skip !== '') return at
      }
      return at
    },
    finish(bytes, out) {
      const isOpen = start >= 0 || dropping
      if (isOpen) {
        if (inScalar && !inArray) end(bytes.length, out)
        else out.skip = dropping ? 'row-too-long' : 'broken-json'
      }
      start = -1
      return inArray || (isOpen && (depth > 0 || inString)) ? 'the JSON ends too early' : undefined
    },
    open: () => (dropping ? -1 : start),
    shift(by) {
      if (start >= 0) start -= by
    },
    drop() {
      dropping = true
      start = 0
    },
    done: () => over,
    linesRead: () => line + 1,
  }
}
