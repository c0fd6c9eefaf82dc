import { rmSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import {
  Dictionary,
  Int32,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  type Table,
  Table as TableOf,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import type { Shard } from '../../src/model/shard.ts'
import { readArrow } from '../../src/readers/arrow.ts'
import { arrowShards } from '../../src/readers/arrow-parts.ts'
import { arrow, arrowShard, file, scratch } from './columnar.ts'

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

type Kind = 'stream' | 'file'

function bytesOf(tables: readonly Table[], kind: Kind): Uint8Array {
  const writer = kind === 'stream' ? new RecordBatchStreamWriter() : new RecordBatchFileWriter()
  for (const table of tables) for (const batch of table.batches) writer.write(batch)
  return writer.finish().toUint8Array(true)
}

/** Batches of so many rows, numbered through. */
function batchesOf(sizes: readonly number[]): Table[] {
  let from = 0
  return sizes.map((size) => {
    const texts = Array.from({ length: size }, (_, at) => `row ${from + at} ${'.'.repeat((from + at) % 90)}`)
    from += size
    return new TableOf({ text: vectorFromArray(texts, new Utf8()) })
  })
}

async function rowsOf(shards: readonly Shard[]): Promise<{ row: number; value: unknown }[]> {
  const rows: { row: number; value: unknown }[] = []
  for (const shard of shards)
    for await (const { firstRow, values } of readArrow(shard))
      values.forEach((value, at) => {
        rows.push({ row: (shard.firstRow ?? 0) + firstRow + at, value })
      })
  return rows
}

const container = (kind: Kind) => (kind === 'file' ? ('arrow-file' as const) : ('arrow-stream' as const))

describe('an Arrow file cut into stretches of batches', () => {
  test('holds the rows of the whole, with their numbers, however it is cut', async () => {
    const cuts = fc.record({
      sizes: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 8 }),
      most: fc.integer({ min: 1, max: 6000 }),
      kind: fc.constantFrom<Kind>('stream', 'file'),
    })
    await fc.assert(
      fc.asyncProperty(cuts, async ({ sizes, most, kind }) => {
        const path = file(bytesOf(batchesOf(sizes), kind), 'arrow')
        const whole = arrowShard(path, container(kind))
        const parts = await arrowShards(whole, { bytes: most })
        const { rows } = await arrow(path)
        expect(await rowsOf(parts)).toEqual(rows.map((value, row) => ({ row, value })))
        expect(parts[0].start).toBe(0)
        expect(parts.at(-1)!.end).toBe(whole.bytes)
      }),
      { numRuns: 60 },
    )
  })

  test('is cut at every batch where each is long enough', async () => {
    const path = file(bytesOf(batchesOf([50, 50, 50, 50]), 'stream'), 'arrow')
    const parts = await arrowShards(arrowShard(path, 'arrow-stream'), { bytes: 2000 })
    expect(parts.map(({ firstRow }) => firstRow)).toEqual([0, 50, 100, 150])
  })

  test.each(['stream', 'file'] as const)('gives every part the dictionaries that stand in front (%s)', async (kind) => {
    const type = new Dictionary(new Utf8(), new Int32())
    const tagged = new TableOf({ tag: vectorFromArray(['a', 'b', 'a', 'c'], type) })
    const [batch] = tagged.batches
    const tables = [tagged, new TableOf(tagged.schema, [batch]), new TableOf(tagged.schema, [batch])]
    const path = file(bytesOf(tables, kind), 'arrow')
    const parts = await arrowShards(arrowShard(path, container(kind)), { bytes: 100 })
    expect(parts.length).toBe(3)
    expect((await rowsOf(parts)).map(({ value }) => (value as { tag: string }).tag).join('')).toBe('abacabacabac')
  })

  test('stays whole where a dictionary changes half-way, and where a head is broken', async () => {
    const type = new Dictionary(new Utf8(), new Int32())
    const [first, second] = ['ab', 'cd'].map((tags) => new TableOf({ tag: vectorFromArray([...tags], type) }))
    const changing = file(bytesOf([first, new TableOf(first.schema, second.batches)], 'stream'), 'arrow')
    const whole = arrowShard(changing, 'arrow-stream')
    expect(await arrowShards(whole, { bytes: 10 })).toEqual([whole])

    const good = bytesOf(batchesOf([50, 50, 50]), 'stream')
    const cut = arrowShard(file(good.subarray(0, good.length - 300), 'arrow'), 'arrow-stream')
    expect(await arrowShards(cut, { bytes: 10 })).toEqual([cut])
    await expect(rowsOf([cut])).rejects.toMatchObject({ code: 'file-corrupt' })
    expect(basename(cut.path)).toBe(cut.file)
  })
})
