import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createScreenLists, PARTITIONS, type ScreenEvents } from '../../src/detectors/screen-events.ts'
import { EVENT_WORDS, sorted } from '../../src/detectors/screen-order.ts'
import { mix } from '../../src/sketches/hash.ts'

type Event = readonly [feature: number, record: number, marks: string]

/** What comes out of a partition, as text: thousands of events, compared one by one, would take longer than all else. */
const told = (lists: readonly ScreenEvents[], partition: number, marks: Uint32Array): string => {
  const { words, count } = sorted(lists, partition, marks)
  return Array.from({ length: count }, (_, i) => words.subarray(i * EVENT_WORDS, (i + 1) * EVENT_WORDS).join()).join(
    ' ',
  )
}
const marksOf = (records: number): Uint32Array => Uint32Array.from({ length: records * 2 }, (_, i) => mix(i + 1))
const expected = (listed: readonly Event[]): string => [...listed].sort((a, b) => a[0] - b[0]).map((event) => event.join()).join(' ') // biome-ignore format: one thought

test('events come by feature with their marks, those of one feature as they were listed, be they few or many', () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 200, max: 300 }), fc.constant(6000))
  const marks = marksOf(1_300_000)
  // All features in a few cells, in many cells, or both.
  const spans = fc.constantFrom(0x3ff, 0xfff, 0xffffff)
  fc.assert(
    fc.property(fc.array(size, { minLength: 1, maxLength: 2 }), spans, fc.integer(), (sizes, span, seed) => {
      let record = 0
      const listed: Event[] = []
      const lists = sizes.map((events) => {
        const into = createScreenLists(0, PARTITIONS, false)
        for (let i = 0; i < events; i++) {
          const rest = Math.imul(i % 500, seed | 1) & (i % 2 ? 0xff : span)
          const feature = ((3 << 24) | rest) >>> 0
          record += i % 3 === 0 ? 300 : 1
          into.add(record, Uint32Array.of(feature), 0, 1)
          listed.push([feature, record, `${marks[record * 2]},${marks[record * 2 + 1]}`])
        }
        return into.finish()
      })
      expect(told(lists, 3, marks)).toBe(expected(listed))
    }),
    { numRuns: 60 },
  )
})

test('a partition holds its features alone, whatever records they are of and however many numbers are listed', () => {
  const event = fc.tuple(fc.oneof(fc.nat(400), fc.nat(99_999)), fc.integer({ min: 0, max: 0xffffffff }))
  const marks = marksOf(100_000)
  fc.assert(
    fc.property(fc.array(event, { maxLength: 300 }), fc.boolean(), fc.boolean(), (events, rising, shared) => {
      const given = rising ? [...events].sort((a, b) => a[0] - b[0]) : events
      const [from, to] = [16, 240]
      const lists = createScreenLists(from, to, shared)
      for (const [record, feature] of given) lists.add(record, Uint32Array.of(7, feature, 9), 1, 2)
      const made = lists.finish()
      let seen = 0
      for (let partition = 0; partition < to - from; partition++) {
        if (made.chunks[partition].length === 0) continue
        const own = given.filter(([, feature]) => feature >>> 24 === from + partition)
        const listed = own.map(([record, feature]): Event => [feature, record, `${marks[record * 2]},${marks[record * 2 + 1]}`]) // biome-ignore format: one thought
        expect(told([made], partition, marks)).toBe(expected(listed))
        seen += own.length
      }
      expect(seen).toBe(given.filter(([, feature]) => feature >>> 24 >= from && feature >>> 24 < to).length)
    }),
    { numRuns: 50 },
  )
})

test('a full slab is followed by another, and no event is lost', () => {
  const lists = createScreenLists(0, PARTITIONS, false)
  const features = Uint32Array.from({ length: 4096 }, (_, i) => Math.imul(i, 0x100001))
  const rounds = 3200 // 13 million events, more than a slab holds
  for (let record = 0; record < rounds; record++) lists.add(record, features, 0, features.length)
  const { chunks } = lists.finish()
  const perPartition = chunks.map((some) => some.reduce((sum, { length }) => sum + length, 0))
  const inPartition = Array.from({ length: PARTITIONS }, (_, partition) => features.filter((feature) => feature >>> 24 === partition).length) // biome-ignore format: one thought
  expect(perPartition).toEqual(inPartition.map((number) => number * rounds))
  const { words, count } = sorted([{ first: 0, chunks }], 5, new Uint32Array(rounds * 2))
  expect(count).toBe(inPartition[5] * rounds)
  for (let i = 1; i < count; i++) {
    const [before, at] = [(i - 1) * EVENT_WORDS, i * EVENT_WORDS]
    const follows =
      words[at] > words[before] || (words[at] === words[before] && words[at + 1] === words[before + 1] + 1)
    if (!follows) throw new Error(`event ${i} is out of order`)
  }
})
