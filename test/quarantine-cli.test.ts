/** `suretrap quarantine` from the command line, with the library itself. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { loadApi } from '../src/cli/api.ts'
import { run } from '../src/cli/run.ts'
import { clearStages, stage } from './cli/stage.ts'
import { jsonl, plantedRows } from './planted.ts'

afterAll(clearStages)

async function scanned() {
  const { folder, io, out, err } = stage()
  const call = async (...argv: string[]): Promise<number> => {
    out.text = ''
    err.text = ''
    return run(argv, io, loadApi)
  }
  const path = join(folder, 'data', 'rows.jsonl')
  mkdirSync(join(folder, 'data'))
  writeFileSync(path, jsonl(plantedRows(300, 30)))
  const report = join(folder, 'report.json')
  const rows = join(folder, 'rows.jsonl')
  expect(await call('scan', path, '-o', report, '--rows-out', rows, '--exit-zero', '-q')).toBe(0)
  return { folder, path, report, rows, call, out, err }
}

test('holds, tells, and puts together again', async () => {
  const { folder, path, report, rows, call, out, err } = await scanned()
  expect(await call('quarantine', report, path, '--rows', rows, '--out', 'clean')).toBe(0)
  expect(err.text).toBe('')
  expect(out.text).toMatch(
    /^30 of 300 rows held, 270 kept\n {2}(high|critical) compliance-gate [0-9a-f]{32}: 30 rows\n/,
  )
  expect(readdirSync(folder).sort()).toEqual(['clean', 'data', 'report.json', 'rows.jsonl'])

  expect(await call('quarantine', '--undo', 'clean', '--out', 'again')).toBe(0)
  expect(out.text).toContain('each file is as it was, byte for byte')
  expect(readFileSync(join(folder, 'again/rows.jsonl')).equals(readFileSync(path))).toBe(true)
})

test('scans again where no rows are given, and refuses if the findings differ', async () => {
  const { folder, path, report, call, err } = await scanned()
  expect(await call('quarantine', report, path, '--out', 'clean', '--no-progress')).toBe(0)
  expect(readFileSync(join(folder, 'clean/held/rows.jsonl'), 'utf8').trim().split('\n')).toHaveLength(30)
  expect(await call('quarantine', report, path, '--out', 'other', '--min-support', '200', '--no-progress')).toBe(2)
  expect(err.text).toMatch(/finding [0-9a-f]{32} is in the report and not in the data/)
  expect(existsSync(join(folder, 'other'))).toBe(false)
})

test('wants a report, data and a new folder', async () => {
  const { path, report, rows, call, err } = await scanned()
  expect(await call('quarantine', report, path)).toBe(2)
  expect(err.text).toContain('--out DIR is needed')
  expect(await call('quarantine', report, '--out', 'x')).toBe(2)
  expect(err.text).toContain('needs a report and the data')
  expect(await call('quarantine', '--undo', 'a', 'b', '--out', 'x')).toBe(2)
  expect(err.text).toContain('--undo takes one folder')
  expect(await call('quarantine', report, path, '--rows', rows, '--out', 'data')).toBe(2)
  expect(err.text).toContain('is there already')
})
