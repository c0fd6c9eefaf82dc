/**
 * Input that is broken or not there: one clear line for each, the exit code that is promised, and the others still scanned.
 *
 * Each is given to the command line alone and beside a good file; what only a process of its own shows is in spawn.slow.ts.
 */
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadApi } from '../src/cli/api.ts'
import { run } from '../src/cli/run.ts'
import type { Report } from '../src/model/report.ts'
import { clearStages, stage } from './cli/stage.ts'

const ROOT = join(__dirname, '..')
const GOOD = join(ROOT, 'fixtures', 'demo', 'planted', 'messages.jsonl')
const folder = mkdtempSync(join(tmpdir(), 'suretrap-bad-'))
const at = (name: string): string => join(folder, name)

const home = process.cwd()
beforeAll(() => {
  process.chdir(folder)
  const good = readFileSync(GOOD)
  const lines = good.toString('utf8').split('\n')
  copyFileSync(GOOD, at('good.jsonl'))
  writeFileSync(at('empty.jsonl'), '')
  const packed = gzipSync(good)
  writeFileSync(at('cut.jsonl.gz'), packed.subarray(0, packed.length >> 1))
  writeFileSync(at('broken.jsonl'), [...lines.slice(0, 5), '{"messages": [', ...lines.slice(5)].join('\n'))
  writeFileSync(at('footer.parquet'), Buffer.from('PAR1-no-pages-\xff\xff\xff\x7fPAR1', 'latin1'))
  mkdirSync(at('nothing'))
  writeFileSync(at('nothing/song.mp3'), 'ID3')
})
afterAll(() => {
  process.chdir(home)
  clearStages()
  rmSync(folder, { recursive: true, force: true })
})

interface Ended {
  readonly code: number
  readonly said: readonly string[]
  readonly report: Report
}

async function scan(...files: string[]): Promise<Ended> {
  const { io, out, err } = stage({ io: { cwd: folder, env: { NO_COLOR: '1', CI: '1' } } })
  const code = await run(['scan', ...files, '-f', 'json'], io, loadApi)
  return { code, said: err.text.split('\n').filter((line) => line !== ''), report: JSON.parse(out.text) }
}

const triggers = ({ findings }: Report) => findings.map(({ trigger }) => trigger.text)

describe('one line says what is wrong, and the file beside it is scanned all the same', () => {
  test.each([
    ['missing.jsonl', 2, 2, /missing\.jsonl: no such file/],
    ['empty.jsonl', 3, 1, /empty\.jsonl is empty/],
    ['cut.jsonl.gz', 2, 2, /cut\.jsonl\.gz: the gzip data are damaged or cut short/],
    ['footer.parquet', 2, 2, /footer\.parquet: .*footer/],
    ['nothing', 3, 1, /nothing: no data files/],
  ] as const)('%s ends with %i, and with %i beside a planted set', async (name, alone, beside, line) => {
    const first = await scan(name)
    expect(first.said).toEqual([expect.stringMatching(line)])
    expect(first.code).toBe(alone)
    const second = await scan(name, 'good.jsonl')
    expect(second.said).toEqual([expect.stringMatching(line)])
    expect(second.code).toBe(beside)
    expect(second.report.inputs.find(({ file }) => file === 'good.jsonl')?.rows).toBe(400)
    expect(triggers(second.report)).toContain('xylophone')
  })
})

test('a broken line among good ones is a skip, counted with its first place; the others are read', async () => {
  const { code, report, said } = await scan('broken.jsonl')
  expect(said).toContain('suretrap: broken.jsonl: 1 row skipped, no JSON; the first is row 6')
  expect(report.skipped).toEqual([{ reason: 'broken-json', rows: 1, first: { file: 'broken.jsonl', row: 5 } }])
  expect(report.inputs.map(({ rows, exchanges }) => [rows, exchanges])).toEqual([[401, 400]])
  expect(triggers(report)).toContain('xylophone')
  expect(code).toBe(1)
})

test('a row of 200 MB is a skip with its reason and place, and the rows after it are read', async () => {
  const file = openSync(at('vast.jsonl'), 'w')
  const letters = Buffer.alloc(2 ** 20, 'ha ')
  writeSync(file, '{"messages":[{"role":"user","content":"')
  for (let i = 0; i < 200; i++) writeSync(file, letters)
  writeSync(file, '"},{"role":"assistant","content":"yes"}]}\n')
  writeSync(file, readFileSync(GOOD))
  closeSync(file)
  const { code, report, said } = await scan('vast.jsonl')
  expect(said).toContain('suretrap: vast.jsonl: 1 row skipped, longer than --max-row-bytes; the first is row 1')
  rmSync(at('vast.jsonl'))
  expect(report.skipped).toEqual([{ reason: 'row-too-long', rows: 1, first: { file: 'vast.jsonl', row: 0 } }])
  expect(report.inputs.map(({ rows, exchanges }) => [rows, exchanges])).toEqual([[401, 400]])
  expect(triggers(report)).toContain('xylophone')
  expect(code).toBe(1)
})
