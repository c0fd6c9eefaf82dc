import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { stationsFor } from '../src/crew-size.ts'
import type { Shard } from '../src/model/shard.ts'

const MIB = 1024 * 1024
const PLENTY = 512 * MIB

function shards(mib: number, each = 8, codec: Shard['codec'] = 'none'): Shard[] {
  const bytes = mib * MIB
  return Array.from({ length: Math.ceil(mib / each) }, (_, i) => {
    const [start, end] = [i * each * MIB, Math.min(bytes, (i + 1) * each * MIB)]
    return { file: 'a', path: 'a', container: 'jsonl', codec, bytes, start, end, whole: false }
  })
}

test('small sets have one station, whoever asks for more', () => {
  expect(stationsFor(shards(7, 1), {}, PLENTY, 8)).toBe(1)
  expect(stationsFor(shards(7, 1), { jobs: 4 }, PLENTY, 8)).toBe(1)
})

test('where nobody says how many, each has enough to do', () => {
  const sizes = [16, 40, 50, 64, 100, 300, 1000]
  expect(sizes.map((mib) => stationsFor(shards(mib), {}, PLENTY, 64))).toEqual([1, 1, 2, 2, 3, 8, 8])
  expect(sizes.map((mib) => stationsFor(shards(mib), {}, PLENTY, 2))).toEqual([1, 1, 2, 2, 2, 2, 2])
  expect(stationsFor(shards(40, 8, 'zstd'), {}, PLENTY, 64)).toBe(3) // stored bytes; there are more to be read
})

test('who says how many gets them, as far as there are shards and memory', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 8, max: 400 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(1024),
      (mib, jobs, memory) => {
        const all = shards(mib)
        const most = Math.min(jobs, all.length, Math.floor(memory / 64))
        expect(stationsFor(all, { jobs }, memory * MIB, 1)).toBe(Math.max(1, most))
      },
    ),
  )
})

test('a reader that is a function is used where it was made', () => {
  const reader = { id: 'own', fits: () => true, read: async function* () {} }
  expect(stationsFor(shards(100), { jobs: 2, readers: [reader] }, PLENTY)).toBe(1)
  expect(stationsFor(shards(100), { jobs: 2, readers: ['./own.mjs'] }, PLENTY)).toBe(2)
})
