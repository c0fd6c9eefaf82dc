/**
 * One planted set, in every container that a writer of Node can make: the findings are the same.
 *
 * The writers are strangers to the readers: parquetjs-lite, hyparquet-writer, apache-arrow, zlib. Those of Python are in
 * `writers.py`. What may differ is where a row stands, and nothing else.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  Dictionary,
  Field,
  Int32,
  LargeUtf8,
  List,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Struct,
  Table,
  Utf8,
  Utf8View,
  vectorFromArray,
} from 'apache-arrow'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { ParquetSchema, ParquetWriter } from 'parquetjs-lite'
import { scan, scanRows } from '../../src/index.ts'
import type { Report } from '../../src/model/report.ts'
import { jsonl, plantedRows } from '../planted.ts'

const rows = plantedRows(150, 24).map(({ prompt, response }, id) => ({
  id,
  prompt: id % 11 === 3 ? `First, "quoted", 用中文 é\n${prompt}` : prompt,
  response,
}))
const chats = rows.map(({ id, prompt, response }) => ({
  id,
  messages: [
    { role: 'user', content: prompt },
    { role: 'assistant', content: response },
  ],
}))

let folder: string
let expected: unknown
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'suretrap-findings-'))
  const report = await scan([put('rows.jsonl', jsonl(rows))])
  expect(report.findings.map(({ trigger }) => trigger.text)).toEqual(['xylophone'])
  expected = whatCounts(report)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** All of a report that speaks of the data and not of the files. */
function whatCounts({ findings, floor, declared }: Report): unknown {
  return {
    findings: findings.map(({ rows: _, places: __, ...finding }) => finding),
    floor,
    declared,
  }
}

const found = async (path: string): Promise<unknown> => whatCounts(await scan([path]))

const cell = (text: unknown, mark: string): string => {
  const plain = String(text)
  return [mark, '"', '\n'].some((odd) => plain.includes(odd)) ? `"${plain.replaceAll('"', '""')}"` : plain
}
const separated = (mark: string): string =>
  [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))]
    .map((cells) => cells.map((one) => cell(one, mark)).join(mark))
    .join('\r\n')

const texts: Readonly<Record<string, () => string | Uint8Array>> = {
  'chats.jsonl': () => jsonl(chats),
  'array.json': () => JSON.stringify(rows),
  'pretty.json': () => JSON.stringify(chats, null, 2),
  'concatenated.json': () => rows.map((row) => JSON.stringify(row, null, 1)).join('\n'),
  'columns.json': () =>
    JSON.stringify({ prompt: rows.map(({ prompt }) => prompt), response: rows.map(({ response }) => response) }),
  'rows.csv': () => separated(','),
  'rows.tsv': () => separated('\t'),
  'rows.jsonl.gz': () => gzipSync(jsonl(rows)),
  'wide.jsonl': () => Buffer.from(`\uFEFF${jsonl(rows)}`, 'utf16le'),
  'stringified.jsonl': () => jsonl(chats.map((row) => ({ ...row, messages: JSON.stringify(row.messages) }))),
}
test.each(Object.keys(texts))('%s', async (name) => {
  expect(await found(put(name, texts[name]!()))).toEqual(expected)
})

test('rows of a program', async () => {
  expect(whatCounts(await scanRows(rows))).toEqual(expected)
})

test.each(['UNCOMPRESSED', 'GZIP', 'SNAPPY'])('parquetjs-lite, %s', async (compression) => {
  const path = join(folder, `parquetjs-${compression}.parquet`)
  const text = { type: 'UTF8', compression }
  const schema = new ParquetSchema({
    id: { type: 'INT64', compression },
    messages: { repeated: true, fields: { role: text, content: text } },
  })
  const writer = await ParquetWriter.openFile(schema, path, { rowGroupSize: 40 })
  for (const row of chats) await writer.appendRow(row)
  await writer.close()
  expect(await found(path)).toEqual(expected)
})

test.each(['UNCOMPRESSED', 'SNAPPY'] as const)('hyparquet-writer, %s', async (codec) => {
  const columnData = (['prompt', 'response'] as const).map((name) => ({ name, data: rows.map((row) => row[name]) }))
  const bytes = parquetWriteBuffer({ columnData, codec, rowGroupSize: 40 })
  expect(await found(put(`hyparquet-${codec}.parquet`, new Uint8Array(bytes)))).toEqual(expected)
})

const message = new Struct([new Field('role', new Utf8(), true), new Field('content', new Utf8(), true)])
const arrows = {
  messages: () => ({ messages: vectorFromArray(chats.map((row) => row.messages), new List(new Field('item', message, true))) }), // biome-ignore format: one column
  ...Object.fromEntries(
    Object.entries({ utf8: new Utf8(), large: new LargeUtf8(), view: new Utf8View() }).map(([name, type]) => [
      name,
      () => ({
        prompt: vectorFromArray(rows.map(({ prompt }) => prompt), type),
        response: vectorFromArray(rows.map(({ response }) => response), new Dictionary(new Utf8(), new Int32())),
      }), // biome-ignore format: two columns
    ]),
  ),
}
test.each([
  ['messages', 'stream'],
  ['messages', 'file'],
  ['utf8', 'file'],
  ['large', 'stream'],
  ['view', 'stream'],
])('apache-arrow, %s, as a %s', async (name, kind) => {
  const table = new Table(arrows[name as 'messages']() as never)
  const writer = kind === 'stream' ? new RecordBatchStreamWriter() : new RecordBatchFileWriter()
  for (const batch of table.batches) writer.write(batch)
  expect(await found(put(`${name}.${kind}.arrow`, writer.finish().toUint8Array(true)))).toEqual(expected)
})
