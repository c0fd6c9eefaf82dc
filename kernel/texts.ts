/** Texts of JSON strings: copied without their escapes, 16 bytes at a time. The same, slower: `src/plain-text.ts`. */
import { COUNT, HEX, MEANT } from './layout'

/**
 * Copies the text that begins at `at` to `to`, and leaves in COUNT where the copy ends. Returns the place of the closing quote, or 0
 * where it must be read as JSON: no quote before `limit`, a line end, an escape out of the ordinary.
 */
export function copyText(at: usize, limit: usize, to: usize): usize {
  while (at < limit) {
    const v = v128.load(at)
    v128.store(to, v)
    const quote = i8x16.eq(v, i8x16.splat(34))
    const slash = i8x16.eq(v, i8x16.splat(92))
    const end = i8x16.eq(v, i8x16.splat(10))
    const odd = i8x16.bitmask(v128.or(v128.or(quote, slash), end))
    if (odd == 0) {
      at += 16
      to += 16
      continue
    }
    const plain = usize(ctz(odd))
    at += plain
    to += plain
    const byte = load<u8>(at)
    if (at >= limit || byte == 10) return 0
    if (byte == 34) {
      store<u32>(COUNT, u32(to))
      return at
    }
    const escape = load<u8>(at + 1)
    const meant = load<u8>(MEANT + usize(escape))
    if (meant != 0) {
      store<u8>(to, meant)
      to++
      at += 2
      continue
    }
    if (escape != 117) return 0
    let code = hex4(at + 2)
    at += 6
    if (code < 128) return 0
    if (code >= 0xd800 && code < 0xe000) {
      const low = load<u16>(at) == 0x755c ? hex4(at + 2) : -1
      if (code >= 0xdc00 || low < 0xdc00 || low >= 0xe000) return 0
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
      at += 6
    }
    to = encode(code, to)
  }
  return 0
}

/** Four hexadecimal digits, or -1. */
function hex4(at: usize): i32 {
  const a = u32(load<u8>(HEX + usize(load<u8>(at))))
  const b = u32(load<u8>(HEX + usize(load<u8>(at, 1))))
  const c = u32(load<u8>(HEX + usize(load<u8>(at, 2))))
  const d = u32(load<u8>(HEX + usize(load<u8>(at, 3))))
  return (a | b | c | d) > 15 ? -1 : i32((a << 12) | (b << 8) | (c << 4) | d)
}

/** Writes a code point of 128 or more; returns where it ends. */
function encode(code: i32, to: usize): usize {
  if (code < 0x800) {
    store<u8>(to, 0xc0 | (code >> 6))
    store<u8>(to, 0x80 | (code & 63), 1)
    return to + 2
  }
  if (code < 0x10000) {
    store<u8>(to, 0xe0 | (code >> 12))
    store<u8>(to, 0x80 | ((code >> 6) & 63), 1)
    store<u8>(to, 0x80 | (code & 63), 2)
    return to + 3
  }
  store<u8>(to, 0xf0 | (code >> 18))
  store<u8>(to, 0x80 | ((code >> 12) & 63), 1)
  store<u8>(to, 0x80 | ((code >> 6) & 63), 2)
  store<u8>(to, 0x80 | (code & 63), 3)
  return to + 4
}
