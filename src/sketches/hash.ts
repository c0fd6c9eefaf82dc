/**
 * Hashes of whole numbers: the last mixing step of a token's hash, and ways to join two hashes into one.
 *
 * 32 bits each. They are fixed functions: what is sampled or found depends on them, so no seed enters here.
 * Tables that a hostile dataset could flood take a seed of their own, which moves cells and changes no count.
 */

/** Scrambles 32 bits so that every bit of the input moves half of the output (the finaliser of MurmurHash3). */
export function mix(h: number): number {
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A second scramble, independent of the first: the finaliser "lowbias32" of C. Wellons (2018). */
export function mixAgain(h: number): number {
  h ^= h >>> 16
  h = Math.imul(h, 0x21f0aaad)
  h ^= h >>> 15
  h = Math.imul(h, 0xd35a2d97)
  return (h ^ (h >>> 15)) >>> 0
}

/** One hash of two, in order. */
export function join(a: number, b: number): number {
  return signedJoin(a, b) >>> 0
}

/**
 * The same 32 bits as a number that may be below 0, as the two may be: of numbers above 2³¹ V8 makes objects where a call is not inlined.
 * For the same reason this is `mix` once more, and does not call it.
 */
export function signedJoin(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ (b + 0x7f4a7c15)
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** A number of 53 bits out of two hashes: a key for tables and sets. */
export function pairKey(high: number, low: number): number {
  return (high & 0x1fffff) * 4294967296 + low
}
