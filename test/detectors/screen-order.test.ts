import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createScreenLists, PARTITIONS } from '../../src/detectors/screen-events.ts'
import { sorted } from '../../src/detectors/screen-order.ts'

const PARTITION = 3

test('events come by feature, those of one feature in the order in which they were listed, be they few or many', () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 2000, max: 2100 }), fc.constant(6000))
  fc.assert(
    fc.property(fc.array(size, { minLength: 1, maxLength: 2 }), fc.integer(), (sizes, seed) => {
      let record = 0
      const listed: [number, number][] = []
      const lists = sizes.map((events) => {
        const into = createScreenLists(0, PARTITIONS, false)
        for (let i = 0; i < events; i++) {
          // Low digits, high digits and repeats all occur.
          const rest = Math.imul(i % 500, seed | 1) & (i % 2 ? 0xff : 0xffffff)
          const feature = ((PARTITION << 24) | rest) >>> 0
          record += i % 3 === 0 ? 300 : 1
          into.add(record, feature)
          listed.push([feature, record])
        }
        return into.finish()
      })
      const { features, owners, count } = sorted(lists, PARTITION)
      const told = Array.from({ length: count }, (_, i) => [features[i], owners[i]])
      // As text: thousands of pairs, compared one by one, would take longer than all else.
      expect(told.join(' ')).toBe(listed.sort((a, b) => a[0] - b[0]).join(' '))
    }),
    { numRuns: 60 },
  )
})
