import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createRandom } from '../../src/stats/random.ts'

// Oracle: the published C of splitmix32 and xoshiro128** 1.1, transcribed to Python's unbounded whole numbers.
test.each([
  [0, [3809008728, 1133695204, 53579671, 2891528803, 139681546]],
  [1, [2442144158, 3238099751, 3819917871, 2104621829, 2021136066]],
  [12345, [518667457, 440444462, 4232892992, 3757857622, 3939018813]],
  [-1, [835879718, 1921286648, 2356205009, 1885780724, 980451116]],
])('seed %p gives the numbers of xoshiro128**', (seed, want) => {
  const random = createRandom(seed)
  expect(want.map(() => random.next())).toEqual(want)
})

test('a draw below a bound stays below it', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, below) => {
      const drawn = createRandom(seed).int(below)
      expect(Number.isInteger(drawn) && drawn >= 0 && drawn < below).toBe(true)
    }),
  )
})

test('a die is fair', () => {
  const random = createRandom(7)
  const faces = new Array(6).fill(0)
  for (let i = 0; i < 60_000; i++) faces[random.int(6)]++
  const chiSquare = faces.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0)
  expect(chiSquare).toBeLessThan(20.5) // χ² with 5 degrees: exceeded by 1 seed in 1000; this seed is fixed
})

test('shuffling keeps every thing and the seed decides the order', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.nat(99)), (seed, things) => {
      const once = createRandom(seed).shuffle([...things])
      expect([...once].sort()).toEqual([...things].sort())
      expect(createRandom(seed).shuffle([...things])).toEqual(once)
    }),
  )
})

test('every order of three things comes up', () => {
  const random = createRandom(3)
  const orders = new Map<string, number>()
  for (let i = 0; i < 6000; i++) {
    const order = random.shuffle(Uint8Array.of(1, 2, 3)).join('')
    orders.set(order, (orders.get(order) ?? 0) + 1)
  }
  expect([...orders.values()].every((n) => n > 850 && n < 1150)).toBe(true)
  expect(orders.size).toBe(6)
})

test('a bound of none, or a seed that is not whole, is refused', () => {
  expect(() => createRandom(1).int(0)).toThrow(/got 0/)
  expect(() => createRandom(0.5)).toThrow(/whole seed/)
})
