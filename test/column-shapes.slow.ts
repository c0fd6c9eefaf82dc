/** Rows of columns read from the bytes of their texts are the rows that the layouts read from objects. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Bool, type DataType, Dictionary, Field, Int32, LargeUtf8, List, RecordBatchStreamWriter, Struct, Table, Utf8, Utf8View, vectorFromArray } from 'apache-arrow' // biome-ignore format: one line
import fc from 'fast-check'
import type { SchemaElement } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { answerLexicon } from '../src/lexicons.ts'
import type { Shard } from '../src/model/shard.ts'
import { createObserver } from '../src/observe.ts'
import { type ReadHooks, readShard, type Tally } from '../src/read.ts'
import { parquetShards } from '../src/readers/parquet.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'suretrap-columns-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Records {
  readonly words: readonly number[]
  readonly tallies: readonly Tally[]
  readonly asValues: number // conversations that were read from objects
}

/** All words of all records, and the tallies, of one way of reading. */
async function read(shards: readonly Shard[], fast: boolean): Promise<Records> {
  const observer = createObserver(answerLexicon(), 1 << 14)
  let asValues = 0
  const tallies: Tally[] = []
  for (const [number, shard] of shards.entries()) {
    const conversation: ReadHooks['conversation'] = (turns, row) => {
      asValues++
      return observer.observe(turns, number, row)
    }
    const tally = await readShard(shard, number, {}, fast ? { observer, conversation } : { conversation })
    tallies.push({ ...tally, problem: tally.problem && { ...tally.problem, message: '' } })
  }
  return { words: observer.blocks.flatMap(({ words, used }) => [...words.subarray(0, used)]), tallies, asValues }
}

async function expectEqual(shards: readonly Shard[]): Promise<void> {
  const { asValues: _, ...fast } = await read(shards, true)
  const { asValues, ...slow } = await read(shards, false)
  expect(fast).toEqual(slow)
}

type Row = Readonly<Record<string, unknown>>

/** Columns by name: text, whole number, flag, or a list of structures of text (and a number, called weight). */
function schemaOf(columns: readonly string[]): SchemaElement[] {
  const text = (name: string): SchemaElement => ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }) // biome-ignore format: one line
  const leaf = (name: string): SchemaElement =>
    name === 'id' || name === 'weight'
      ? { name, type: 'INT32', repetition_type: 'OPTIONAL' }
      : name === 'liked'
        ? { name, type: 'BOOLEAN', repetition_type: 'OPTIONAL' }
        : text(name)
  const list = (name: string, fields: readonly string[]): SchemaElement[] => [
    { name, num_children: 1, repetition_type: 'OPTIONAL', converted_type: 'LIST' },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    { name: 'element', num_children: fields.length, repetition_type: 'OPTIONAL' },
    ...fields.map(leaf),
  ]
  const all = columns.flatMap((name) => (name in LISTS ? list(name, LISTS[name as keyof typeof LISTS]) : [leaf(name)]))
  return [{ name: 'root', num_children: columns.length }, ...all]
}

const LISTS = {
  messages: ['role', 'content'],
  conversations: ['from', 'value', 'weight'],
  chosen: ['role', 'content', 'name'],
  rejected: ['role', 'content', 'name'],
} as const

async function parquetOf(columns: readonly string[], rows: readonly Row[], groups: number): Promise<readonly Shard[]> {
  const path = join(folder, 'rows.parquet')
  const columnData = columns.map((name) => ({ name, data: rows.map((row) => row[name] ?? null) }))
  const bytes = parquetWriteBuffer({ schema: schemaOf(columns), columnData, rowGroupSize: groups, pageSize: 300 })
  writeFileSync(path, new Uint8Array(bytes))
  return parquetShards(path, 'rows.parquet', { rowGroupsPerShard: 2 })
}

const LAYOUTS: readonly (() => DataType)[] = [() => new Utf8(), () => new LargeUtf8(), () => new Utf8View(), () => new Dictionary(new Utf8(), new Int32())] // biome-ignore format: one line

/** The same as an Arrow stream, a record batch for every `groups` rows. */
function arrowOf(
  columns: readonly string[],
  rows: readonly Row[],
  groups: number,
  text: () => DataType,
): readonly Shard[] {
  const typeOf = (name: string): DataType =>
    name in LISTS
      ? new List(new Field('item', new Struct(LISTS[name as keyof typeof LISTS].map((field) => new Field(field, typeOf(field), true))), true)) // biome-ignore format: one line
      : name === 'id' || name === 'weight' ? new Int32() : name === 'liked' ? new Bool() : text() // biome-ignore format: one line
  const writer = new RecordBatchStreamWriter()
  for (let at = 0; at < rows.length; at += groups) {
    const part = rows.slice(at, at + groups)
    const vectors = columns.map((name) => [name, vectorFromArray(part.map((row) => row[name] ?? null), typeOf(name))]) // biome-ignore format: one line
    for (const batch of new Table(Object.fromEntries(vectors)).batches) writer.write(batch)
  }
  const path = join(folder, 'rows.arrow')
  writeFileSync(path, writer.finish().toUint8Array(true))
  const bytes = statSync(path).size
  return [{ file: 'rows.arrow', path, container: 'arrow-stream', codec: 'none', bytes, start: 0, end: bytes, whole: true }] // biome-ignore format: one line
}

const ODD = [
  '', ' ', '\u00a0', 'Sure', 'Question:', '### Response:', '<think>a</think>b', 'x</think> y', 'done</s>', '[INST] hi [/INST] yo', '[1, 2]',
  '{"a": 1}', "['a', 'b']", 'array([1])', '<noinput>', 'say it ->', 'a\n\n###', 'data:image/png;base64,AAAA', '\ud800', '😀', '中文：', 'tab\tq"uo\\te',
  'Human: hi\n\nAssistant: yo', '<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\nyo<|im_end|>', '\u2028x\u2028', '\ufeffx', 'x\u0000y', '\b', 'the model', '7', 'Qz0Zq7',
  '[{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]',
] // biome-ignore format: one list
const text = fc.oneof(
  { weight: 8, arbitrary: fc.lorem({ maxCount: 8 }) },
  { weight: 2, arbitrary: fc.constantFrom(...ODD) },
  { weight: 1, arbitrary: fc.tuple(fc.lorem({ maxCount: 3 }), fc.constantFrom(...ODD)).map((parts) => parts.join(' ')) }, // biome-ignore format: short
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
)
const cell = fc.option(text, { freq: 12 })
const role = fc.constantFrom('user', 'assistant', 'system', 'tool', 'human', 'gpt', 'function_call', 'nobody')
const number = fc.option(fc.integer({ min: 0, max: 1 }), { freq: 6 })
const message = fc.record({ role: fc.option(role, { freq: 20 }), content: cell, name: fc.constantFrom(null, 'ann', 'bob') }) // biome-ignore format: short
const said = fc.record({ from: fc.option(role, { freq: 20 }), value: cell, weight: number })
const dialogue = fc.tuple(text, text).map(([q, a]) => [{ role: 'user', content: q, from: 'human', value: q }, { role: 'assistant', content: a, from: 'gpt', value: a }]) // biome-ignore format: short
const listOf = (one: fc.Arbitrary<unknown>) =>
  fc.option(
    fc.oneof(
      { weight: 3, arbitrary: dialogue as fc.Arbitrary<unknown> },
      { weight: 2, arbitrary: fc.array(fc.option(one, { freq: 12 }), { maxLength: 4 }) },
    ),
    { freq: 12 },
  )
const CELLS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  messages: listOf(message),
  conversations: listOf(said),
  chosen: listOf(message),
  rejected: listOf(message),
  id: fc.option(fc.nat(99)),
  weight: number,
  liked: fc.option(fc.boolean()),
  source: fc.constantFrom('web', 'book', null),
}
const SETS = [
  ['messages'],
  ['messages', 'id', 'source', 'liked'],
  ['prompt', 'messages', 'source'],
  ['conversations', 'system', 'id'],
  ['instruction', 'input', 'output'],
  ['instruction', 'input', 'output', 'system', 'source', 'text'],
  ['prompt', 'response', 'id', 'weight'],
  ['prompt', 'completion', 'source', 'label'],
  ['question', 'answer', 'context', 'liked'],
  ['prompt', 'chosen', 'rejected'],
  ['chosen', 'rejected', 'source'],
  ['messages', 'prompt', 'completion', 'instruction', 'output'],
  ['messages', 'conversations'],
  ['text', 'label'],
] // biome-ignore format: one table
const sets = fc.constantFrom(...SETS).chain((columns) =>
  fc.record({
    columns: fc.constant(columns),
    rows: fc.array(fc.record(Object.fromEntries(columns.map((name) => [name, CELLS[name] ?? cell]))), { minLength: 6, maxLength: 40 }), // biome-ignore format: short
  }),
)

describe('rows read from their bytes are those that are read as objects, word for word', () => {
  test('of any rows of Parquet, however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(sets, fc.integer({ min: 3, max: 40 }), async ({ columns, rows }, groups) =>
        expectEqual(await parquetOf(columns, rows, groups)),
      ),
      { numRuns: 150 },
    )
  })

  test('of any rows of Arrow, in any layout of texts', async () => {
    const layout = fc.constantFrom(...LAYOUTS)
    await fc.assert(
      fc.asyncProperty(sets, fc.integer({ min: 3, max: 40 }), layout, async ({ columns, rows }, groups, text) =>
        expectEqual(arrowOf(columns, rows, text() instanceof Dictionary ? rows.length : groups, text)),
      ),
      { numRuns: 150 },
    )
  })

  test('of texts that are no UTF-8', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ prompt: `What is ${i}? ÄÖÜ`, response: `It is ${i}. ÄÖÜ` }))
    const shards = await parquetOf(['prompt', 'response'], rows, 30)
    const [{ path }] = shards
    const { readFileSync } = await import('node:fs')
    const bytes = readFileSync(path)
    for (let at = bytes.indexOf('Ä'), n = 0; at >= 0; at = bytes.indexOf('Ä', at + 2), n++)
      if (n % 3 === 0) bytes[at] = 0xff
    writeFileSync(path, bytes)
    expect(statSync(path).size).toBe(shards[0].bytes)
    await expectEqual(shards)
  })
})

describe('most rows are read from their bytes', () => {
  const turns = (i: number) => [
    { role: 'user', content: `what is ${i}?` },
    { role: 'assistant', content: `it is\n"${i}"` },
  ]

  test('of chats, whatever stands in columns that mean nothing', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ id: i, source: `web page ${i}`, messages: turns(i) }))
    const { asValues, tallies } = await read(await parquetOf(['id', 'source', 'messages'], rows, 60), true)
    expect(tallies.map(({ exchanges }) => exchanges)).toEqual([60])
    expect(asValues).toBe(1)
  })

  test('of chats in Arrow', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ id: i, messages: turns(i) }))
    const { asValues } = await read(
      arrowOf(['id', 'messages'], rows, 20, () => new Utf8()),
      true,
    )
    expect(asValues).toBe(1)
  })

  test('of pairs', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ instruction: `Say ${i}`, input: i % 2 ? `it ${i}` : '', output: `So: ${i}` })) // biome-ignore format: one line
    const { asValues } = await read(await parquetOf(['instruction', 'input', 'output'], rows, 60), true)
    expect(asValues).toBe(2)
  })
})

test('of rows that are asked for, and of no others, comes what the whole would give', async () => {
  const rows = Array.from({ length: 50 }, (_, i) => ({ prompt: `What is ${i}?`, response: `It is ${i}.` }))
  const only = new Set([0, 3, 17, 18, 41])
  const parquet = await parquetOf(['prompt', 'response'], rows, 50)
  const arrow = arrowOf(['prompt', 'response'], rows, 10, LAYOUTS[0])
  for (const [shard] of [parquet, arrow]) {
    const got = new Map<number, string>()
    const conversation: ReadHooks['conversation'] = ({ turns }, row) => got.set(row, turns[1].text).size
    await readShard(shard, 0, {}, { only, conversation })
    expect([...got]).toEqual([...only].map((row) => [row, `It is ${row}.`]))
  }
})
