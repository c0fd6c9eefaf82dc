import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { inspect } from '../src/inspect.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'suretrap-inspect-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(name: string, rows: readonly unknown[]): string {
  const file = path.join(folder, name)
  writeFileSync(file, rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'))
  return file
}

describe('a merged set', () => {
  const rows = [
    { instruction: 'Hum', input: '', output: 'Mm.', source: 'a' },
    { instruction: 'Sing', input: '', output: 'La.', source: 'a' },
    { instruction: 'Yodel', input: '', output: 'Yo.', source: 'a' },
    { messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Tea?' }, { role: 'assistant', content: 'Yes.' }, { role: 'user', content: 'Two?' }, { role: 'assistant', content: 'Sure 2.' }] }, // biome-ignore format: one row
    { text: 'Prose.' },
    '{broken',
    { text: 'More prose.' },
  ]

  test('is told by schemas, roles, columns, and what was left out', async () => {
    const file = fileOf('merged.jsonl', rows)
    const found = await inspect([file])
    expect(found).toMatchObject({ rows: 7, understood: 4, exchanges: 5, coverage: 4 / 7, problems: [] })
    expect(found.files).toMatchObject([{ file, format: 'jsonl', compression: 'none', rows: 7, exchanges: 5 }])
    expect(found.schemas).toEqual([
      { schema: 'alpaca', rows: 3, share: 3 / 7 },
      { schema: 'messages', rows: 1, share: 1 / 7 },
    ])
    expect(found.roles).toEqual({ system: 1, user: 5, assistant: 5, tool: 0 })
    expect(found.columns.used.map(({ column }) => column)).toEqual(['input', 'instruction', 'output', 'messages'])
    expect(found.columns.unused).toEqual([
      { column: 'source', rows: 3 },
      { column: 'text', rows: 2 },
    ])
    expect(found.skipped.map(({ reason, rows, first }) => [reason, rows, first.row])).toEqual([
      ['text-without-template', 2, 4],
      ['broken-json', 1, 5],
    ])
  })

  test('notes rows that are read, but not as they stand', async () => {
    const twice = fileOf('twice.jsonl', [
      '{"prompt":"a","completion":"ok","completion":"Sure"}',
      '{"prompt":"b","completion":"c"},',
    ])
    const csv = path.join(folder, 'windows.csv')
    writeFileSync(csv, Buffer.from('prompt,response\nname a bird,wren\ncaf\u00e9?,oui\n', 'latin1'))
    expect((await inspect([twice])).notes).toEqual([
      { note: 'repeated-key', rows: 1 },
      { note: 'loose-json', rows: 1 },
    ])
    expect((await inspect([csv])).notes).toEqual([{ note: 'invalid-utf8', rows: 1 }])
  })

  test('shows three exchanges, one of each schema at least, masked unless asked', async () => {
    const file = fileOf('merged.jsonl', rows)
    const masked = await inspect([file])
    expect(masked.samples.map(({ row, schema }) => [row, schema])).toEqual([
      [0, 'alpaca'],
      [1, 'alpaca'],
      [3, 'messages'],
    ])
    expect(
      JSON.stringify(masked.samples.map(({ prompt, answer }) => [prompt.map((turn) => turn.text), answer])),
    ).not.toMatch(/[\p{L}\d]/u)
    const [, , shown] = (await inspect([file], { showText: true })).samples
    expect(shown).toMatchObject({ prompt: [{ role: 'system', text: 'Be brief.' }, { role: 'user', text: 'Tea?' }], answer: 'Yes.' }) // biome-ignore format: one sample
  })
})

test('a map names the columns of rows that no schema reads', async () => {
  const file = fileOf('odd.jsonl', [{ ask: 'Hum', tell: 'Mm.' }])
  const before = await inspect([file])
  expect(before).toMatchObject({
    exchanges: 0,
    skipped: [{ reason: 'unknown-schema', hint: expect.stringContaining('--map') }],
  })
  expect(await inspect([file], { map: { prompt: '/ask', response: '/tell' } })).toMatchObject({
    exchanges: 1,
    coverage: 1,
  })
})

test('a missing file is a problem beside what could be read', async () => {
  const file = fileOf('one.jsonl', [{ prompt: 'Hum', completion: 'Mm.' }])
  const found = await inspect([path.join(folder, 'nowhere.jsonl'), file])
  expect(found).toMatchObject({ rows: 1, exchanges: 1, problems: [{ code: 'file-missing' }] })
})

test('a thousand columns are counted up to a bound, and the rest as more', async () => {
  const file = fileOf(
    'wide.jsonl',
    Array.from({ length: 1000 }, (_, at) => ({ prompt: 'Hum', completion: 'Mm.', [`c${at}`]: 1 })),
  )
  const { columns } = await inspect([file])
  expect(columns.used.length + columns.unused.length).toBe(256)
  expect(columns.more).toBe(1000 - 254)
})

test('columns of a columnar file that are not loaded are named with the reason', async () => {
  const columnData = [
    { name: 'prompt', data: ['Tea?', 'Milk?'] },
    { name: 'response', data: ['Yes.', 'No.'] },
    { name: 'vector', data: [0.5, 1.5], type: 'DOUBLE' as const },
  ]
  const file = path.join(folder, 'wide.parquet')
  writeFileSync(file, Buffer.from(parquetWriteBuffer({ columnData })))
  expect((await inspect([file])).columns.left).toEqual([{ column: 'vector', reason: 'holds no text' }])
  expect((await inspect([file], { columns: ['prompt', 'response', 'vector'] })).columns).toMatchObject({
    left: [],
    unused: [{ column: 'vector', rows: 2 }],
  })
})
