/** Where bytes stand one after another. */

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
