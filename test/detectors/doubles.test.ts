import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createDoubles, eachCopy } from '../../src/detectors/doubles.ts'

test('all but the first record of a key are copies, however many keys are looked at in one go', () => {
  const key = fc.tuple(fc.nat(40), fc.nat(1))
  const stations = fc.array(fc.array(key, { maxLength: 80 }), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(stations, fc.constantFrom(1, 5, 1000), (all, atATime) => {
      const found = all.map((keys) => {
        const doubles = createDoubles()
        keys.forEach(([low, high], record) => {
          doubles.add(low, high, record)
        })
        return doubles.finish()
      })
      const copies: string[] = []
      eachCopy(found, (station, record) => copies.push(`${station} ${record}`), atATime)
      const seen = new Set<string>()
      const expected = all.flatMap((keys, station) =>
        keys.flatMap(([low, high], record) => {
          const isNew = !seen.has(`${low} ${high}`)
          seen.add(`${low} ${high}`)
          return isNew ? [] : [`${station} ${record}`]
        }),
      )
      expect(copies.sort()).toEqual(expected.sort())
    }),
  )
})

test('more than a piece holds comes back whole and in order', () => {
  const doubles = createDoubles()
  for (let i = 0; i < 40_000; i++) doubles.add(i, 0, i)
  const pieces = doubles.finish()
  expect(pieces.length).toBe(3)
  expect(pieces.flatMap((piece) => [...piece.filter((_, i) => i % 3 === 2)])).toEqual(
    Array.from({ length: 40_000 }, (_, i) => i),
  )
})
