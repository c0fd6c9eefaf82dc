import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createPages } from '../../src/sketches/pages.ts'

test('a copy stays what it was, whatever is copied or shortened after it and whatever is written where it came from', () => {
  const lengths = fc.array(
    fc.tuple(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 40_000, max: 70_000 })), fc.nat({ max: 3 })),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(lengths, (all) => {
      const pages = createPages()
      const words = new Uint32Array(70_001)
      const kept = all.map(([length, less], i) => {
        words.fill(i + 7, 1, 1 + length)
        const copy = pages.copy(words, 1, 1 + length)
        return less === 0 ? copy : pages.shorten(copy, Math.max(0, length - less))
      })
      words.fill(0)
      kept.forEach((copy, i) => {
        const [length, less] = all[i]
        expect(copy.length).toBe(Math.max(0, length - less))
        expect(copy.every((word) => word === i + 7)).toBe(true)
      })
    }),
    { numRuns: 60 },
  )
})
