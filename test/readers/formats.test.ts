/** Every folder of fixtures/formats: one input, and beside it the rows it must give, however its bytes arrive. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from '@jest/globals'

import { plan } from '../../src/plan.ts'
import { drip, gather } from './drip.ts'

interface Expected {
  readonly rows: readonly unknown[] | null // null: not listed, told by count, first, last, characters, keys
  readonly container?: string
  readonly lines?: readonly number[]
  readonly skips?: readonly (readonly [row: number, reason: string])[]
  readonly problems?: readonly string[]
  readonly fault?: string // after the rows
  readonly keys?: readonly string[] // of the only row
  readonly count?: number
  readonly first?: unknown
  readonly last?: unknown
  readonly characters?: number // in the field `text` of all rows
}

const ROOT = join(__dirname, '../../fixtures/formats')
const LARGE = 20_000 // expected bytes; a byte at a time would take too long

const folders = readdirSync(ROOT).filter((name) => existsSync(join(ROOT, name, 'rows.json')))

test('there are fixtures', () => expect(folders.length).toBeGreaterThan(40))

describe.each(folders)('%s', (name) => {
  const folder = join(ROOT, name)
  const input = join(folder, readdirSync(folder).find((file) => file.startsWith('input'))!)
  const text = readFileSync(join(folder, 'rows.json'), 'utf8')
  const expected = JSON.parse(text) as Expected

  test.each(text.length > LARGE || expected.count !== undefined ? [1 << 20, 999] : [1 << 20, 7, 1])(
    'gives its rows when read %i bytes at a time',
    async (size) => {
      const { shards, problems } = await plan([input])
      expect(problems.map(({ code }) => code)).toEqual(expected.problems ?? [])
      if (expected.container !== undefined)
        expect(shards.map(({ container }) => container)).toEqual([expected.container])
      const parts = await Promise.all(shards.map((shard) => gather(shard, { tap: drip(size) })))
      const values = parts.flatMap(({ rows }) => rows.map(([, value]) => value))
      if (expected.rows !== null) expect(values).toEqual(expected.rows)
      if (expected.lines !== undefined) expect(parts.flatMap(({ lines }) => lines)).toEqual(expected.lines)
      expect(parts.flatMap(({ skips }) => skips.map(({ row, reason }) => [row, reason]))).toEqual(expected.skips ?? [])
      expect(parts.map(({ fault }) => (fault as { code?: string } | undefined)?.code).filter((code) => code)).toEqual(
        expected.fault === undefined ? [] : [expected.fault],
      )
      if (expected.keys !== undefined)
        expect(values.map((value) => Object.keys(value as object))).toEqual([expected.keys])
      if (expected.count === undefined) return
      expect(values).toHaveLength(expected.count)
      expect([values.at(0), values.at(-1)]).toEqual([expected.first, expected.last])
      const characters = values.reduce<number>((sum, value) => sum + (value as { text: string }).text.length, 0)
      expect(characters).toBe(expected.characters)
    },
  )
})
