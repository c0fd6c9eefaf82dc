/** Where bytes stand one after another, and whether capitals stand alone. */

/**
 * The first place in [at, end) at which one of three texts stands, or `end`. Of a text its first three bytes are looked for, which are
 * given as one number, the first lowest; two texts may be the same.
 */
export function findAny(start: usize, end: usize, a: u32, b: u32, c: u32): usize {
  const ofA = i8x16.splat(i8(a))
  const ofB = i8x16.splat(i8(b))
  const ofC = i8x16.splat(i8(c))
  for (let at = start; at < end; at += 32) {
    // Nearly always none of them begins here, and nothing else is asked.
    const left = v128.load(at)
    const right = v128.load(at, 16)
    if (!v128.any_true(v128.or(begins(left, ofA, ofB, ofC), begins(right, ofA, ofB, ofC)))) continue
    const all = u32(standsAt(at, a, b, c)) | (u32(standsAt(at + 16, a, b, c)) << 16)
    if (all != 0) {
      const place = at + usize(ctz(all))
      return place + 2 < end ? place : end
    }
  }
  return end
}

// @ts-expect-error: decorator
@inline
function begins(bytes: v128, a: v128, b: v128, c: v128): v128 {
  return v128.or(v128.or(i8x16.eq(bytes, a), i8x16.eq(bytes, b)), i8x16.eq(bytes, c))
}

/** Bit by bit, at which of the next sixteen places one of the texts stands. */
function standsAt(at: usize, a: u32, b: u32, c: u32): i32 {
  const first = v128.load(at)
  const second = v128.load(at, 1)
  const third = v128.load(at, 2)
  return i8x16.bitmask(
    v128.or(v128.or(three(first, second, third, a), three(first, second, third, b)), three(first, second, third, c)),
  )
}

// @ts-expect-error: decorator
@inline
function three(first: v128, second: v128, third: v128, text: u32): v128 {
  return v128.and(
    v128.and(i8x16.eq(first, i8x16.splat(i8(text))), i8x16.eq(second, i8x16.splat(i8(text >> 8)))),
    i8x16.eq(third, i8x16.splat(i8(text >> 16))),
  )
}

/** The first place in [at, end) at which a byte stands twice in a row, or `end`. */
export function findTwice(start: usize, end: usize, byte: i8): usize {
  const wanted = i8x16.splat(byte)
  for (let at = start; at < end; at += 16) {
    const both = v128.and(i8x16.eq(v128.load(at), wanted), i8x16.eq(v128.load(at, 1), wanted))
    const all = i8x16.bitmask(both)
    if (all != 0) {
      const place = at + usize(ctz(all))
      return place + 1 < end ? place : end
    }
  }
  return end
}

/** How many of [at, end) are A to Z; -1 where there is one of a to z. */
export function capitals(start: usize, end: usize): i32 {
  let count = 0
  for (let at = start; at < end; at += 16) {
    const bytes = v128.load(at)
    const left = end - at
    const within: i32 = left >= 16 ? 0xffff : (1 << i32(left)) - 1
    const small = i8x16.bitmask(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(97)), i8x16.splat(26)))
    if ((small & within) != 0) return -1
    const large = i8x16.bitmask(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(65)), i8x16.splat(26)))
    count += popcnt<i32>(large & within)
  }
  return count
}
