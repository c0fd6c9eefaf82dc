import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createTally } from '../../src/evidence/tally.ts'

test('a tally counts as maps do, however many features there are', () => {
  const feature = fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.nat(40))
  const adds = fc.array(fc.tuple(feature, fc.boolean()), { maxLength: 4000 })
  fc.assert(
    fc.property(adds, fc.array(feature), (all, others) => {
      const tally = createTally()
      const [rows, both] = [new Map<number, number>(), new Map<number, number>()]
      for (const [one, has] of all) {
        tally.add(one, has)
        rows.set(one, (rows.get(one) ?? 0) + 1)
        if (has) both.set(one, (both.get(one) ?? 0) + 1)
      }
      for (const one of [...rows.keys(), ...others]) {
        expect(tally.of(one)).toBe(rows.get(one) ?? 0)
        expect(tally.with(one)).toBe(both.get(one) ?? 0)
      }
    }),
    { numRuns: 40 },
  )
})
