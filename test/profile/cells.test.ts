import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { addBytes, addCells, usedCells } from '../../src/profile/cells.ts'

const CELLS = 1 << 10
const counters = (most: number) =>
  fc.array(fc.tuple(fc.nat(CELLS - 1), fc.oneof(fc.constant(most), fc.integer({ min: 1, max: most }))), {
    maxLength: 60,
  })

const filled = <T extends Uint8Array | Uint32Array>(cells: T, counts: readonly (readonly [number, number])[]): T => {
  for (const [cell, count] of counts) cells[cell] = count
  return cells
}

describe('cells', () => {
  test('that are used are those that are not 0, unless they are too many', () => {
    fc.assert(
      fc.property(counters(2 ** 32 - 1), fc.nat(60), (counts, most) => {
        for (const cells of [filled(new Uint32Array(CELLS), counts), filled(new Uint8Array(CELLS), counts)]) {
          const used = [...cells.keys()].filter((cell) => cells[cell] !== 0)
          expect(usedCells(cells, most)).toEqual(used.length > most ? undefined : Uint32Array.from(used))
        }
      }),
    )
  })

  test('are added cell by cell, bytes up to 255', () => {
    fc.assert(
      fc.property(counters(255), counters(255), (a, b) => {
        const [wide, more] = [filled(new Uint32Array(CELLS), a), filled(new Uint32Array(CELLS), b)]
        const [narrow, less] = [filled(new Uint8Array(CELLS), a), filled(new Uint8Array(CELLS), b)]
        const sums = Array.from(wide, (count, cell) => count + more[cell])
        addCells(wide, more)
        addBytes(narrow, less)
        expect([...wide]).toEqual(sums)
        expect([...narrow]).toEqual(sums.map((sum) => Math.min(255, sum)))
      }),
    )
  })
})
