import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Shard } from '../../src/model/shard.ts'
import { lineBlocks } from '../../src/readers/jsonl.ts'
import { keepPlaces, type LinePlaces, linesAround, notePlaces } from '../../src/readers/line-places.ts'
import type { LineBlock } from '../../src/readers/spans.ts'

const scratch = mkdtempSync(join(tmpdir(), 'suretrap-places-'))
const path = join(scratch, 'lines.jsonl')
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

interface Line {
  readonly text: string
  readonly line: number
}

function takeRows({ bytes, starts, ends, lines, count, firstRow }: LineBlock, into: Map<number, Line>): void {
  for (let i = 0; i < count; i++)
    into.set(firstRow + i, { text: bytes.toString('latin1', starts[i], ends[i]), line: lines[i] })
}

async function readAll(shard: Shard, places: LinePlaces | undefined, options = {}): Promise<Map<number, Line>> {
  const rows = new Map<number, Line>()
  for await (const block of lineBlocks(shard, options)) {
    takeRows(block, rows)
    if (places !== undefined) notePlaces(places, shard, block)
  }
  return rows
}

function shardOf(bytes: number, start: number, end: number): Shard {
  return { file: 'lines.jsonl', path, container: 'jsonl', codec: 'none', bytes, start, end, whole: false }
}

const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.nat(400), fc.nat(9)).map(([size, of]) => String(of).repeat(size + 1)) },
  { weight: 2, arbitrary: fc.integer({ min: 3000, max: 45_000 }).map((size) => 'm'.repeat(size)) },
  { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 90_000 }).map((size) => 'l'.repeat(size)) }, // longer than a row may be
  { weight: 1, arbitrary: fc.constantFrom('', '  ', '\r', '\uFEFF{}', ' x \t') },
)

describe('places of lines', () => {
  test('find any rows of any range of a file, with their numbers and lines', async () => {
    let some = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 20, maxLength: 300 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 700, max: 1000 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        async (lines, one, other, hasEnd, each) => {
          const bytes = Buffer.from(lines.join('\n') + (hasEnd ? '\n' : ''))
          writeFileSync(path, bytes)
          const [low, high] = [one, other].map((share) => Math.floor((share * bytes.length) / 1000))
          const shard = shardOf(bytes.length, Math.max(1, low), high)
          const options = { maxRowBytes: 50_000 }
          const places = keepPlaces().begin(0, shard)!
          const all = await readAll(shard, places, options)
          const wanted = new Set([...all.keys()].filter((row) => row % each === 0))
          const found = new Map<number, Line>()
          for await (const block of linesAround(wanted, places, shard, options)) takeRows(block, found)
          for (const row of wanted) expect(found.get(row)).toEqual(all.get(row))
          for (const [row, known] of found) expect(all.get(row)).toEqual(known)
          some += wanted.size
        },
      ),
      { numRuns: 60 },
    )
    expect(some).toBeGreaterThan(200)
  })

  test('spare most of the reading where few rows are wanted', async () => {
    const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, row) => `${row} ${'.'.repeat(row % 150)}\n`).join(''))
    writeFileSync(path, bytes)
    const shard = shardOf(bytes.length, 1, bytes.length)
    const places = keepPlaces().begin(0, shard)!
    const all = await readAll(shard, places)
    const wanted = [...all.keys()].filter((row) => row % 4000 === 77)
    const found = new Map<number, Line>()
    for await (const block of linesAround(wanted, places, shard, {})) takeRows(block, found)
    for (const row of wanted) expect(found.get(row)).toEqual(all.get(row))
    expect(wanted.length).toBe(5)
    expect(found.size).toBeLessThan(all.size / 10)
  })

  test('are of no use where the file is no longer what it was', async () => {
    writeFileSync(path, '{}\n'.repeat(9))
    const shard = shardOf(27, 1, 27)
    const places = keepPlaces().begin(0, shard)!
    await readAll(shard, places)
    writeFileSync(path, '{}\n'.repeat(8))
    await expect(linesAround([3], places, shard, {}).next()).rejects.toThrow('changed since the scan began')
  })

  test('are not kept where bytes of the file are not those of the lines', () => {
    const shard = shardOf(1000, 10, 1000)
    expect(keepPlaces().begin(0, shard)).toBeDefined()
    for (const other of [
      { start: 0 },
      { whole: true },
      { member: 'a.jsonl' },
      { path: 'https://example.com/a.jsonl#file=a.jsonl&size=1000' },
    ])
      expect(keepPlaces().begin(0, { ...shard, ...other })).toBeUndefined()
  })

  test('end with the budget: of later shards there are none', () => {
    const kept = keepPlaces()
    const shard = shardOf(1000, 10, 1000)
    const first = kept.begin(3, shard)!
    for (let row = 0; row < 1 << 18; row++) first.rows.push(row)
    expect(kept.begin(4, shard)).toBeUndefined()
    expect(kept.of(3)).toBe(first)
    expect(kept.of(4)).toBeUndefined()
  })
})
