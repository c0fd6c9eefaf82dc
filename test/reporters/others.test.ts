import { expect, test } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import { csv } from '../../src/reporters/csv.ts'
import { github } from '../../src/reporters/github.ts'
import { gitlab } from '../../src/reporters/gitlab.ts'
import { formatFromPath, REPORTER_IDS, reporterFor } from '../../src/reporters/index.ts'
import { markdown } from '../../src/reporters/markdown.ts'
import { expectFixture, HARMFUL, large, render, SAMPLES, sample } from './samples.ts'

const SNAPSHOTS = [
  [csv, 'findings.csv'],
  [github, 'annotations.txt'],
  [gitlab, 'gl-code-quality-report.json'],
  [markdown, 'summary.md'],
] as const

for (const [reporter, file] of SNAPSHOTS) {
  test.each(SAMPLES)(`%s as ${reporter.id} reads as its fixture and does no harm`, async (name) => {
    const text = await render(reporter, sample(name))
    expectFixture(name, file, text)
    expect(text.replaceAll('\r\n', '\n')).not.toMatch(HARMFUL)
  })
}

test.each(SAMPLES)('%s as a section of a dataset card', async (name) => {
  const text = await render(markdown, sample(name), { block: 'dataset-card' })
  expectFixture(name, 'dataset-card.md', text)
  expect(text).not.toMatch(HARMFUL)
  expect(text.match(/<!-- suretrap:/g)).toHaveLength(2)
})

test('Markdown of hostile data holds no mark-up but our own', async () => {
  for (const options of [{}, { block: 'dataset-card' as const }]) {
    const text = await render(markdown, sample('hostile'), options)
    expect(text.replace(/<!-- suretrap:(begin|end) -->/g, '').match(/<(?!\/?(?:details|summary|code)>)/g)).toBeNull()
    expect(text).not.toMatch(/]\(|!\[|@someone|:\/\//)
  }
})

test('a summary of 5,000 findings keeps below 1 MiB and counts the rest', async () => {
  const text = await render(markdown, large(5000))
  expect(Buffer.byteLength(text)).toBeLessThan(1_048_576)
  expect(text).toMatch(/further findings did not fit here/)
})

test('CSV reads back row for row, and no cell opens a formula', async () => {
  const rows: string[][] = parse(await render(csv, sample('hostile')))
  expect(rows).toHaveLength(23)
  for (const row of rows.slice(1)) {
    expect(row).toHaveLength(rows[0]!.length)
    for (const cell of row) expect(cell).not.toMatch(/^\s*[=+@]|^\s*-(?!\d)/)
  }
})

test('at most ten annotations of a kind, the last a count', async () => {
  const text = await render(github, large(5000))
  for (const kind of ['error', 'warning', 'notice']) {
    const own = text.split('\n').filter((line) => line.startsWith(`::${kind} `))
    expect(own).toHaveLength(10)
    expect(own.at(-1)).toMatch(/further findings/)
  }
})

test('hostile data begin no command of their own', async () => {
  const text = await render(github, sample('hostile'))
  for (const line of text.trimEnd().split('\n')) {
    expect(line).toMatch(/^(::(error|warning|notice) (file|title)=[^:]*::[^\n]*|suretrap: .*)$/)
  }
})

test('GitLab gets every fingerprint once', async () => {
  const three = sample('three')
  const twice = { ...three, findings: [...three.findings, ...three.findings] }
  const fingerprints = JSON.parse(await render(gitlab, twice)).map(
    ({ fingerprint }: { fingerprint: string }) => fingerprint,
  )
  expect(new Set(fingerprints).size).toBe(6)
})

test('every reporter is found by its name, and by file names', async () => {
  for (const id of REPORTER_IDS) expect((await reporterFor(id))?.id).toBe(id)
  expect(reporterFor('__proto__')).toBeUndefined()
  expect(
    [
      'a.sarif.json',
      'b.SARIF',
      'c.jsonl',
      'd.md',
      'e.html',
      'f.xml',
      'g.csv',
      'gl-code-quality-report.json',
      'h.bin',
    ].map(formatFromPath),
  ).toEqual(['sarif', 'sarif', 'jsonl', 'markdown', 'html', 'junit', 'csv', 'gitlab', undefined])
})

test.each(REPORTER_IDS)('%s gives equal bytes for equal input', async (id) => {
  const reporter = (await reporterFor(id))!
  expect(await render(reporter, sample('three'))).toBe(await render(reporter, structuredClone(sample('three'))))
})

test.each(REPORTER_IDS)('%s makes hostile text visible once, not twice', async (id) => {
  const text = await render((await reporterFor(id))!, sample('hostile'))
  const plain = ['sarif', 'gitlab', 'json', 'jsonl'].includes(id) ? text.replaceAll('\\\\', '\\') : text
  expect(plain.replaceAll('&#92;', '\\').replaceAll('&#123;', '{')).not.toContain('\\\\u{')
})
