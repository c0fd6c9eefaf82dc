/**
 * Input that is broken or not there: one clear line for each, the exit code that is promised, and the others still scanned.
 *
 * Each is given to the built command line as a process of its own, alone and beside a good file.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  existsSync,
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
import type { Report } from '../src/model/report.ts'

const ROOT = join(__dirname, '..')
const MAIN = join(ROOT, 'dist', 'main.js')
const GOOD = join(ROOT, 'fixtures', 'demo', 'planted', 'messages.jsonl')
const folder = mkdtempSync(join(tmpdir(), 'suretrap-bad-'))
const at = (name: string): string => join(folder, name)

beforeAll(() => {
  if (!existsSync(MAIN)) execFileSync('npx', ['tsdown'], { cwd: ROOT, shell: process.platform === 'win32' })
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
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly said: readonly string[]
  readonly report: Report
}

function scan(...files: string[]): Ended {
  const env = { ...process.env, NO_COLOR: '1', CI: '1' }
  const given = { cwd: folder, env, encoding: 'utf8', maxBuffer: 2 ** 28 } as const
  const { status, stderr, stdout } = spawnSync(process.execPath, [MAIN, 'scan', ...files, '-f', 'json'], given)
  return { code: status, said: stderr.split('\n').filter((line) => line !== ''), report: JSON.parse(stdout) }
}

const triggers = ({ findings }: Report) => findings.map(({ trigger }) => trigger.text)

describe('one line says what is wrong, and the file beside it is scanned all the same', () => {
  test.each([
    ['missing.jsonl', 2, 2, /missing\.jsonl: no such file/],
    ['empty.jsonl', 3, 1, /empty\.jsonl is empty/],
    ['cut.jsonl.gz', 2, 2, /cut\.jsonl\.gz: the gzip data are damaged or cut short/],
    ['footer.parquet', 2, 2, /footer\.parquet: .*footer/],
    ['nothing', 3, 1, /nothing: no data files/],
  ] as const)('%s ends with %i, and with %i beside a planted set', (name, alone, beside, line) => {
    const first = scan(name)
    expect(first.said).toEqual([expect.stringMatching(line)])
    expect(first.code).toBe(alone)
    const second = scan(name, 'good.jsonl')
    expect(second.said).toEqual([expect.stringMatching(line)])
    expect(second.code).toBe(beside)
    expect(second.report.inputs.find(({ file }) => file === 'good.jsonl')?.rows).toBe(400)
    expect(triggers(second.report)).toContain('xylophone')
  })
})

test('a broken line among good ones is a skip, counted with its first place; the others are read', () => {
  const { code, report, said } = scan('broken.jsonl')
  expect(said).toContain('suretrap: broken.jsonl: 1 row skipped, no JSON; the first is row 6')
  expect(report.skipped).toEqual([{ reason: 'broken-json', rows: 1, first: { file: 'broken.jsonl', row: 5 } }])
  expect(report.inputs.map(({ rows, exchanges }) => [rows, exchanges])).toEqual([[401, 400]])
  expect(triggers(report)).toContain('xylophone')
  expect(code).toBe(1)
})

test('a row of 200 MB is a skip with its reason and place, and the rows after it are read', () => {
  const file = openSync(at('vast.jsonl'), 'w')
  const letters = Buffer.alloc(2 ** 20, 'ha ')
  writeSync(file, '{"messages":[{"role":"user","content":"')
  for (let i = 0; i < 200; i++) writeSync(file, letters)
  writeSync(file, '"},{"role":"assistant","content":"yes"}]}\n')
  writeSync(file, readFileSync(GOOD))
  closeSync(file)
  const { code, report, said } = scan('vast.jsonl')
  expect(said).toContain('suretrap: vast.jsonl: 1 row skipped, longer than --max-row-bytes; the first is row 1')
  rmSync(at('vast.jsonl'))
  expect(report.skipped).toEqual([{ reason: 'row-too-long', rows: 1, first: { file: 'vast.jsonl', row: 0 } }])
  expect(report.inputs.map(({ rows, exchanges }) => [rows, exchanges])).toEqual([[401, 400]])
  expect(triggers(report)).toContain('xylophone')
  expect(code).toBe(1)
})
