/** Near copies are one witness: what prompts have in common is asked of one of each. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { independence, witnessesOf } from '../../src/evidence/independence.ts'
import { areCopies, headsOf } from '../../src/evidence/near-copies.ts'
import type { WordCounts } from '../../src/evidence/rivals.ts'
import type { Witness } from '../../src/evidence/words.ts'
import { zoneTokens } from '../../src/evidence/zones.ts'
import { jaccard } from '../../src/stats/jaccard.ts'
import { recordsOf, type Said, wordsOf } from './records.ts'

const ASKED = 'otter glacier violin lantern harbour kettle meadow copper orchard thimble walnut saddle'.split(' ')
const prompt = (i: number, copy: string): Said => [
  `tell of the ${ASKED[i]} and its ${ASKED[i]}word${i} with ${ASKED[i]}thing${i} near ${ASKED[i]}place${i} ${copy} zyx`,
  'done',
]
const own = new Set(wordsOf('zyx'))
const nowhere: WordCounts = {
  of: () => ({ of: 0, with: 0 }),
  between: () => [0, 0],
  all: { of: 1000, with: 0 },
}

const found = (said: readonly Said[]): Witness[] =>
  recordsOf(said).map((record) => ({ record, tokens: zoneTokens(record, 'last'), at: 0 }))

describe('ten prompts, each said five times', () => {
  const copied = found(Array.from({ length: 50 }, (_, i) => prompt(i % 10, `copy${i}`)))
  const once = found(Array.from({ length: 10 }, (_, i) => prompt(i, `copy${i}`)))

  test('are ten witnesses; the others are told as copies', () => {
    const { rows, unlike, copies } = witnessesOf(copied, own)
    expect([rows.length, unlike, copies.length]).toEqual([10, 10, 40])
  })

  test('are as unlike as the ten, and their words no more the trigger’s own', () => {
    const of = (some: readonly Witness[]) => independence(witnessesOf(some, own), nowhere, some.length, 0.1)
    expect(of(copied)).toEqual(of(once))
  })
})

test('a few subjects said over and over stay what they are: five prompts are no ten witnesses', () => {
  const subjects = found(Array.from({ length: 50 }, (_, i) => prompt(i % 5, `copy${i}`)))
  const { rows, copies } = witnessesOf(subjects, own)
  expect([rows.length, copies.length]).toEqual([50, 0])
  expect(independence(witnessesOf(subjects, own), nowhere, 50, 0.1).owned).toBe(1)
})

test('law: no head is a near copy of another, and every prompt is a copy of a head, unless they are too many', () => {
  const set = fc
    .uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 8 })
    .map((list) => Uint32Array.from(list).sort())
  fc.assert(
    fc.property(fc.array(set, { maxLength: 90 }), (sets) => {
      const heads = headsOf(sets)
      for (const [n, a] of heads.entries())
        for (const b of heads.slice(0, n)) expect(jaccard(sets[a], sets[b])).toBeLessThan(0.7)
      if (heads.length === 64) expect(areCopies(sets.length, heads.length)).toBe(false)
      else
        sets.forEach((one, i) => {
          expect(heads.includes(i) || heads.some((head) => jaccard(one, sets[head]) >= 0.7)).toBe(true)
        })
    }),
  )
})
