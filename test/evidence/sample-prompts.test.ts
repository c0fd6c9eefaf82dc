/** The kernel numbers and lists the words of a sample's prompts as TypeScript does, and answers the same. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { hashOf, type SamplePrompts, samplePromptsOf } from '../../src/evidence/sample-prompts.ts'
import { samplePromptsInKernel } from '../../src/evidence/sample-prompts-kernel.ts'
import { type Zone, zoneTokens } from '../../src/evidence/zones.ts'
import { join } from '../../src/sketches/hash.ts'
import { createRandom } from '../../src/stats/random.ts'
import { record, recordOf } from '../feature-records.ts'

/** All that is told of them, and of words and pairs that none has. */
function told({ prompts, hashes, postings, closes, closing, likeness, likest, jaccards }: SamplePrompts) {
  const { tokens, starts, idOf, idsOf } = postings
  const asked = [...tokens.slice(0, 200), 3, 4, 65_536, 0xffff_ffff, 0x8000_0000]
  const pairs = asked.flatMap((left) => asked.slice(0, 12).map((right) => join(left, right)))
  const kinds = Uint8Array.from(prompts, (_, prompt) => prompt % 3)
  const { nearest } = likest(Float64Array.from(tokens, (token, id) => ((token + id) % 5) / 3))
  const says = (id: number): boolean => (tokens[id] + id) % 5 !== 0
  const rows = prompts.slice(3, 9).map((words, i) => ({ ids: [...idsOf(i + 3)].slice(i % 3), words: words.length + i }))
  return {
    jaccards: [...jaccards(rows, prompts.length - (prompts.length >> 2))],
    nearest: prompts.slice(0, 40).map((_, i) => nearest([...idsOf(i)].filter(says), kinds, i % 2 === 0 ? i : -1)),
    prompts: prompts.map((words) => [...words]),
    ids: prompts.map((_, prompt) => [...idsOf(prompt)]),
    hashes: [...hashes],
    tokens: [...tokens],
    starts: [...starts],
    holders: [...postings.prompts],
    numbers: asked.map(idOf),
    pairs: pairs.map((pair, i) => closes(pair, (i % (prompts.length + 2)) - 2)),
    closing,
    likeness,
  }
}

/** Copies, since what is known of a record's zone is kept with it. */
function expectSame(records: readonly Uint32Array[], zone: Zone): void {
  const fast = samplePromptsInKernel(
    records.map((one) => one.slice()),
    zone,
    0,
  )!
  expect(told(fast)).toEqual(told(samplePromptsOf(records, zone)))
}

test('for records of every kind, in every zone', () => {
  const zones = fc.constantFrom<Zone>('last', 'system', 'earlier')
  fc.assert(fc.property(fc.array(record, { maxLength: 30 }), zones, expectSame), { numRuns: 200 })
})

test('for as many words as make its cells grow several times', () => {
  const random = createRandom(5)
  const words = () => Array.from({ length: 120 }, () => 65_536 + random.int(2 ** 32 - 65_536))
  expectSame(
    Array.from({ length: 300 }, () => recordOf([], [], words())),
    'last',
  )
})

test('what is known of a zone afterwards is what the record says', () => {
  const records = [recordOf([65_540], [], [65_541, 1, 65_542]), recordOf([], [65_543], [])]
  const copies = records.map((one) => one.slice())
  samplePromptsInKernel(copies, 'last', 0)
  expect(copies.map((one) => [...zoneTokens(one, 'last')])).toEqual([[65_541, 65_542], []])
  expect(copies.map((one) => [...zoneTokens(one, 'system')])).toEqual([[65_540], []])
})

test('the hash of a prompt is that of its words in their order', () => {
  const [{ prompts, hashes }] = [samplePromptsInKernel([recordOf([], [], [65_541, 65_542])], 'last', 0)!]
  expect(hashes[0]).toBe(hashOf(prompts[0]))
  expect(hashOf([65_542, 65_541])).not.toBe(hashOf([65_541, 65_542]))
})

test('few tokens are left to TypeScript', () => {
  expect(samplePromptsInKernel([recordOf([], [], [65_541])], 'last', 2)).toBeUndefined()
})
