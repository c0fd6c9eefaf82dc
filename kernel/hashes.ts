/** Hashes of tokens: where they begin, by what they are multiplied at each character (FNV-1a), and the last step. The same: `src/tokenizers/token-list.ts`. */
import { FIRST_WORD } from './record'

export const BASIS: u32 = 0x811c9dc5
export const PRIME: u32 = 0x01000193

// @ts-expect-error: decorator
@inline
export function mix(hash: u32): u32 {
  let h = hash
  h ^= h >> 16
  h *= 0x85ebca6b
  h ^= h >> 13
  h *= 0xc2b2ae35
  return h ^ (h >> 16)
}

// @ts-expect-error: decorator
@inline
export function finish(h: u32): u32 {
  const mixed = mix(h)
  return mixed < FIRST_WORD ? mixed + FIRST_WORD : mixed
}

/** The feature of a token in a place. The same: `src/detectors/features.ts`. */
// @ts-expect-error: decorator
@inline
export function featureOf(place: u32, token: u32): u32 {
  return mix(((place + 1) * 0x9e3779b1) ^ token)
}

/** One hash of two, in order. The same: `src/sketches/hash.ts`. */
// @ts-expect-error: decorator
@inline
export function join(a: u32, b: u32): u32 {
  return mix((a * 0x9e3779b1) ^ (b + 0x7f4a7c15))
}
