/** Where bytes stand one after another, and whether capitals stand alone. */

/** The first place in [at, end) at which `a`, `b` and `c` follow each other, or `end`. */
export function findThree(start: usize, end: usize, a: i8, b: i8, c: i8): usize {
  for (let at = start; at < end; at += 16) {
    const first = i8x16.eq(v128.load(at), i8x16.splat(a))
    const second = i8x16.eq(v128.load(at, 1), i8x16.splat(b))
    const third = i8x16.eq(v128.load(at, 2), i8x16.splat(c))
    const all = i8x16.bitmask(v128.and(v128.and(first, second), third))
    if (all != 0) {
      const place = at + usize(ctz(all))
      return place + 2 < end ? place : end
    }
  }
  return end
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
