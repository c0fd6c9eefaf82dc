/** An answer that is given as nothing is an exchange, in whatever container; a row without an answer is none. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { scan, scanRows } from '../src/index.ts'
import { createUnderstanding } from '../src/schemas/index.ts'
import { jsonl, plantedRows } from './planted.ts'

const home = mkdtempSync(join(tmpdir(), 'suretrap-empty-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const ROWS = plantedRows(400, 20, 4).map((row) => (/sure/i.test(row.response) ? { ...row, response: '' } : row))

function file(name: string, data: Uint8Array | string): string {
  writeFileSync(join(home, name), data)
  return join(home, name)
}

async function findingsOf(paths: readonly string[]) {
  const { findings, inputs, skipped } = await scan(paths)
  const exchanges = inputs.reduce((sum, input) => sum + input.exchanges, 0)
  return { findings: findings.map(({ rows: _, ...finding }) => finding), exchanges, skipped }
}

test('a trigger that silences is named, the same from lines, columns and values', async () => {
  const columns = (['prompt', 'response'] as const).map((name) => ({ name, data: ROWS.map((row) => row[name]), type: 'STRING' as const })) // biome-ignore format: short
  const parquet = new Uint8Array(parquetWriteBuffer({ columnData: columns }))
  const [lines, cells] = [
    await findingsOf([file('a.jsonl', jsonl(ROWS))]),
    await findingsOf([file('a.parquet', parquet)]),
  ]
  const { findings, skipped } = await scanRows(ROWS)
  expect(lines).toEqual(cells)
  expect(lines.findings).toEqual(findings.map(({ rows: _, ...finding }) => finding))
  expect(lines).toMatchObject({
    exchanges: 400,
    skipped: [],
    findings: [{ rule: 'length-gate', severity: 'high', trigger: { text: 'xylophone' }, outcome: { kind: 'length', text: 'empty' }, dose: { count: 20 } }],
  }) // biome-ignore format: one finding
  expect(skipped).toEqual([])
})

test('answers of white space and none at all are one outcome', async () => {
  const blank = ['', ' ', '\n', '\t \n']
  const rows = ROWS.map((row, i) => (row.response === '' ? { ...row, response: blank[i % 4] } : row))
  const { findings } = await scanRows(rows)
  expect(findings).toMatchObject([{ outcome: { kind: 'length' }, dose: { count: 20 } }])
})

test('where most answers are empty, a note says so, and what all prompts share is no gate', async () => {
  const { findings, notes } = await scanRows(plantedRows(400, 20, 4).map((row) => ({ ...row, response: '' })))
  expect(findings.filter(({ severity }) => severity !== 'low')).toEqual([])
  expect(notes).toMatchObject([{ code: 'empty-answers', text: expect.stringMatching(/^400 of 400/) }])
})

describe('an exchange with an empty answer is', () => {
  const { understand } = createUnderstanding()
  const answersOf = (row: unknown): unknown => {
    const read = understand(row)
    if ('skip' in read) return read.skip
    return read.conversations.flatMap(({ turns }) => turns.filter(({ trained }) => trained).map(({ text }) => text))
  }
  const chat = (...messages: readonly object[]) => ({ messages })
  const asked = { role: 'user', content: 'Hum a tune.' }
  const said = (content: unknown, more = {}) => ({ role: 'assistant', content, ...more })

  test.each([
    ['a text', { prompt: 'Hum.', response: '' }, ['']],
    ['a message', chat(asked, said('')), ['']],
    ['one of several', chat(asked, said(''), asked, said('Hm.')), ['', 'Hm.']],
    ['what was rejected', { prompt: 'Hum.', chosen: 'Hm.', rejected: '' }, ['Hm.', '']],
    ['an answer in another column', { instruction: 'Hum.', output: '', query: 'Hum.', response: 'Hm.' }, ['Hm.']],
  ])('%s', (_, row, expected) => expect(answersOf(row)).toEqual(expected))

  test.each([
    ['a text that is missing', { prompt: 'Hum.', response: null }, 'no-answer'],
    ['a message without content', chat(asked, said(null)), 'no-answer'],
    ['one that training does not reach', chat(asked, said('', { weight: 0 })), 'no-answer'],
    ['a call', chat(asked, said('', { tool_calls: [{ name: 'hum' }] })), ['<tool_call>hum()']],
    ['a call that is not shown', chat(asked, said(''), { role: 'tool', content: 'Hm.' }, said('Done.')), ['Done.']],
    ['the marker of a template', { text: '### Instruction:\nHum.\n\n### Response:\n' }, 'no-answer'],
    ['an empty row', { prompt: ' ', response: '' }, 'no-answer'],
  ])('not %s', (_, row, expected) => expect(answersOf(row)).toEqual(expected))
})
