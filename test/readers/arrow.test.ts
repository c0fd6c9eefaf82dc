import { rmSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from '@jest/globals'
import {
  Binary,
  Bool,
  type DataType,
  Dictionary,
  Field,
  Int32,
  Int64,
  LargeUtf8,
  List,
  Map_,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Struct,
  Table,
  Utf8,
  Utf8View,
  Vector,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { arrowColumns, arrowKind, readArrow } from '../../src/readers/arrow.ts'
import { arrow, arrowShard, file, type Row, scratch, someRows, wellFormed } from './columnar.ts'

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const message = new Struct([new Field('role', new Utf8(), true), new Field('content', new Utf8(), true)])

function tableOf(rows: readonly Row[], text: DataType = new Utf8()): Table {
  return new Table({
    id: vectorFromArray(
      rows.map((row) => row.id),
      new Int32(),
    ),
    prompt: vectorFromArray(
      rows.map((row) => row.prompt),
      text,
    ),
    liked: vectorFromArray(
      rows.map((row) => row.liked),
      new Bool(),
    ),
    messages: vectorFromArray(
      rows.map((row) => row.messages),
      new List(new Field('item', message, true)),
    ),
    tags: vectorFromArray(
      rows.map((row) => row.tags),
      new List(new Field('item', new Utf8(), true)),
    ),
  })
}

/** One record batch for each part of the rows. */
function bytesOf(parts: readonly Table[], kind: 'stream' | 'file'): Uint8Array {
  const writer = kind === 'stream' ? new RecordBatchStreamWriter() : new RecordBatchFileWriter()
  for (const part of parts) for (const batch of part.batches) writer.write(batch)
  return writer.finish().toUint8Array(true)
}

const kinds = fc.constantFrom('stream' as const, 'file' as const)

describe('what was written is what is read', () => {
  test('of any rows in any batches, as stream and as file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someRows, { minLength: 1, maxLength: 3 }), kinds, async (parts, kind) => {
        const schema = tableOf(parts[0]).schema
        const tables = parts.map((rows) => new Table(schema, tableOf(rows).batches))
        const { rows, blocks } = await arrow(file(bytesOf(tables, kind), 'arrow'))
        expect(rows).toEqual(wellFormed(parts.flat()))
        expect(blocks.flatMap((block) => block.values.map((_, at) => block.firstRow + at))).toEqual(
          rows.map((_, at) => at),
        )
      }),
      { numRuns: 50 },
    )
  })

  const texts: readonly (readonly [string, DataType])[] = [
    ['large text', new LargeUtf8()],
    ['text views', new Utf8View()],
    ['a dictionary', new Dictionary(new Utf8(), new Int32())],
  ]
  test.each(texts)('of %s', async (_, type) => {
    const prompts = ['short', null, 'one that is longer than twelve bytes', '', 'short', '\uFEFFmarked']
    const rows = prompts.map((prompt, id) => ({ id, prompt, liked: null, messages: [], tags: [] }))
    for (const kind of ['stream', 'file'] as const)
      expect((await arrow(file(bytesOf([tableOf(rows, type)], kind), 'arrow'))).rows).toEqual(rows)
  })

  test('of maps, bytes and long numbers', async () => {
    const pair = new Struct([new Field('key', new Utf8(), false), new Field('value', new Utf8(), true)])
    const table = new Table({
      meta: vectorFromArray(
        [new Map([['from', 'a']]), new Map()],
        new Map_(new Field('entries', pair as never, false)),
      ),
      raw: vectorFromArray([Buffer.from('plain'), null], new Binary()),
      count: vectorFromArray([7n, 2n ** 60n], new Int64()),
    })
    expect((await arrow(file(bytesOf([table], 'stream'), 'arrow'))).rows).toEqual([
      { meta: { from: 'a' }, raw: 'plain', count: 7 },
      { meta: {}, raw: null, count: 2n ** 60n },
    ])
  })

  test('in blocks of at most 4096 rows', async () => {
    const table = new Table({
      text: vectorFromArray(
        Array.from({ length: 9000 }, (_, at) => `t${at}`),
        new Utf8(),
      ),
    })
    const { blocks } = await arrow(file(bytesOf([table], 'file'), 'arrow'))
    expect(blocks.map((block) => [block.firstRow, block.values.length])).toEqual([
      [0, 4096],
      [4096, 4096],
      [8192, 808],
    ])
  })
})

describe('columns', () => {
  const table = () =>
    new Table({
      score: vectorFromArray([0.5, 1.5]),
      text: vectorFromArray(['a', 'b'], new Utf8()),
      more: vectorFromArray(['c', 'd'], new Utf8()),
    })

  test('without text are left out, with a reason; the others keep their values', async () => {
    const path = file(bytesOf([table()], 'file'), 'arrow')
    expect((await arrow(path)).rows).toEqual([
      { text: 'a', more: 'c' },
      { text: 'b', more: 'd' },
    ])
    expect(await arrowColumns({ path, file: 'x' })).toMatchObject({
      read: ['text', 'more'],
      skipped: [{ name: 'score' }],
    })
  })

  test('only those asked for are read, even out of a large batch', async () => {
    const long = Array.from({ length: 4000 }, (_, at) => `${at} `.repeat(100))
    const wide = new Table({
      text: vectorFromArray(['a', ...long.slice(1).map(() => 'b')], new Utf8()),
      more: vectorFromArray(long, new Utf8()),
    })
    const { rows } = await arrow(file(bytesOf([wide], 'stream'), 'arrow'), { columns: ['text'] })
    expect(rows).toHaveLength(4000)
    expect(rows.slice(0, 2)).toEqual([{ text: 'a' }, { text: 'b' }])
    await expect(arrow(file(bytesOf([wide], 'stream'), 'arrow'), { columns: ['none'] })).rejects.toMatchObject({
      code: 'usage',
    })
  })
})

test('the kind is told by the first bytes, and by a schema where old streams have no mark', async () => {
  const table = new Table({ text: vectorFromArray(['a'], new Utf8()) })
  const stream = bytesOf([table], 'stream')
  expect(await arrowKind(file(bytesOf([table], 'file'), 'x'))).toBe('arrow-file')
  expect(await arrowKind(file(stream, 'x'))).toBe('arrow-stream')
  expect(await arrowKind(file(stream.subarray(4), 'x'))).toBe('arrow-stream')
  expect(await arrowKind(file(Buffer.from('{"text": "no arrow"}\n'.repeat(9)), 'x'))).toBeUndefined()
  expect(await arrowKind(file(Buffer.from('\x10\0\0\0 nothing of the kind'), 'x'))).toBeUndefined()
  await expect(arrowKind(file(Buffer.from('FEA1....FEA1'), 'x'))).rejects.toMatchObject({ code: 'format-unsupported' })
})

describe('a broken file is one clear error', () => {
  const rows = Array.from({ length: 30 }, (_, id) => ({
    id,
    prompt: `What is ${id}?`,
    liked: true,
    messages: [{ role: 'user', content: `m${id}` }],
    tags: [`t${id}`, null as never],
  }))
  const table = tableOf(rows, new Dictionary(new Utf8(), new Int32()))
  const good = { stream: bytesOf([table, table], 'stream'), file: bytesOf([table, table], 'file') }

  test('cut short: rows before the cut, then the error', async () => {
    const path = file(good.stream.subarray(0, good.stream.length - 40), 'arrow')
    const reading = readArrow(arrowShard(path, 'arrow-stream'))
    expect((await reading.next()).value?.values).toHaveLength(30)
    await expect(reading.next()).rejects.toMatchObject({ code: 'file-corrupt' })
    await expect(arrow(file(good.file.subarray(0, good.file.length - 40), 'arrow'))).rejects.toMatchObject({
      code: 'file-corrupt',
      message: expect.stringContaining('footer'),
    })
  })

  test('big-endian', async () => {
    // apache-arrow writes no such file: a message by hand, of a schema without columns, whose first field says 1 for big.
    const head = Buffer.alloc(48)
    head.writeUInt32LE(16, 0)
    for (const [at, value] of [10, 12, 4, 6, 8].entries()) head.writeUInt16LE(value, 4 + 2 * at)
    head.writeInt32LE(12, 16)
    head.writeInt16LE(4, 20)
    head.writeUInt8(1, 22)
    head.writeUInt32LE(16, 24)
    for (const [at, value] of [6, 8, 4].entries()) head.writeUInt16LE(value, 32 + 2 * at)
    head.writeInt32LE(8, 40)
    head.writeInt16LE(1, 44)
    const bytes = Buffer.concat([Buffer.from([255, 255, 255, 255, head.length, 0, 0, 0]), head])
    await expect(arrow(file(bytes, 'arrow'))).rejects.toMatchObject({
      code: 'format-unsupported',
      message: expect.stringContaining('big-endian'),
    })
  })

  test('changed between plan and reading', async () => {
    const path = file(good.stream, 'arrow')
    const shard = arrowShard(path, 'arrow-stream')
    writeFileSync(path, good.file)
    await expect(readArrow(shard).next()).rejects.toMatchObject({ code: 'file-changed' })
  })

  test('wherever bytes are changed: rows, or an InputError, never a hang or a crash', async () => {
    const change = fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 4))
    await fc.assert(
      fc.asyncProperty(kinds, fc.array(change, { minLength: 1, maxLength: 4 }), async (kind, changes) => {
        const bytes = good[kind].slice()
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        const path = file(bytes, 'arrow')
        const error = await arrow(path).then(
          () => undefined,
          (caught: unknown) => caught,
        )
        if (error !== undefined)
          expect(error).toMatchObject({ name: 'InputError', message: expect.not.stringContaining('\n') })
      }),
      { numRuns: 400 },
    )
  })
})

test('a vector of apache-arrow reads the same', async () => {
  const names = new Vector([
    ...vectorFromArray(['a', 'b'], new Utf8()).data,
    ...vectorFromArray(['c'], new Utf8()).data,
  ])
  expect((await arrow(file(bytesOf([new Table({ names })], 'stream'), 'arrow'))).rows).toEqual(
    [...names].map((name) => ({ names: name })),
  )
})
