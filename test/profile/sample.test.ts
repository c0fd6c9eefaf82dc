import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as o from '../../src/model/observation.ts'
import { joinRecords } from '../../src/profile/codec.ts'
import { createSample, keyOf, SAMPLE_SIZE } from '../../src/profile/sample.ts'
import { mix } from '../../src/sketches/hash.ts'

/** Records of many lengths, of which every fifth or so is a copy of one before, in no order. */
function drawn(seed: number, count: number): Uint32Array[] {
  const records: Uint32Array[] = []
  for (let i = 0; i < count; i++) {
    const number = mix(seed + i) % 5 === 0 ? mix(i) % count : i // what a copy is of
    const draw = mix(seed ^ number)
    const size = o.TOKENS + (draw % 90) + (draw % 97 === 0 ? 2000 : 0)
    const record = new Uint32Array(size).fill(draw, o.TOKENS)
    record[o.LENGTH] = size
    record[o.KEY_LOW] = mix(draw)
    record[o.KEY_HIGH] = mix(draw + 1)
    record[o.SHARD] = mix(i) % 3
    record[o.ROW] = mix(i + 1) % 1000
    record[o.TURN] = i
    records.push(record)
  }
  return records
}

/** What a sample is, said without regard to time or memory. */
function sampleOf(records: readonly Uint32Array[]): readonly Uint32Array[] {
  const placeOf = (record: Uint32Array) => (record[o.SHARD] * 1000 + record[o.ROW]) * 2 ** 20 + record[o.TURN]
  const first = new Map<number, Uint32Array>()
  for (const record of records) {
    if (record[o.LENGTH] > 2048) continue
    const known = first.get(keyOf(record, 0))
    if (known === undefined || placeOf(record) < placeOf(known)) first.set(keyOf(record, 0), record)
  }
  return [...first.values()].sort((a, b) => keyOf(a, 0) - keyOf(b, 0)).slice(0, SAMPLE_SIZE)
}

function areEqual(some: readonly Uint32Array[], others: readonly Uint32Array[]): boolean {
  const [a, b] = [some, others].map((records) => Buffer.from(joinRecords(records).buffer))
  return some.length === others.length && a.equals(b)
}

describe('a sample', () => {
  test('holds the records with the smallest keys, each from its first place, and of long ones nothing', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0, 1, 500, SAMPLE_SIZE * 2, 45_000), (seed, count) => {
        const records = drawn(seed, count)
        const sample = createSample()
        const around = new Uint32Array(4096)
        for (const record of records) {
          around.set(record, 7)
          sample.offer(around, 7)
        }
        expect(areEqual(sample.sorted(), sampleOf(records))).toBe(true)
      }),
      { numRuns: 8 },
    )
  })

  test('that was looked at does not change what was seen when it takes more', () => {
    const records = drawn(1, 150_000)
    const sample = createSample()
    for (const record of records.slice(0, 15_000)) sample.offer(record, 0)
    const seen = sample.sorted()
    const copies = seen.map((record) => record.slice())
    for (const record of records) sample.offer(record, 0)
    expect(areEqual(seen, copies)).toBe(true)
    expect(areEqual(sample.sorted(), sampleOf(records))).toBe(true)
  })
})
