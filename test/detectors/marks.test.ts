import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { addDoubles, createDoubles } from '../../src/detectors/doubles.ts'
import { createMarker, MARKS } from '../../src/detectors/marks.ts'
import { OUTCOME_SLOTS } from '../../src/detectors/suspicion.ts'
import * as o from '../../src/model/observation.ts'
import { liveOf } from '../../src/profile/live.ts'
import { emptyProfile, keyCell, outcomeCell } from '../../src/profile/profile.ts'
import { mix } from '../../src/sketches/hash.ts'

const FLOOR = 5
const profile = emptyProfile()

/** Records one behind another, of several lengths, with outcomes of which some are common and some seldom come. */
const drawn = fc.record({ seed: fc.nat(), count: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 200, max: 900 })) })
  .map(({ seed, count }) => {
    const of = (i: number, salt: number, kinds: number): number => mix(seed + i * 31 + salt * 7919) % kinds
    const records = Array.from({ length: count }, (_, i) => {
      const record = new Uint32Array(o.TOKENS + of(i, 1, 9))
      record[o.LENGTH] = record.length
      record[o.KEY_LOW] = mix(of(i, 2, count))
      record[o.KEY_HIGH] = i
      record[o.CLASSES] = of(i, 3, 4) === 0 ? o.IS_REFUSAL : of(i, 4, 1 << o.CLASS_BITS)
      for (let slot = o.OUTCOMES; slot < o.OUTCOMES_END; slot++)
        if (of(i, 10 + slot, 4) > 0) record[slot] = mix(slot * 1000 + of(i, 30 + slot, 1 + of(i, 5, 60))) | 64
      return record
    })
    return records
  }) // biome-ignore format: one thought

function joined(records: readonly Uint32Array[]): Uint32Array {
  return Uint32Array.from(records.flatMap((record) => [...record]))
}

test('records are marked many at once as one by one', () => {
  fc.assert(
    fc.property(drawn, (records) => {
      profile.outcomes.fill(0)
      profile.classes.fill(0)
      Object.assign(profile, { exchanges: records.length })
      for (const record of records) {
        for (let slot = o.OUTCOMES; slot < o.OUTCOMES_END; slot++)
          if (record[slot] !== 0) profile.outcomes[outcomeCell(record[slot])]++
        for (let bit = 0; bit < o.CLASS_BITS; bit++) if (record[o.CLASSES] & (1 << bit)) profile.classes[bit]++
      }
      const marker = createMarker(profile, FLOOR, liveOf(profile, FLOOR))
      const single = new Uint8Array((records.length + 1) * MARKS)
      records.forEach((record, i) => {
        marker.mark(record.slice(o.OUTCOMES, o.OUTCOMES + OUTCOME_SLOTS), 0, record[o.CLASSES], single, (i + 1) * MARKS)
      })
      const many = new Uint8Array(single.length)
      const words = Uint32Array.from([7, 7, 7, ...joined(records), 7])
      expect(marker.markAll(words, 3, words.length - 1, many, MARKS)).toBe(single.length)
      expect(many).toEqual(single)
    }),
    { numRuns: 40 },
  )
})

test('doubles are the records of whose key there are several, and of each is noted how many there are', () => {
  fc.assert(
    fc.property(drawn, fc.nat(1000), (records, first) => {
      const keys = new Uint8Array(emptyKeys)
      for (const record of records) keys[keyCell(record[o.KEY_LOW])]++
      const doubles = createDoubles()
      const words = joined(records)
      const copies = new Uint8Array(first + records.length + 1)
      addDoubles(doubles, keys, words, 0, words.length, first, copies)
      const rows = records.map((record) => keys[keyCell(record[o.KEY_LOW])])
      expect([...copies]).toEqual([...new Array(first).fill(0), ...rows, 0])
      const expected = records.flatMap((record, i) =>
        keys[keyCell(record[o.KEY_LOW])] > 1 ? [record[o.KEY_LOW], record[o.KEY_HIGH], first + i] : [],
      )
      expect(doubles.finish().flatMap((piece) => [...piece])).toEqual(expected)
    }),
    { numRuns: 20 },
  )
})

const emptyKeys = profile.keys.length
