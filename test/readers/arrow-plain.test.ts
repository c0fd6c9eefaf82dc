import { rmSync } from 'node:fs'
import { afterAll, describe, expect, test } from '@jest/globals'
import {
  Binary,
  Bool,
  Dictionary,
  Field,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  LargeUtf8,
  List,
  Null,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Struct,
  Table,
  Uint8,
  Uint32,
  Uint64,
  Utf8,
  Utf8View,
  type Vector,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { HEADER } from '../../src/readers/arrow-bodies.ts'
import { cutColumn } from '../../src/readers/arrow-cut.ts'
import { generalBatches } from '../../src/readers/arrow-general.ts'
import { openArrow } from '../../src/readers/arrow-messages.ts'
import { type Batch, isPlain, plainBatch } from '../../src/readers/arrow-plain.ts'
import { rowsOf } from '../../src/readers/column-values.ts'
import { openColumnarFile } from '../../src/readers/columnar-file.ts'
import { file, scratch } from './columnar.ts'

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const text = fc.string({ unit: 'binary', maxLength: 9 })
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const row = fc.record({
  prompt: fc.option(text),
  whole: text,
  large: fc.option(text),
  raw: fc.option(fc.uint8Array({ maxLength: 5 })),
  liked: fc.option(fc.boolean()),
  tiny: fc.option(fc.integer({ min: -128, max: 127 })),
  small: fc.integer({ min: -32768, max: 32767 }),
  id: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  byte: fc.option(fc.nat(255)),
  count: fc.option(fc.nat(2 ** 31)),
  long: fc.option(long),
  huge: fc.option(long.map((value) => BigInt.asUintN(64, value))),
  label: fc.constantFrom('good', 'bad'),
  score: fc.double(),
  view: fc.option(text),
  messages: fc.option(
    fc.array(fc.option(fc.record({ role: text, content: fc.option(text), turn: fc.option(fc.nat(9)) })), {
      maxLength: 3,
    }),
  ),
})
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never

const message = new Struct<{ role: Utf8; content: LargeUtf8; turn: Int8 }>([
  new Field('role', new Utf8(), false),
  new Field('content', new LargeUtf8(), true),
  new Field('turn', new Int8(), true),
])

const labels = new Dictionary(new Utf8(), new Int32(), 7)

function tableOf(rows: readonly Row[]): Table {
  const of = <K extends keyof Row>(key: K): Row[K][] => rows.map((one) => one[key])
  const columns: Record<string, Vector> = {
    label: vectorFromArray(of('label'), labels),
    prompt: vectorFromArray(of('prompt'), new Utf8()),
    whole: vectorFromArray(of('whole'), new Utf8()),
    score: vectorFromArray(of('score'), new Float64()),
    large: vectorFromArray(of('large'), new LargeUtf8()),
    raw: vectorFromArray(of('raw'), new Binary()),
    liked: vectorFromArray(of('liked'), new Bool()),
    view: vectorFromArray(of('view'), new Utf8View()),
    tiny: vectorFromArray(of('tiny'), new Int8()),
    small: vectorFromArray(of('small'), new Int16()),
    id: vectorFromArray(of('id'), new Int32()),
    byte: vectorFromArray(of('byte'), new Uint8()),
    count: vectorFromArray(of('count'), new Uint32()),
    long: vectorFromArray(of('long'), new Int64()),
    huge: vectorFromArray(of('huge'), new Uint64()),
    nothing: vectorFromArray(
      rows.map(() => null),
      new Null(),
    ),
    messages: vectorFromArray(of('messages') as never[], new List(new Field('item', message, true))),
  }
  return new Table(columns)
}

const PLAIN = 'prompt whole large raw liked tiny small id byte count long huge nothing messages'.split(' ')

async function opened(path: string, kind: 'arrow-file' | 'arrow-stream', columns: readonly string[]) {
  const source = await openColumnarFile(path, 'some.arrow')
  return { source, arrow: await openArrow(source, kind, { ratio: 1000, columns }) }
}

/** All rows of a batch, in two cuts. */
function rowsIn(batch: Batch): unknown[] {
  const parts = batch.columns()
  const half = batch.rows >> 1
  return [
    [0, half],
    [half, batch.rows],
  ].flatMap(([from, to]) => {
    const columns = parts.map((part) => cutColumn(part, from, to))
    return rowsOf({ firstRow: from, count: to - from, columns, skips: [] }).values
  })
}

describe('columns read straight from a message', () => {
  test('are what apache-arrow reads, whatever stands between them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 3 }),
        fc.subarray(PLAIN, { minLength: 1 }),
        fc.boolean(),
        async (parts, columns, asFile) => {
          const isFile = asFile && parts.length === 1 // a file has one dictionary for all its batches
          const schema = tableOf(parts[0]).schema
          const writer = isFile ? new RecordBatchFileWriter() : new RecordBatchStreamWriter()
          for (const some of parts)
            for (const batch of new Table(schema, tableOf(some).batches).batches) writer.write(batch)
          const path = file(writer.finish().toUint8Array(true), 'arrow')
          const kind = isFile ? 'arrow-file' : 'arrow-stream'
          const one = await opened(path, kind, columns)
          const expected: unknown[][] = []
          for await (const batch of generalBatches(one.arrow)) expected.push(rowsIn(batch))
          await one.source.close()
          const { source, arrow } = await opened(path, kind, columns)
          expect([...arrow.read].every((at) => isPlain(arrow.fields[at]))).toBe(true)
          const read: unknown[][] = []
          for await (const { message: head, body } of arrow.pieces())
            if (head.type === HEADER.batch) read.push(rowsIn(plainBatch(head, body, arrow.fields, arrow.read)))
          await source.close()
          expect(read).toEqual(expected)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('are no others', async () => {
    const writer = new RecordBatchStreamWriter()
    for (const batch of tableOf([]).batches) writer.write(batch)
    const { source, arrow } = await opened(file(writer.finish().toUint8Array(true), 'arrow'), 'arrow-stream', ['whole'])
    await source.close()
    expect(arrow.fields.filter(isPlain).map(({ name }) => name)).toEqual(expect.arrayContaining(PLAIN))
    expect(arrow.fields.filter((field) => !isPlain(field)).map(({ name }) => name)).toEqual(['label', 'score', 'view'])
  })
})
