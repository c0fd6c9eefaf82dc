import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { emptyFeatureList, listFeatures } from '../src/detectors/feature-list.ts'
import { createRowWeights } from '../src/sketches/row-weights.ts'
import { createSummer } from '../src/sum-features.ts'
import { kernel, RECORD_WORDS } from '../src/tokenizers/kernel.ts'
import { joined, record, recordOf } from './feature-records.ts'

const own = kernel()
const list = emptyFeatureList()

function featuresOf(one: Uint32Array, pairs: boolean): Set<number> {
  listFeatures(one, 0, pairs, list)
  return new Set(list.hashes.subarray(0, list.count))
}

/** Some of the features of some records, and what the records weigh, with a minus where they are to be told of. */
interface Given {
  readonly words: Uint32Array
  readonly members: ReadonlySet<number>
  readonly weights: readonly number[]
  readonly pairs: boolean
}

function given(records: readonly Uint32Array[], pairs: boolean, seed: number): Given {
  const all = records.flatMap((one) => [...featuresOf(one, pairs)])
  const members = new Set(all.filter((hash) => (hash ^ seed) % 3 === 0))
  const weights = records
    .map((_, i) => ((seed + i * 7) % 50) + 1)
    .map((weight, i) => ((seed >> i) & 1 ? -weight : weight))
  return { words: joined(records), members, weights, pairs }
}

interface Summing {
  readonly add: () => void
  readonly finish: () => { readonly sums: Map<number, number>; readonly told: readonly string[] }
}

function summing({ words, members, weights, pairs }: Given, by: typeof own, rounds = 1): Summing {
  const into = createRowWeights(members)
  const summer = createSummer(members, into, pairs, by)
  const told: string[] = []
  let n = 0
  const add = (): void =>
    summer.add(
      words,
      0,
      words.length,
      (records, from, to, all) => {
        let count = 0
        for (let at = from; at < to; at += records[at]) all[count++] = weights[n++ % weights.length]
        return count
      },
      (_, at, row, weight, hashes, from, to) => told.push([at, row, weight, ...hashes.slice(from, to).sort()].join()),
    )
  for (let round = 1; round < rounds; round++) add()
  return {
    add,
    finish() {
      summer.finish()
      const sums = new Map<number, number>()
      into.each((hash, weight) => sums.set(hash, weight))
      return { sums, told }
    },
  }
}

/** The same by a map. */
function expected({ words, members, weights, pairs }: Given, rounds = 1): ReturnType<Summing['finish']> {
  const sums = new Map<number, number>()
  const told: string[] = []
  let row = 0
  for (let round = 0; round < rounds; round++)
    for (let at = 0; at < words.length; at += words[at], row++) {
      const weight = weights[row % weights.length]
      const some = [...featuresOf(words.subarray(at, at + words[at]), pairs)].filter((hash) => members.has(hash))
      for (const hash of some) sums.set(hash, (sums.get(hash) ?? 0) + Math.abs(weight))
      if (weight < 0) told.push([at, row + 1, -weight, ...Uint32Array.from(some).sort()].join())
    }
  return { sums, told }
}

const records = fc.array(record, { minLength: 1, maxLength: 9 })

test('what features weigh, and which records are told of, is what a map says, with the kernel and without', () => {
  fc.assert(
    fc.property(records, fc.boolean(), fc.nat(), (some, pairs, seed) => {
      const one = given(some, pairs, seed)
      for (const by of [own, null]) {
        const sum = summing(one, by, 3)
        sum.add()
        expect(sum.finish()).toEqual(expected(one, 3))
      }
    }),
    { numRuns: 150 },
  )
})

test('two that sum by turns in one thread do not disturb each other', () => {
  fc.assert(
    fc.property(records, records, fc.nat(), (some, others, seed) => {
      const [one, other] = [given(some, true, seed), given(others, false, seed + 1)]
      const [first, second] = [summing(one, own, 2), summing(other, own, 1)]
      second.add()
      first.add()
      second.add()
      expect(first.finish()).toEqual(expected(one, 2))
      second.add()
      expect(second.finish()).toEqual(expected(other, 3))
    }),
    { numRuns: 100 },
  )
})

test('a record too long for the kernel is summed beside others, and more features than it has room for are summed without it', () => {
  const words = Array.from({ length: RECORD_WORDS }, (_, i) => 65536 + (i % 70_000))
  const some = [recordOf([], [], [65536, 65537]), recordOf([], [], words), recordOf([65536], [], [65600, 65536])]
  const one = given(some, true, 3)
  expect(createRowWeights(one.members).table.length).toBeLessThan(2 ** 20)
  const sum = summing(one, own)
  sum.add()
  expect(sum.finish()).toEqual(expected(one))

  const many = { ...one, members: new Set([...one.members, ...Array.from({ length: 200_000 }, (_, i) => i * 20_011)]) }
  expect(own?.takes(createRowWeights(many.members).table)).toBe(false)
  const bySelf = summing(many, own)
  bySelf.add()
  expect(bySelf.finish()).toEqual(expected(many))
})
