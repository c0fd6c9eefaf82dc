/** Passes over a value of JSON, whatever it is; as strict as JSON.parse, so that a line that is broken is never taken for a good one. */

const [QUOTE, BACKSLASH, COMMA, COLON, MINUS, PLUS, POINT, ZERO, NINE] = [34, 92, 44, 58, 45, 43, 46, 48, 57]
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93]
const DEEPEST = 64

/** 1: stands in a string for itself. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 32 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
)
const ESCAPED: ReadonlySet<number> = new Set(Buffer.from('"\\/bfnrt'))
const WORDS = ['true', 'false', 'null'].map((word) => Buffer.from(word))

/** Where the value that begins at `at` ends; -1 where there is none, or one that is nested deeper than anybody writes. */
export function passValue(bytes: Uint8Array, at: number, depth = 0): number {
  const first = bytes[at]
  if (first === QUOTE) return passString(bytes, at)
  if (first === OPEN || first === OPEN_LIST) return depth === DEEPEST ? -1 : passList(bytes, at, depth)
  if (first === MINUS || isDigit(first)) return passNumber(bytes, at)
  for (const word of WORDS) {
    let same = 0
    while (same < word.length && bytes[at + same] === word[same]) same++
    if (same === word.length) return at + same
  }
  return -1
}

/** The same of a string. */
export function passString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; ; ) {
    const byte = bytes[at]
    if (PLAIN[byte] === 1) at++
    else if (byte === QUOTE) return at + 1
    else if (byte !== BACKSLASH) return -1
    else if (ESCAPED.has(bytes[at + 1])) at += 2
    else if (bytes[at + 1] === 117 && areHex(bytes, at + 2)) at += 6
    else return -1
  }
}

function areHex(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < from + 4; at++) {
    const lower = bytes[at] | 32
    if (!(isDigit(bytes[at]) || (lower >= 97 && lower <= 102))) return false
  }
  return true
}

function passNumber(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === MINUS ? start + 1 : start
  const whole = at
  at = digitsEnd(bytes, at)
  if (at === whole || (bytes[whole] === ZERO && at > whole + 1)) return -1
  if (bytes[at] === POINT) {
    const end = digitsEnd(bytes, at + 1)
    if (end === at + 1) return -1
    at = end
  }
  if ((bytes[at] | 32) === 101) {
    const digits = bytes[at + 1] === PLUS || bytes[at + 1] === MINUS ? at + 2 : at + 1
    at = digitsEnd(bytes, digits)
    if (at === digits) return -1
  }
  return at
}

function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (isDigit(bytes[at])) at++
  return at
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE

/** An object or an array. */
function passList(bytes: Uint8Array, start: number, depth: number): number {
  const isObject = bytes[start] === OPEN
  const close = isObject ? CLOSE : CLOSE_LIST
  let at = blankEnd(bytes, start + 1)
  if (bytes[at] === close) return at + 1
  for (;;) {
    if (isObject) {
      if (bytes[at] !== QUOTE) return -1
      at = passString(bytes, at)
      if (at < 0) return -1
      at = blankEnd(bytes, at)
      if (bytes[at] !== COLON) return -1
      at = blankEnd(bytes, at + 1)
    }
    at = passValue(bytes, at, depth + 1)
    if (at < 0) return -1
    at = blankEnd(bytes, at)
    if (bytes[at] === close) return at + 1
    if (bytes[at] !== COMMA) return -1
    at = blankEnd(bytes, at + 1)
  }
}

/** The first byte from `from` on that is no space within a line. */
export function blankEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] === 32 || bytes[at] === 9 || bytes[at] === 13) at++
  return at
}
