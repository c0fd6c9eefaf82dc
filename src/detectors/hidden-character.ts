/**
 * Hidden characters: which kinds of them a prompt holds. The tokeniser has seen them; their bits stand in the record.
 *
 * An oddity, no accusation: with an outcome that follows them they are a gate, and found as one (`HIDDEN` in `features.ts`).
 */
import * as o from '../model/observation.ts'

/** By bit: what findings call them. Never the characters themselves. */
export const HIDDEN_NAMES = [
  'zero-width characters',
  'tag characters',
  'direction marks',
  'look-alike letters',
] as const

/** Bits of the kinds that the prompt of the record at words[at] holds. */
export function hiddenKinds(words: Uint32Array, at: number): number {
  return (words[at + o.TURN] >>> 24) & ((1 << HIDDEN_NAMES.length) - 1)
}
