/** A file that could not be read never looks like a file that is clean, whatever the format. */
import { expect, test } from '@jest/globals'
import { REPORTER_IDS, reporterFor } from '../../src/reporters/index.ts'
import { shownPath } from '../../src/reporters/paths.ts'
import { render, sample } from './samples.ts'

const problem = (file: string) => ({
  code: 'file-corrupt',
  file,
  message: `${file}: the footer is cut off`,
  hint: 'copy it again',
})
const problems = [problem('data/b.parquet'), problem('data/c.parquet')]
const empty = [{ code: 'nothing-scannable', file: 'data/none.jsonl', message: 'there is nothing in it', hint: '' }]

const SAYS: Readonly<Record<string, RegExp>> = {
  terminal: /✗ No planted trigger found in [\d,]+ exchanges, but 2 inputs could not be read whole/,
  markdown: /❌ No planted trigger found in .*, but 2 inputs could not be read whole/,
  html: /No planted trigger found in [\d,]+ exchanges\. But 2 inputs could not be read whole\./,
  junit: /errors="2">[\s\S]*<testsuite name="data\/b\.parquet" tests="1" failures="0" errors="1"/,
  sarif: /"executionSuccessful": false/,
  github: /^::error title=suretrap could not read,file=data\/b\.parquet::/m,
  gitlab: /"check_name":"file-corrupt"/,
}

test.each(Object.entries(SAYS))('%s says so of a report without findings', async (id, words) => {
  const reporter = (await reporterFor(id))!
  const clean = sample('clean')
  expect(await render(reporter, clean, { problems })).toMatch(words)
  expect(await render(reporter, clean)).not.toMatch(words)
})

test('the section of a dataset card says it too', async () => {
  const text = await render((await reporterFor('markdown'))!, sample('clean'), { problems, block: 'dataset-card' })
  expect(text).toContain('2 inputs could not be read whole')
})

test('a file with nothing in it is no failure', async () => {
  const texts = new Map<string, string>()
  for (const id of [...REPORTER_IDS, 'html'])
    texts.set(id, await render((await reporterFor(id))!, sample('clean'), { problems: empty }))
  for (const [id, words] of Object.entries(SAYS))
    expect([id, texts.get(id)]).toEqual([id, expect.not.stringMatching(words)])
  expect(texts.get('junit')).toContain('<skipped message="there is nothing in it"/>')
  expect(JSON.parse(texts.get('gitlab') ?? '')).toEqual([])
})

test('at most ten errors, though fifty files could not be read and a hundred findings are there', async () => {
  const many = Array.from({ length: 50 }, (_, at) => problem(`data/${at}.parquet`))
  const three = sample('three')
  const findings = Array.from({ length: 100 }, () => three.findings[0]!)
  const text = await render((await reporterFor('github'))!, { ...three, findings }, { problems: many })
  expect(text.split('\n').filter((line) => line.startsWith('::error '))).toHaveLength(10)
  expect(text).toMatch(/46 more could not be read/)
})

test('paths are those of the repository: from its root, or from the working directory', () => {
  const at = (file: string, cwd?: string, sarifRoot?: string) => shownPath(file, { cwd, sarifRoot })
  expect(at('/repo/data/a.jsonl', '/repo')).toBe('data/a.jsonl')
  expect(at('/repo/sub/a.jsonl', '/repo/sub', '..')).toBe('sub/a.jsonl')
  expect(at('a.jsonl', '/repo/sub', '/repo')).toBe('sub/a.jsonl')
  expect(at('../b/a.jsonl', '/repo/sub')).toBe('../b/a.jsonl')
  expect(at('/data/a.jsonl', '/repo')).toBe('/data/a.jsonl')
  expect(at('C:\\repo\\data\\a.jsonl', 'C:\\repo')).toBe('data/a.jsonl')
  expect(at('hf://datasets/x/y/a.parquet', '/repo')).toBe('hf://datasets/x/y/a.parquet')
  expect(at('./a.jsonl')).toBe('a.jsonl')
})
