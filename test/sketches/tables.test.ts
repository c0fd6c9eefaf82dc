import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createCountTable } from '../../src/sketches/count-table.ts'
import { createKeySet } from '../../src/sketches/key-set.ts'
import { createNumberSet } from '../../src/sketches/number-set.ts'
import { createOwners } from '../../src/sketches/owners.ts'
import { createRowWeights } from '../../src/sketches/row-weights.ts'
import { createWeightTable } from '../../src/sketches/weight-table.ts'

const hash = fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.nat(40)) // some that collide, and 0

describe('a number set', () => {
  test('has what it was made of, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(hash), fc.array(hash), (members, others) => {
        const set = createNumberSet(members)
        const known = new Set(members)
        expect(set.size).toBe(known.size)
        for (const number of [...members, ...others]) expect(set.has(number)).toBe(known.has(number))
      }),
    )
  })
})

describe('weights of rows', () => {
  test('are what a map sums, a hash once a row, of those that are asked for', () => {
    const row = fc.tuple(fc.integer({ min: 1, max: 720720 }), fc.array(hash, { maxLength: 30 }), fc.boolean())
    fc.assert(
      fc.property(fc.array(hash), fc.array(row, { maxLength: 30 }), (asked, rows) => {
        const members = new Set(asked)
        const weights = createRowWeights(members)
        const sums = new Map<number, number>()
        for (const [i, [weight, held, isAtOnce]] of rows.entries()) {
          const all = Uint32Array.from([...held, ...asked.slice(0, 3), ...held])
          if (isAtOnce) weights.addAll(all, 0, all.length, weight, i + 1)
          const seen = new Set<number>()
          for (const one of all) {
            const isNew = members.has(one) && !seen.has(one)
            expect(weights.has(one)).toBe(members.has(one))
            expect(weights.add(one, weight, i + 1)).toBe(isNew && !isAtOnce)
            if (isNew) sums.set(one, (sums.get(one) ?? 0) + weight)
            seen.add(one)
          }
        }
        const found = new Map<number, number>()
        weights.each((one, weight) => found.set(one, weight))
        expect(found).toEqual(sums)
      }),
      { numRuns: 200 },
    )
  })
})

describe('owners', () => {
  test('know whether somebody else has a hash', () => {
    const adds = fc.array(fc.tuple(hash, fc.nat(4)), { maxLength: 2000 })
    fc.assert(
      fc.property(adds, fc.array(hash), (all, others) => {
        const owners = createOwners(all.length)
        const known = new Map<number, Set<number>>()
        for (const [number, who] of all) {
          owners.add(number, who)
          known.set(number, (known.get(number) ?? new Set()).add(who))
        }
        for (const number of [...known.keys(), ...others])
          for (let self = -2; self < 6; self++) {
            const rest = [...(known.get(number) ?? [])].filter((who) => who !== self)
            expect(owners.hasOther(number, self)).toBe(rest.length > 0)
          }
      }),
      { numRuns: 30 },
    )
  })
})

describe('a weight table', () => {
  test('sums by key as a map does, each key once a turn', () => {
    const adds = fc.array(fc.record({ hash, beside: fc.nat(3), weight: fc.integer({ min: 1, max: 720720 }), next: fc.boolean() }), { maxLength: 3000 }) // biome-ignore format: short
    fc.assert(
      fc.property(adds, (all) => {
        const table = createWeightTable()
        const sums = new Map<string, number>()
        const seen = new Map<string, number>()
        let turn = 1
        for (const { hash, beside, weight, next } of all) {
          if (next) turn++
          table.add(hash, beside, weight, turn)
          const key = `${hash} ${beside}`
          if (seen.get(key) === turn) continue
          seen.set(key, turn)
          sums.set(key, (sums.get(key) ?? 0) + weight)
        }
        const found = new Map<string, number>()
        table.each((hash, beside, weight) => found.set(`${hash} ${beside}`, weight))
        expect(found).toEqual(sums)
        // What one table holds, added twice to another.
        const twice = createWeightTable()
        for (let i = 0; i < 2; i++) table.each(twice.sum)
        expect(twice.size).toBe(sums.size)
        for (const { hash, beside } of all) {
          expect(twice.of(hash, beside)).toBe(2 * sums.get(`${hash} ${beside}`)!)
          expect(twice.of(hash, beside + 4)).toBe(0)
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('a count table', () => {
  test('counts by key as a map does', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hash, fc.nat(3)), { maxLength: 3000 }), (keys) => {
        const table = createCountTable()
        const counts = new Map<string, number>()
        for (const [one, beside] of keys) {
          table.add(one, beside)
          counts.set(`${one} ${beside}`, (counts.get(`${one} ${beside}`) ?? 0) + 1)
        }
        for (const [one, beside] of keys) {
          expect(table.of(one, beside)).toBe(counts.get(`${one} ${beside}`))
          expect(table.of(one, beside + 4)).toBe(0)
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('a key set', () => {
  test('tells a key that is new, as a set of strings would', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hash, hash), { maxLength: 3000 }), (keys) => {
        const set = createKeySet()
        const known = new Set<string>()
        for (const [low, high] of keys) {
          expect(set.add(low, high)).toBe(!known.has(`${low} ${high}`))
          known.add(`${low} ${high}`)
        }
      }),
      { numRuns: 50 },
    )
  })
})
