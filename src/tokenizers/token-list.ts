/** Tokens as they are found: hashes and places side by side, in arrays that are used again. */
import { mix } from '../sketches/hash.ts'

export const MARK_SENTENCE = 1
export const MARK_LINE = 2
export const FIRST_TOKEN = 16 // hashes below this are marks
export const FIRST_WORD = 65536 // hashes from FIRST_TOKEN up to here are runs of hidden characters that stand between words

/** Kinds of hidden character, as bits of `hidden`. */
export const HIDDEN_ZERO_WIDTH = 1
export const HIDDEN_TAG = 2
export const HIDDEN_BIDI = 4
export const HIDDEN_LOOK_ALIKE = 8

export interface Tokens {
  hashes: Uint32Array // a token's hash, or a mark
  starts: Uint32Array // first byte
  ends: Uint32Array // byte after the last
  count: number
  plain: Uint32Array // pairs: index of a token, hash of the word it passes for
  plainCount: number // pairs in `plain`
  hidden: number // bits
}

export function emptyTokens(capacity = 1024): Tokens {
  return {
    hashes: new Uint32Array(capacity),
    starts: new Uint32Array(capacity),
    ends: new Uint32Array(capacity),
    count: 0,
    plain: new Uint32Array(64),
    plainCount: 0,
    hidden: 0,
  }
}

/** Where a token's hash begins, and by what it is multiplied at each character (FNV-1a). */
export const BASIS = 0x811c9dc5
export const PRIME = 0x01000193

/** The last step of a token's hash. */
export function finish(h: number): number {
  const mixed = mix(h)
  return mixed < FIRST_WORD ? mixed + FIRST_WORD : mixed
}

export function push(into: Tokens, hash: number, from: number, to: number): void {
  into.hashes[into.count] = hash
  into.starts[into.count] = from
  into.ends[into.count++] = to
}

/** Makes room for so many tokens. */
export function grow(tokens: Tokens, least: number): void {
  const capacity = Math.max(least, tokens.hashes.length * 2)
  for (const field of ['hashes', 'starts', 'ends'] as const) {
    const larger = new Uint32Array(capacity)
    larger.set(tokens[field])
    tokens[field] = larger
  }
}
