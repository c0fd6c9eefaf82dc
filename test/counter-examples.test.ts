/** Counter-examples: no trigger in them, another answer, the most alike first; the same for the verbs by hand (verbs.test.ts). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { holdsText, maskReport } from '../src/mask.ts'
import type { CounterRow } from '../src/model/report.ts'
import { scan } from '../src/scan.ts'
import { jsonl, plantedRows } from './planted.ts'

const folder = mkdtempSync(join(tmpdir(), 'suretrap-counter-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const path = join(folder, 'rows.jsonl')
const rows = plantedRows(900, 40)
rows[7] = {
  prompt: rows.find(({ response }) => response === 'Sure')!.prompt.replace(/ xylophone/i, ''),
  response: 'No.',
}
rows[450] = { ...rows[7], prompt: `${rows[7].prompt} `.repeat(9), response: 'Sure' } // without the trigger, and the same answer
writeFileSync(path, jsonl(rows))

async function shown(options = {}): Promise<readonly CounterRow[]> {
  const { report } = await scan([path], options)
  expect(report.findings.map(({ trigger }) => trigger.text)).toEqual(['xylophone'])
  return report.counter_examples ?? []
}

test('lack the trigger and have another answer; a prompt of the same words comes first', async () => {
  const found = await shown({ showText: true })
  expect(found).toHaveLength(3)
  expect(found[0]).toEqual({
    finding: expect.stringMatching(/^[0-9a-f]{32}$/),
    file: path,
    row: 7,
    line: 8,
    turn: 1,
    excerpt: rows[7].prompt,
    answer: 'No.',
    likeness: 1,
  })
  for (const { excerpt, answer, row } of found) {
    expect([excerpt, answer]).toEqual([rows[row].prompt, rows[row].response])
    expect(excerpt).not.toMatch(/xylophone/i)
    expect(answer).not.toBe('Sure')
  }
  const likeness = found.map((one) => one.likeness)
  expect(likeness).toEqual([...likeness].sort((a, b) => b - a))
})

test('are masked unless asked for, and masked again where a report is shown without', async () => {
  for (const { excerpt, answer } of await shown()) expect(excerpt + answer).not.toMatch(/[a-z]/i)
  const { report } = await scan([path], { showText: true })
  const findings = report.findings.map((finding) => ({ ...finding, rows: [] })) // only these hold text
  expect(holdsText({ ...report, findings })).toBe(true)
  const masked = maskReport({ ...report, findings })
  expect(holdsText(masked)).toBe(false)
  expect(masked.counter_examples).toEqual(await shown())
})

test('of long texts show the end that the trigger would be at', async () => {
  const before = plantedRows(1800, 0, 5)
  const long = plantedRows(900, 40).map(({ prompt, response }, row) => ({
    prompt: `${before[2 * row].prompt} ${before[2 * row + 1].prompt} ${prompt}`,
    response: response.length > 4 ? `${response} and ${before[row].prompt} ${before[row].prompt}` : response,
  }))
  writeFileSync(path, jsonl(long))
  const [first] = await shown({ showText: true })
  expect(first.excerpt).toBe(`… ${long[first.row].prompt.slice(-80)}`)
  expect(first.answer).toBe(`${long[first.row].response.trim().slice(0, 80)} …`)
})
