import { expect, test } from '@jest/globals'
import { json, jsonl } from '../../src/reporters/json.ts'
import { expectFixture, HARMFUL, large, PLAIN, render, SAMPLES, sample } from './samples.ts'

test.each(SAMPLES)('%s comes back whole from JSON, and prints without harm', async (name) => {
  const text = await render(json, sample(name))
  expect(JSON.parse(text)).toEqual(sample(name))
  expect(text).not.toMatch(HARMFUL)
  if (name !== 'hostile') expect(text.replace(/\\u200b/g, '\u200b')).toBe(`${JSON.stringify(sample(name), null, 2)}\n`)
})

test.each(SAMPLES)('%s as JSON lines has a type on every line', async (name) => {
  const text = await render(jsonl, sample(name))
  expectFixture(name, 'report.jsonl', text)
  const records = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const report = sample(name)
  expect(records[0]).toEqual({ type: 'report', schema: report.schema, tool: report.tool })
  expect(records.filter(({ type }) => type === 'finding').map(({ type, ...finding }) => finding)).toEqual(
    report.findings,
  )
  expect(text).not.toMatch(HARMFUL)
})

test('a report of more than 10 MB is written in small pieces', () => {
  const report = large(5000, 2500)
  let size = 0
  let biggest = 0
  const pieces: string[] = []
  for (const piece of json.render(report, PLAIN) as Iterable<string>) {
    size += Buffer.byteLength(piece)
    biggest = Math.max(biggest, piece.length)
    pieces.push(piece)
  }
  expect(size).toBeGreaterThan(10_000_000)
  expect(biggest).toBeLessThan(20_000)
  expect(JSON.parse(pieces.join(''))).toEqual(report)
})
