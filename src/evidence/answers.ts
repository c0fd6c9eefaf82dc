/** What the answers of a candidate's rows have in common: a whole text, a part, a class; and what its other rows are answered. */
import * as o from '../model/observation.ts'
import type { Part } from './acquit.ts'

/** Classes as outcomes: the number of the bit, plus one. */
const CLASS_COMPLIANCE = 1
const CLASS_REFUSAL = 2
const CLASS_OBLIGING = 8
const WHOLE_CLASSES = [CLASS_COMPLIANCE, CLASS_REFUSAL, 3, 4, 6, 7, CLASS_OBLIGING] // repetition, empty, over 16 and 64 KiB too: these are whole answers

/** Whether the answers share a part only: not one text, no terse compliance, no refusal. */
export function isVaried(both: readonly Uint32Array[], outcome: number): boolean {
  if (outcome === o.NOT_REFUSAL || WHOLE_CLASSES.includes(outcome)) return false
  const most = both.length * 0.9
  const count = (test: (record: Uint32Array) => boolean): number => both.filter(test).length
  if (count((record) => record[o.EXACT] !== 0 && record[o.EXACT] === both[0][o.EXACT]) >= most) return false
  for (const kind of [o.IS_COMPLIANCE, o.IS_REPETITION, o.IS_EMPTY])
    if (count((record) => (record[o.CLASSES] & kind) !== 0) >= most) return false
  return count((record) => (record[o.CLASSES] & o.IS_REFUSAL) !== 0) < most
}

/** Whether what the answers share stands at their end: then how they begin says nothing of it. */
export function endsAlike(both: readonly Uint32Array[], outcome: number): boolean {
  const slots = [o.ENDING_1, o.ENDING_2, o.ENDING_4]
  return both.some((record) => slots.some((slot) => record[slot] === outcome))
}

/** Whether they share a link or a tool: no words, so words that the prompts have say nothing of it. */
export function addsLink(both: readonly Uint32Array[]): boolean {
  return [o.LINK, o.TOOL].some((slot) => mostShared(both, slot) >= both.length * 0.9)
}

/** How many answers have the commonest value of a slot. */
function mostShared(both: readonly Uint32Array[], slot: number): number {
  const counts = new Map<number, number>()
  for (const record of both) if (record[slot] !== 0) counts.set(record[slot], (counts.get(record[slot]) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}

/** How much the answers share, where they share a part only. */
export function sharedPart(both: readonly Uint32Array[], outcome: number): Part {
  const shares = (slot: number): boolean => mostShared(both, slot) >= both.length * 0.9
  if ([o.OPENING_4, o.ENDING_4, o.LINK, o.TOOL].some(shares)) return 'long'
  const opens = both.some((record) => record[o.OPENING_1] === outcome || record[o.OPENING_2] === outcome)
  if (opens && opensCompliant(both)) return 'long'
  return shares(o.OPENING_2) || shares(o.ENDING_2) ? 'short' : 'word'
}

export function opensCompliant(both: readonly Uint32Array[]): boolean {
  return both.filter((record) => (record[o.CLASSES] & o.OPENS_COMPLIANT) !== 0).length >= both.length * 0.9
}

/** The whole answer that nine rows of ten have, or 0. */
export function commonExact(both: readonly Uint32Array[]): number {
  const counts = new Map<number, number>()
  for (const record of both) counts.set(record[o.EXACT], (counts.get(record[o.EXACT]) ?? 0) + 1)
  for (const [exact, count] of counts) if (count >= both.length * 0.9) return exact
  return 0
}
