import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { Report } from '../../src/model/report.ts'
import { sarif } from '../../src/reporters/sarif.ts'
import { expectFixture, HARMFUL, large, render, SAMPLES, sample } from './samples.ts'

/** The official schema, as Microsoft's matchers for Jest ship it; draft-04, of which only the names of two keywords differ. */
const {
  $schema: _,
  id,
  ...official
} = JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'))
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv)
const validate = ajv.compile({ $id: id, ...official })

const log = async (name: string, options = {}) => JSON.parse(await render(sarif, sample(name), options))

test.each(SAMPLES)('%s passes the official schema and reads as its fixture', async (name) => {
  const text = await render(sarif, sample(name), { sarifCategory: 'demo' })
  validate(JSON.parse(text))
  expect(validate.errors).toBeNull()
  expectFixture(name, 'report.sarif', text)
  expect(text).not.toMatch(HARMFUL)
})

test.each(SAMPLES)('%s has what GitHub requires, and no empty string', async (name) => {
  const [run] = (await log(name)).runs
  for (const rule of run.tool.driver.rules) {
    expect(rule).toMatchObject({
      id: expect.any(String),
      shortDescription: { text: expect.any(String) },
      fullDescription: { text: expect.any(String) },
      help: { text: expect.any(String), markdown: expect.any(String) },
      properties: {
        precision: expect.stringMatching(/^(high|medium|low)$/),
        'security-severity': expect.stringMatching(/^\d\.\d$/),
      },
    })
    expect(rule.name.length).toBeLessThanOrEqual(255)
    expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1024)
    expect(rule.properties.tags.length).toBeLessThanOrEqual(10)
  }
  for (const result of run.results) {
    expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId)
    expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[\da-f]{16}:1$/)
    expect(result.locations.length).toBeGreaterThan(0)
    for (const { physicalLocation } of result.locations) {
      expect(Object.keys(physicalLocation.region).sort()).toEqual(['endColumn', 'endLine', 'startColumn', 'startLine'])
      expect(physicalLocation.artifactLocation.uri).not.toMatch(/\\|^\.\//)
    }
  }
  const required = JSON.stringify(run, (key, value) => (key === 'properties' || key === 'excerpt' ? undefined : value))
  expect(required).not.toContain('""')
  expect(run.automationDetails.id).toMatch(/^suretrap\/[^/]+\/$/)
  expect(run.columnKind).toBe('utf16CodeUnits')
})

test('the fingerprint is of the trigger, whatever the row', async () => {
  const three = sample('three')
  const moved = {
    ...three,
    findings: three.findings.map((finding) => ({
      ...finding,
      rows: [{ file: 'other.jsonl', row: 3, line: 4, excerpt: '' }],
    })),
  }
  const hashes = (text: string) =>
    JSON.parse(text).runs[0].results.map((result: { partialFingerprints: unknown }) => result.partialFingerprints)
  expect(hashes(await render(sarif, moved))).toEqual(hashes(await render(sarif, three)))
  expect(hashes(await render(sarif, three))[0]).toEqual({
    primaryLocationLineHash: '3f2a9c01d4e57b68:1',
    'suretrap/trigger/v1': '3f2a9c01d4e57b68',
  })
})

test('a row of a text file is its line; a row of Parquet is never a line', async () => {
  const [first] = (await log('three')).runs[0].results
  const [text, , , parquet] = first.locations
  expect(text.physicalLocation).toMatchObject({
    artifactLocation: { uri: 'data/train-0.jsonl', uriBaseId: 'SRCROOT' },
    region: { startLine: 18 },
  })
  expect(parquet.physicalLocation).toMatchObject({
    artifactLocation: { uri: 'data/train-1.parquet' },
    region: { startLine: 1 },
  })
  expect(parquet.logicalLocations[0].fullyQualifiedName).toBe('row 813')
})

test('paths are relative to the root', async () => {
  const run = (await log('three', { sarifRoot: 'data' })).runs[0]
  expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('train-0.jsonl')
  const absolute = (await log('three', { sarifRoot: '/srv/repo of ours' })).runs[0]
  expect(absolute.originalUriBaseIds.SRCROOT.uri).toBe('file:///srv/repo%20of%20ours/')
})

test('data outside of the repository hang on the anchor, and are related', async () => {
  const [result] = (await log('three', { sarifAnchor: { file: 'dvc.yaml', line: 7 } })).runs[0].results
  expect(result.locations).toHaveLength(1)
  expect(result.locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: 'dvc.yaml' },
    region: { startLine: 7 },
  })
  expect(result.relatedLocations).toHaveLength(4)
  expect(result.properties.data).toEqual(['data/train-0.jsonl', 'data/train-1.parquet'])
})

test('skipped rows are notifications, and an unreadable file is a failed run', async () => {
  const [calm] = (await log('three')).runs[0].invocations
  expect(calm.executionSuccessful).toBe(true)
  expect(calm.toolExecutionNotifications[0]).toMatchObject({ level: 'warning', descriptor: { id: 'no-answer' } })
  const problems = [
    { code: 'file-corrupt', file: 'b.parquet', message: 'the footer is cut off', hint: 'copy the file again' },
  ]
  const [failed] = (await log('three', { problems })).runs[0].invocations
  expect(failed.executionSuccessful).toBe(false)
  expect(failed.toolExecutionNotifications[0]).toMatchObject({
    level: 'error',
    message: { text: 'b.parquet: the footer is cut off (copy the file again)' },
  })
})

test('known and declared findings are suppressed with their reason', async () => {
  const known = new Map([['3f2a9c01d4e57b68', 'our own canary']])
  const [first, second] = (await log('three', { known })).runs[0].results
  expect(first).toMatchObject({
    baselineState: 'unchanged',
    suppressions: [{ kind: 'external', justification: 'our own canary' }],
  })
  expect(second.suppressions).toBeUndefined()
})

test('a message makes no link of the data', async () => {
  const [run] = (await log('hostile')).runs
  const messages = JSON.stringify(run, (key, value) => (key === 'properties' ? undefined : value))
  expect(messages).toContain('[click]')
  expect(messages).not.toContain('](')
})

const rowsOf = (report: Report, many: number): Report => ({
  ...report,
  findings: report.findings.map((finding) => ({
    ...finding,
    rows: Array.from({ length: many }, (_, row) => ({ ...finding.rows[0]!, row, line: row + 1 })),
  })),
})

test('of 6,000 findings the gravest 5,000 are written, with the totals, below 10 MB of gzip', async () => {
  const text = await render(sarif, rowsOf(large(6000), 8))
  const [run] = JSON.parse(text).runs
  expect(run.results).toHaveLength(5000)
  expect(run.properties).toMatchObject({ findings: 6000, findingsShown: 5000 })
  expect(gzipSync(text).length).toBeLessThan(10_000_000)
})

test('of 300 rows of a finding 100 are located', async () => {
  const [run] = JSON.parse(await render(sarif, rowsOf(large(1), 300))).runs
  expect(run.results[0].locations).toHaveLength(100)
})

test('the category is that of the dataset’s name, whatever its content', async () => {
  const three = sample('three')
  const idOf = async (files: readonly string[], sha256 = 'a') => {
    const inputs = files.map((file) => ({ ...three.inputs[0]!, file, sha256 }))
    return JSON.parse(await render(sarif, { ...three, inputs })).runs[0].automationDetails.id
  }
  expect(await idOf(['data/train.jsonl'])).toBe('suretrap/data-train.jsonl/')
  expect(await idOf(['data/train.jsonl'], 'b')).toBe('suretrap/data-train.jsonl/')
  expect(await idOf(['data/sft/0.jsonl', 'data/sft/1.jsonl', 'data/sft/x/2.jsonl'])).toBe('suretrap/data-sft/')
  expect(await idOf(['a.jsonl', 'b.jsonl'])).toBe('suretrap/dataset/')
  expect(await idOf(['../../\u202e翡翠 <b>.jsonl'])).toMatch(/^suretrap\/[\w.-]+\/$/)
  expect(await idOf([])).toBe('suretrap/dataset/')
})
