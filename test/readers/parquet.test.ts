import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ParquetSchema, ParquetWriter } from 'parquetjs-lite'
import { parquetColumns, parquetShards, readParquet } from '../../src/readers/parquet.ts'
import { file, parquet, scratch, someRows, wellFormed } from './columnar.ts'
import { parquetOf } from './parquet-writing.ts'

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const compressors = { GZIP: gzipSync, BROTLI: brotliCompressSync, ZSTD: rawFrame } as never

/** A frame of zstd that holds bytes as they are: a head that says how many, and blocks of at most 128 KiB. */
function rawFrame(bytes: Uint8Array): Uint8Array {
  const BLOCK = 1 << 17
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), Buffer.alloc(4)]
  parts[1].writeUInt32LE(bytes.length)
  for (let at = 0; at === 0 || at < bytes.length; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK)
    const head = Buffer.alloc(3)
    head.writeUIntLE((block.length << 3) | (at + BLOCK >= bytes.length ? 1 : 0), 0, 3)
    parts.push(head, Buffer.from(block))
  }
  return Buffer.concat(parts)
}

describe('what was written is what is read', () => {
  test('of any rows, with any codec, page size and row group size', async () => {
    const codec = fc.constantFrom('UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD')
    const sizes = fc.record({
      rowGroupSize: fc.integer({ min: 1, max: 70 }),
      pageSize: fc.constantFrom(16, 200, 1_000_000),
    })
    await fc.assert(
      fc.asyncProperty(someRows, codec, sizes, async (rows, codec, size) => {
        const path = file(parquetOf(rows, { codec: codec as never, compressors, ...size }), 'parquet')
        expect((await parquet(path)).rows).toEqual(wellFormed(rows))
        expect((await parquet(path, { reuse: true })).rows).toEqual(wellFormed(rows))
      }),
      { numRuns: 60 },
    )
  })

  test('also in memory that is used again for the next block', async () => {
    const long = (i: number): string => `${i} `.repeat(3000)
    const rows = Array.from({ length: 400 }, (_, i) => ({
      id: i,
      prompt: i % 7 === 0 ? null : long(i),
      liked: null,
      messages: [
        { role: 'user', content: long(i + 1000) },
        { role: 'assistant', content: 'Sure' },
      ],
      tags: null,
    }))
    for (const codec of ['ZSTD', 'SNAPPY', 'UNCOMPRESSED'])
      for (const pageSize of [20_000, 3_000_000]) {
        const path = file(
          parquetOf(rows, { codec: codec as never, compressors, rowGroupSize: 250, pageSize }),
          'parquet',
        )
        const read = await parquet(path, { reuse: true })
        expect(read.blocks.length).toBeGreaterThan(4)
        expect(read.rows).toEqual(rows)
      }
  })

  test('however the row groups are cut into shards, and rows keep their numbers', async () => {
    await fc.assert(
      fc.asyncProperty(
        someRows,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, rowGroupSize, rowGroupsPerShard) => {
          const path = file(parquetOf(rows, { rowGroupSize }), 'parquet')
          const whole = await parquet(path)
          const parts = await parquet(path, { rowGroupsPerShard })
          expect(parts.rows).toEqual(whole.rows)
          expect(parts.blocks.flatMap((block) => block.values.map((_, at) => block.firstRow + at))).toEqual(
            rows.map((_, at) => at),
          )
        },
      ),
      { numRuns: 30 },
    )
  })

  test('by parquetjs-lite', async () => {
    const path = file(new Uint8Array(0), 'parquet')
    const schema = new ParquetSchema({
      prompt: { type: 'UTF8', compression: 'SNAPPY' },
      response: { type: 'UTF8', optional: true, compression: 'GZIP' },
      weight: { type: 'INT64' },
    })
    const writer = await ParquetWriter.openFile(schema, path, { rowGroupSize: 7 })
    const rows = Array.from({ length: 20 }, (_, at) => ({
      prompt: `Which tree is number ${at}?`,
      response: `Tree ${at * 3}`,
      weight: at,
    }))
    for (const row of rows) await writer.appendRow({ ...row })
    await writer.close()
    expect((await parquet(path)).rows).toEqual(rows)
  })

  test('in blocks of at most 4096 rows', async () => {
    const rows = Array.from({ length: 10_000 }, (_, id) => ({
      id,
      prompt: `p${id}`,
      liked: null,
      messages: null,
      tags: null,
    }))
    const { blocks } = await parquet(file(parquetOf(rows, { rowGroupSize: 10_000 }), 'parquet'))
    expect(blocks.map((block) => block.values.length)).toEqual([4096, 4096, 1808])
    expect(blocks.map((block) => block.firstRow)).toEqual([0, 4096, 8192])
  })
})

describe('columns', () => {
  const rows = [{ id: 1, prompt: 'Why?', liked: true, messages: [{ role: 'user', content: 'Hi' }], tags: ['a'] }]
  const path = () => file(parquetOf(rows), 'parquet')

  test('only those asked for are read', async () => {
    expect((await parquet(path(), { columns: ['prompt', 'tags'] })).rows).toEqual([{ prompt: 'Why?', tags: ['a'] }])
  })

  test('one that is not there is named', async () => {
    await expect(parquet(path(), { columns: ['answer'] })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('"answer"'),
      hint: expect.stringContaining('prompt'),
    })
  })

  test('without text are left out, with a reason', async () => {
    const { parquetWriteBuffer } = await import('hyparquet-writer')
    const image = [
      { name: 'root', num_children: 3 },
      { name: 'score', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
    ]
    const columnData = [
      { name: 'score', data: [0.5] },
      { name: 'image', data: [{ bytes: new Uint8Array([1]), path: 'a.png' }] },
      { name: 'text', data: ['seen'] },
    ]
    const made = file(parquetWriteBuffer({ schema: image as never, columnData }), 'parquet')
    expect((await parquet(made)).rows).toEqual([{ text: 'seen' }])
    expect((await parquetColumns({ path: made, file: 'x' })).skipped.map(({ name }) => name)).toEqual([
      'score',
      'image',
    ])
  })
})

describe('a broken file is one clear error', () => {
  const rows = Array.from({ length: 50 }, (_, id) => ({
    id,
    prompt: `What is ${id} and ${id + 1}?`,
    liked: id % 2 === 0,
    messages: [{ role: 'user', content: `m${id}` }],
    tags: [`t${id}`],
  }))
  const good = new Uint8Array(parquetOf(rows, { rowGroupSize: 20, codec: 'UNCOMPRESSED' }))

  test('cut short: the footer is missing', async () => {
    const path = file(good.subarray(0, good.length - 100), 'parquet')
    await expect(parquetShards(path, 'half.parquet')).rejects.toMatchObject({
      code: 'file-corrupt',
      message: expect.stringMatching(/^half\.parquet: .*footer/),
    })
  })

  test('encrypted', async () => {
    const bytes = good.slice()
    bytes.set(Buffer.from('PARE'), bytes.length - 4)
    await expect(parquetShards(file(bytes, 'parquet'), 'e')).rejects.toMatchObject({ code: 'format-unsupported' })
  })

  test('missing, empty, and a folder', async () => {
    await expect(parquetShards(`${scratch}/none`, 'none')).rejects.toMatchObject({ code: 'file-missing' })
    await expect(parquetShards(file(new Uint8Array(0), 'parquet'), 'empty')).rejects.toMatchObject({
      code: 'file-corrupt',
    })
    await expect(parquetShards(scratch, 'folder')).rejects.toMatchObject({ code: 'file-unreadable' })
  })

  test('changed between plan and reading', async () => {
    const path = file(good, 'parquet')
    const [shard] = await parquetShards(path, 'x')
    writeFileSync(path, new Uint8Array(parquetOf(rows.slice(0, 9))))
    await expect(readParquet(shard).next()).rejects.toMatchObject({ code: 'file-changed' })
  })

  test('wherever bytes are changed: rows, or an InputError, never a hang or a crash', async () => {
    const change = fc.tuple(fc.integer({ min: 0, max: good.length - 1 }), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0x1c))
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = good.slice()
        for (const [at, value] of changes) bytes[at] = value
        const error = await parquet(file(bytes, 'parquet')).then(
          () => undefined,
          (caught: unknown) => caught,
        )
        if (error !== undefined)
          expect(error).toMatchObject({ name: 'InputError', message: expect.not.stringContaining('\n') })
      }),
      { numRuns: 400 },
    )
  })

  test('a signal ends the reading', async () => {
    const path = file(good, 'parquet')
    await expect(parquet(path, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
  })
})

test('a row that is too long is skipped and counted', async () => {
  const rows = ['a', 'b'.repeat(5000), 'c'].map((prompt, id) => ({
    id,
    prompt,
    liked: null,
    messages: null,
    tags: null,
  }))
  const { rows: read, blocks } = await parquet(file(parquetOf(rows), 'parquet'), { maxRowBytes: 1000 })
  expect(read).toEqual([rows[0], rows[2]])
  expect(blocks.flatMap((block) => block.skips)).toEqual([{ row: 1, reason: 'row-too-long' }])
  expect([...blocks[0].rows!]).toEqual([0, 2])
})

test('a file of no rows has one shard and no rows', async () => {
  const path = file(parquetOf([]), 'parquet')
  expect(await parquetShards(path, 'x')).toHaveLength(1)
  expect((await parquet(path)).rows).toEqual([])
  expect(readFileSync(path).length).toBeGreaterThan(0)
})

test('a column that grows beyond measure is refused', async () => {
  const prompt = 'x'.repeat(4_000_000)
  const rows = Array.from({ length: 20 }, (_, id) => ({
    id,
    prompt: `${prompt}${id}`,
    liked: null,
    messages: null,
    tags: null,
  }))
  const path = file(parquetOf(rows, { codec: 'GZIP', compressors, pageSize: 1000 }), 'parquet')
  await expect(parquet(path, { maxDecompressedRatio: 10 })).rejects.toMatchObject({ code: 'limit' })
  expect((await parquet(path, { maxDecompressedRatio: 10_000 })).rows).toHaveLength(20)
})
