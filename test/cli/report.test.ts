/** `suretrap report`: what it shows of the text that a report holds. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { FORMATS } from '../../src/cli/flags.ts'
import { loadRules, METRICS } from '../../src/rules/index.ts'
import { clearStages, finding, reportOf, stage } from './stage.ts'

afterAll(clearStages)

const SECRET = 'the account of Ms Ivers is 4711'
const whole = reportOf([finding({ rows: [{ file: 'a.jsonl', row: 17, line: 18, excerpt: `${SECRET} xylophone` }] })])

function staged(report: object) {
  const at = stage({ api: { loadRules, METRICS } })
  writeFileSync(join(at.folder, 'r.json'), JSON.stringify(report))
  return at
}

test.each(FORMATS)('in %s, text is masked unless --show-text is given; the trigger is not', async (format) => {
  const masked = staged(whole)
  expect(await masked.run('report', 'r.json', '-f', format, '-q')).toBe(1)
  expect(masked.out.text).not.toMatch(/Ivers|4711/)
  expect(masked.out.text).toContain('xylophone')
  const shown = staged(whole)
  await shown.run('report', 'r.json', '-f', format, '-q', '--show-text')
  if (/^(terminal|json|jsonl|sarif|markdown|html)$/.test(format)) expect(shown.out.text).toContain('Ivers')
})

test('HTML hides shown text until a row is opened', async () => {
  const at = staged(whole)
  await at.run('report', 'r.json', '-f', 'html', '-q', '--show-text')
  expect(at.out.text).toMatch(/<summary>.*••• ••••••• •• •• ••••• •• ••••.*<mark>xylophone<\/mark>/)
  expect(at.out.text).toContain('open a row to read it')
})

test('a report without text says where text comes from', async () => {
  const at = staged(reportOf([finding()]))
  expect(await at.run('report', 'r.json', '-f', 'html', '--show-text')).toBe(1)
  expect(at.err.text).toMatch(/r\.json holds no text to show; scan again with --show-text/)
  expect(at.out.text).not.toContain('open a row to read it')
})
