import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { heldByMost } from '../../src/evidence/held-by-most.ts'
import { postingsOf } from '../../src/evidence/postings.ts'

const token = fc.oneof(fc.nat(12), fc.integer({ min: 0, max: 0xffffffff })) // some that collide, and 0
const turns = fc.array(fc.array(token, { maxLength: 12 }), { maxLength: 40 })

test('postings are the prompts of each token, each once, in rising order', () => {
  fc.assert(
    fc.property(turns, token, (said, other) => {
      const postings = postingsOf(said.map((turn) => Uint32Array.from(turn)))
      const first = [...new Set(said.flat())]
      expect([...postings.tokens]).toEqual(first)
      for (const [id, one] of [...first, other].entries()) {
        const prompts = said.flatMap((turn, prompt) => (turn.includes(one) ? [prompt] : []))
        expect([...postings.of(one)]).toEqual(prompts)
        expect(postings.idOf(one)).toBe(prompts.length === 0 ? -1 : first.indexOf(one))
        if (id < first.length)
          expect([...postings.prompts.subarray(postings.starts[id], postings.starts[id + 1])]).toEqual(prompts)
      }
    }),
  )
})

test('what most sets hold is counted as if all were', () => {
  const share = fc.constantFrom(0.1, 0.5, 0.8, 0.9, 1)
  fc.assert(
    fc.property(turns, share, (said, least) => {
      const sets = said.map((turn) => Uint32Array.from(new Set(turn)))
      const all = new Map<number, number>()
      for (const set of sets) for (const one of set) all.set(one, (all.get(one) ?? 0) + 1)
      for (const [one, count] of all) if (count < least * sets.length) all.delete(one)
      expect(new Map([...heldByMost(sets, least)].sort())).toEqual(new Map([...all].sort()))
    }),
  )
})
