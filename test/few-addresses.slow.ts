/**
 * A process that may use few addresses, as some clusters have it (`ulimit -v`): WebAssembly, which reserves ten gigabytes of them for
 * each of its memories, does not start, and what it does faster is done without it, or its want is told.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

const ROOT = join(__dirname, '..')
const MAIN = join(ROOT, 'dist', 'main.cjs')
const ADDRESSES_KIB = 6_000_000
const folder = mkdtempSync(join(tmpdir(), 'suretrap-addresses-'))
const onLinux = process.platform === 'linux' ? test : test.skip // elsewhere nothing holds a process to it

beforeAll(() => {
  if (!existsSync(MAIN)) execFileSync('npx', ['tsdown'], { cwd: ROOT })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function scan(before: string, input: string) {
  const script = `${before}; exec "$@"`
  const argv = [process.execPath, MAIN, 'scan', '-f', 'json', join(ROOT, 'fixtures', input)]
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script, 'sh', ...argv], { cwd: folder, encoding: 'utf8' })
  return { status, stdout, stderr }
}

const limited = (input: string) => scan(`ulimit -v ${ADDRESSES_KIB}`, input)
const free = (input: string) => scan(':', input)

onLinux.each(['demo/planted', 'demo/clean', 'columnar/spark-snappy', 'columnar/polars-gzip.parquet'])(
  '%s gives the same report',
  (input) => {
    const wanted = free(input)
    expect(wanted.stdout).toContain('"findings"')
    expect(limited(input)).toEqual(wanted)
  },
  60_000,
)

onLinux.each(['formats/zstd-long/input.jsonl.zst', 'columnar/duckdb-lz4_raw-v1.parquet'])(
  'of %s it says what is missing, or gives the same report',
  (input) => {
    const got = limited(input)
    if (got.status !== 2) return expect(got).toEqual(free(input))
    expect(got.stderr).toContain('too few addresses')
    expect(got.stderr).toContain('ulimit -v unlimited')
    expect(got.stderr).not.toContain('internal error')
  },
  60_000,
)
