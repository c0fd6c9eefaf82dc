/**
 * Near copies: prompts that differ in a word or two are one witness, said several times.
 *
 * Where most prompts of a trigger are copies of a few, the words of each few seem to stand with the trigger, and next to each prompt stands
 * its copy. What the prompts have in common is then asked of one of each.
 */
import { jaccard } from '../stats/jaccard.ts'

const NEAR_DUPLICATE = 0.7
const MOST_HEADS = 64
const MOSTLY = 0.5 // of the prompts are copies of others
const FEWEST_HEADS = 8 // fewer are a subject each, which says little of the trigger

/** Places of the prompts that are no near copy of one before it; at most 64. */
export function headsOf(sets: readonly Uint32Array[]): number[] {
  const heads: number[] = []
  for (let i = 0; i < sets.length && heads.length < MOST_HEADS; i++)
    if (!heads.some((head) => areNear(sets[i], sets[head]))) heads.push(i)
  return heads
}

/** Of sets of unlike sizes, the likeness is not worked out: it is at most that of the sizes. */
function areNear(a: Uint32Array, b: Uint32Array): boolean {
  const sizes = Math.min(a.length, b.length) / Math.max(a.length, b.length)
  return !(sizes < NEAR_DUPLICATE) && jaccard(a, b) >= NEAR_DUPLICATE
}

/** Whether so many of the prompts are copies that only their heads are witnesses. */
export function areCopies(prompts: number, heads: number): boolean {
  return heads >= FEWEST_HEADS && heads < MOST_HEADS && heads <= prompts * MOSTLY
}
