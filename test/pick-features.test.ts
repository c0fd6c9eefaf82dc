import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { emptyFeatureList, listFeatures } from '../src/detectors/feature-list.ts'
import { FOLLOWED_EXACTLY, followedBy, NEVER } from '../src/detectors/suspicion.ts'
import * as o from '../src/model/observation.ts'
import { createPicker } from '../src/pick-features.ts'
import { FEATURE_BITS, featureCell } from '../src/profile/profile.ts'
import { createNumberSet } from '../src/sketches/number-set.ts'
import { kernel, RECORD_WORDS } from '../src/tokenizers/kernel.ts'
import { joined, record, recordOf } from './feature-records.ts'

/** What a record has and passes, in rising order, by each of the two ways. */
function pickedBy(by: Parameters<typeof createPicker>[2], filter: Parameters<typeof createPicker>[0], pairs: boolean) {
  const pick = createPicker(filter, pairs, by)
  return (words: Uint32Array): { at: number; hashes: number[] }[] => {
    const told: { at: number; hashes: number[] }[] = []
    pick(words, 0, words.length, (_, at, hashes, from, to) => {
      told.push({ at, hashes: [...hashes.subarray(from, to)].sort((a, b) => a - b) })
    })
    return told
  }
}

const own = kernel()

test('the kernel picks of each record what the list has and the filter lets pass, repeats too', () => {
  const list = emptyFeatureList()
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 9 }), fc.boolean(), fc.nat(), (records, pairs, seed) => {
      const words = joined(records)
      const wanted: number[] = []
      for (const one of records) {
        listFeatures(one, 0, pairs, list)
        for (let i = 0; i < list.count; i++) if ((list.hashes[i] ^ seed) % 3 === 0) wanted.push(list.hashes[i])
      }
      const { filter } = createNumberSet(wanted)
      const fast = pickedBy(own, filter, pairs)(words)
      expect(fast).toEqual(pickedBy(null, filter, pairs)(words))
      expect(fast.length).toBe(records.length)
      const held = new Set(wanted)
      records.forEach((one, i) => {
        listFeatures(one, 0, pairs, list)
        const all = [...list.hashes.subarray(0, list.count)].filter((hash) => held.has(hash)).sort((a, b) => a - b)
        expect(fast[i].hashes.filter((hash) => held.has(hash))).toEqual(all)
      })
    }),
    { numRuns: 150 },
  )
})

test('by the levels, what passes is followed in the row: all of it and, but for rows with many zeros in their keys, nothing else', () => {
  const list = emptyFeatureList()
  const levels = new Uint8Array(1 << FEATURE_BITS).fill(NEVER)
  const held = new Set<number>()
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(8)), (records, drawn) => {
      const cells: number[] = []
      for (const one of records) {
        listFeatures(one, 0, false, list)
        for (let i = 0; i < list.count; i++) cells.push(featureCell(list.hashes[i]))
      }
      drawn.forEach((level, i) => {
        if (i >= cells.length) return
        levels[cells[i]] = level
        held.add(cells[i])
      })
      const live = { features: Uint32Array.from(held), outcomes: new Uint32Array(0) }
      const told = pickedBy(own, followedBy(levels, live), false)(joined(records))
      expect(told).toEqual(pickedBy(null, followedBy(levels, live), false)(joined(records)))
      records.forEach((one, r) => {
        const most = Math.clz32(one[o.KEY_HIGH])
        listFeatures(one, 0, false, list)
        const followed = [...list.hashes.subarray(0, list.count)].filter((hash) => levels[featureCell(hash)] <= most)
        const picked = told[r].hashes
        expect(picked.filter((hash) => levels[featureCell(hash)] <= most)).toEqual(followed.sort((a, b) => a - b))
        if (most < FOLLOWED_EXACTLY) expect(picked.length).toBe(followed.length)
      })
      for (const cell of cells) levels[cell] = NEVER
    }),
    { numRuns: 8 }, // a table of four million levels is gone through each time
  )
})

test('a record that is too long for the kernel is told in its place, with those around it', () => {
  const long = Array.from({ length: RECORD_WORDS }, (_, i) => 65536 + (i % 1000))
  const words = joined([recordOf([], [], [65536, 65537]), recordOf([], [], long), recordOf([65536], [], [65537])])
  const { filter } = createNumberSet([])
  const all = { ...filter, bits: [filter.bits[0].map(() => 0xffffffff)] }
  const fast = pickedBy(own, all, true)(words)
  expect(fast).toEqual(pickedBy(null, all, true)(words))
  expect(fast.map(({ hashes }) => hashes.length)).toEqual([5, RECORD_WORDS * 2 + 1, 4])
})
