/**
 * Whole random numbers from a seed: the same on every machine, for samples, permutations and planted tests.
 *
 * xoshiro128** on 32-bit whole numbers, its state filled by splitmix32. Not for secrets. Knows no rows, files or text.
 */
export interface Random {
  /** The next whole number, 0 … 2³² − 1. */
  next(): number
  /** A whole number 0 … below − 1, each equally likely. `below` is 1 … 2³². */
  int(below: number): number
  /** Puts the things into random order, in place, and returns them. */
  shuffle<T extends { length: number; [i: number]: unknown }>(things: T): T
}

const rotl = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits))

/** Steps of splitmix32 from a seed, to spread near-equal seeds over all four words of state. */
function splitmix32(seed: number): () => number {
  let at = seed | 0
  return () => {
    at = (at + 0x9e3779b9) | 0
    let z = at
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return (z ^ (z >>> 16)) >>> 0
  }
}

/**
 * A source of random whole numbers.
 *
 * @param seed  whole, 0 … 2³² − 1 (or negative down to −2³¹); equal seeds give equal numbers
 * @throws {RangeError} the seed is not whole; `int` throws it for a bound outside 1 … 2³²
 * @see Blackman & Vigna (2021), ACM Transactions on Mathematical Software 47:36, xoshiro128** 1.1; Steele, Lea & Flood
 *      (2014), OOPSLA, for splitmix; Lemire (2019) on drawing below a bound without bias
 * @example createRandom(1).int(6) // 0…5, always the same one first
 */
export function createRandom(seed: number): Random {
  if (!Number.isInteger(seed)) throw new RangeError(`createRandom needs a whole seed, got ${seed}`)
  const fill = splitmix32(seed)
  let s0 = fill()
  let s1 = fill()
  let s2 = fill()
  let s3 = fill()
  const next = (): number => {
    const result = Math.imul(rotl(Math.imul(s1, 5), 7), 9) >>> 0
    const shifted = s1 << 9
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = rotl(s3, 11)
    return result
  }
  const int = (below: number): number => {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) throw new RangeError(`int needs 1…2³², got ${below}`)
    const fair = 2 ** 32 - (2 ** 32 % below) // numbers from here on would favour the small remainders
    let drawn = next()
    while (drawn >= fair) drawn = next()
    return drawn % below
  }
  return {
    next,
    int,
    shuffle(things) {
      const slots: { [i: number]: unknown } = things
      for (let i = things.length - 1; i > 0; i--) {
        const j = int(i + 1)
        const kept = slots[i]
        slots[i] = slots[j]
        slots[j] = kept
      }
      return things
    },
  }
}
