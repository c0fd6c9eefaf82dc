import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createCollector, createPairCollector } from '../../src/collect.ts'
import { liveAmong, liveOf, note, reaching } from '../../src/profile/live.ts'
import { emptyProfile } from '../../src/profile/profile.ts'
import { kernel } from '../../src/tokenizers/kernel.ts'
import { recordsOf } from '../evidence/records.ts'

const words = ['red', 'green', 'blue', 'tin', 'Sure', 'no', 'paper.', 'why?']
const said = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }).map((some) => some.join(' '))

test.each([
  ['by the kernel', kernel()],
  ['without it', null],
])('what is noted while a set is counted %s is what its tables hold', (_, by) => {
  const rows = fc.array(fc.tuple(said, said), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 6 }), (all, floor) => {
      const profile = emptyProfile()
      const reached = reaching(floor)
      const collect = createCollector(profile, false, by, reached)
      const collectPairs = createPairCollector(profile.features, reached)
      const records = recordsOf(all)
      for (const record of records) collect(record, 0, record.length)
      for (const record of records) collectPairs(record, 0, record.length)
      expect(liveAmong(reached)).toEqual(liveOf(profile, floor))
    }),
    { numRuns: 12 },
  )
})

test('nothing is said where too much was noted', () => {
  const reached = reaching(1)
  for (let cell = 0; cell < 2 ** 18; cell++) note(reached.features, cell)
  expect(liveAmong(reached)).toBeUndefined()
  expect(reached.features.length).toBeLessThan(2 ** 18)
})
