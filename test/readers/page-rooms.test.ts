import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createPageRooms } from '../../src/readers/page-rooms.ts'

test('memory is given again only when it was left and a block has begun since', () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ take: fc.integer({ min: 0, max: 300 }) }) },
    { weight: 3, arbitrary: fc.record({ leave: fc.nat(20) }) },
    { weight: 2, arbitrary: fc.constantFrom('turn' as const, 'leave all' as const) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const rooms = createPageRooms()
      const inHand: Uint8Array[] = [] // not left, or left since the block in hand began
      let used: Uint8Array[] = []
      for (const one of steps) {
        if (one === 'turn') {
          rooms.turn()
          inHand.splice(0, inHand.length, ...used)
        } else if (one === 'leave all') {
          rooms.leaveAll()
          used = []
        } else if ('leave' in one) {
          const room = used[one.leave]
          if (room === undefined) continue
          rooms.leave(room.subarray(0, 1)) // a part of it stands for it
          used = used.filter((other) => other !== room)
        } else {
          const room = rooms.take(one.take)
          expect(room.length).toBe(one.take)
          for (const other of inHand) expect(room.buffer === other.buffer).toBe(false)
          inHand.push(room)
          used.push(room)
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('pages of a column stand in the memory of those before', () => {
  const rooms = createPageRooms()
  const seen = new Set<ArrayBufferLike>()
  for (let page = 0; page < 100; page++) {
    rooms.turn()
    const room = rooms.take(1000 + (page % 10))
    seen.add(room.buffer)
    rooms.leave(room)
  }
  expect(seen.size).toBeLessThanOrEqual(2)
  rooms.leave(new Uint8Array(4)) // of nobody
})

test('of what is large, and of much, nothing is kept', () => {
  const MB = 1024 * 1024
  const rooms = createPageRooms()
  const again = (sizes: readonly number[]): number => {
    const before = sizes.map((size) => rooms.take(size * MB).buffer)
    rooms.leaveAll()
    rooms.turn()
    const after = sizes.map((size) => rooms.take(size * MB).buffer)
    rooms.leaveAll()
    return after.filter((room) => before.includes(room)).length
  }
  expect(again([20])).toBe(0)
  expect(again([2, 2])).toBe(2)
  expect(again([8, 8, 8, 8, 8])).toBe(3) // 10 MB each, of which 32 MB are kept
})
