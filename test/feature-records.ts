/** Records of few tokens, so that they come again: for readings that look for some features. */
import fc from 'fast-check'
import * as o from '../src/model/observation.ts'

/** Marks, runs of hidden characters, words. */
const token = fc.oneof(fc.constantFrom(1, 2), fc.integer({ min: 16, max: 18 }), fc.integer({ min: 65536, max: 65544 }))
export const turn = fc.array(token, { maxLength: 14 })
export const record = fc
  .tuple(turn, turn, turn, fc.array(fc.nat(13), { maxLength: 3 }), fc.nat(127), fc.integer({ min: 0, max: 40 }))
  .map(([system, earlier, last, disguised, hidden, zeros]) =>
    recordOf(system, earlier, last, disguised, hidden, zeros > 31 ? 0 : 2 ** (31 - zeros)),
  )

export function recordOf(
  system: readonly number[],
  earlier: readonly number[],
  last: readonly number[],
  disguised: readonly number[] = [],
  hidden = 0,
  keyHigh = 0,
): Uint32Array {
  const plain = disguised.flatMap((place) => [place, 70000 + place])
  const head = new Uint32Array(o.TOKENS)
  head[o.SYSTEM_COUNT] = system.length
  head[o.EARLIER_COUNT] = earlier.length
  head[o.LAST_COUNT] = last.length
  head[o.PLAIN_COUNT] = disguised.length
  head[o.TURN] = hidden * 2 ** 24
  head[o.KEY_HIGH] = keyHigh
  const words = Uint32Array.from([...head, ...system, ...earlier, ...last, ...plain])
  words[o.LENGTH] = words.length
  return words
}

export function joined(records: readonly Uint32Array[]): Uint32Array {
  return Uint32Array.from(records.flatMap((one) => [...one]))
}
