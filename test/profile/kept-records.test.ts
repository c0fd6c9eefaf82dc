import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createKeeper } from '../../src/profile/kept-records.ts'

test('a kept record stays what it was, whatever is kept after it and whatever is written where it came from', () => {
  const lengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 40_000, max: 70_000 })), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(lengths, (all) => {
      const keep = createKeeper()
      const words = new Uint32Array(70_001)
      const kept = all.map((length, i) => {
        words[1] = length
        words.fill(i + 7, 2, 1 + length)
        return keep(words, 1)
      })
      words.fill(0)
      kept.forEach((record, i) => {
        expect(record.length).toBe(all[i])
        expect(record[0]).toBe(all[i])
        expect(record.subarray(1).every((word) => word === i + 7)).toBe(true)
      })
    }),
    { numRuns: 60 },
  )
})
