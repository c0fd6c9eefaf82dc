/**
 * A disk that is full, met by everything that writes: exit code 2, one clear line on standard error, and no file that looks
 * finished. The disk is a file system of a few pages, where the system lets us mount one in a namespace of our own; else a limit
 * on the size of files, which any POSIX shell can set, stands in for it.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { FORMATS } from '../src/cli/flags.ts'
import { finding, reportOf } from './cli/stage.ts'
import { jsonl, plantedRows } from './planted.ts'

const ROOT = join(__dirname, '..')
const MAIN = join(ROOT, 'dist', 'main.cjs')
const posix = process.platform !== 'win32'
const folder = mkdtempSync(join(tmpdir(), 'suretrap-full-'))
const disk = join(folder, 'disk') // the small file system is mounted here
const at = (name: string) => join(folder, name)

interface Ended {
  readonly code: number | null
  readonly lines: readonly string[] // of standard error
  readonly left: readonly string[] // what stands on the disk afterwards
}

/** Runs a call with the disk as TMPDIR too where asked; `before` is what the shell does first. */
function run(shell: readonly string[], before: string, argv: readonly string[], spool = false): Ended {
  const script = `${before}; "$@" >/dev/null; code=$?; ls -A '${disk}'; exit $code`
  const [program, ...args] = [...shell, 'sh', '-c', script, 'sh', process.execPath, MAIN, ...argv]
  const env = { ...process.env, NO_COLOR: '1', CI: '1', ...(spool ? { TMPDIR: disk } : {}) }
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', env })
  const told = (text: string) => text.split('\n').filter((line) => line !== '')
  return { code: status, lines: told(stderr), left: told(stdout) }
}

const NAMESPACE = ['unshare', '--mount', '--map-root-user']
const mount = (kib: number) => `mount -t tmpfs -o size=${kib}k none '${disk}' || exit 99`

function canMount(): boolean {
  const { status } = spawnSync(NAMESPACE[0], [...NAMESPACE.slice(1), 'sh', '-c', mount(4)])
  return status === 0
}

if (posix) mkdirSync(disk)
const mountable = posix && canMount()
if (!mountable) console.warn('not run: no small file system can be mounted here; the limit on file sizes must do')

beforeAll(() => {
  if (!existsSync(MAIN)) execFileSync('npx', ['tsdown'], { cwd: ROOT, shell: !posix })
  if (!posix) return
  writeFileSync(at('rows.jsonl'), jsonl(plantedRows(300, 30)))
  const many = Array.from({ length: 40 }, (_, i) => finding({ fingerprint: String(i).padStart(16, '0') }))
  writeFileSync(at('many.json'), JSON.stringify(reportOf(many)))
  const set = (...argv: string[]) => spawnSync(process.execPath, [MAIN, ...argv], { cwd: folder, stdio: 'ignore' })
  set('scan', 'rows.jsonl', '-o', 'report.json', '--rows-out', 'held.jsonl', '--exit-zero', '-q', '-f', 'csv')
  set('collect', 'rows.jsonl', '--shard', '0/1', '--out', 'all.profile')
  set('suspect', 'rows.jsonl', '--profile', 'all.profile', '--shard', '0/1', '--out', 'all.pairs')
  set('confirm', 'rows.jsonl', '--candidates', 'all.pairs', '--shard', '0/1', '--out', 'all.counts')
  set('quarantine', 'report.json', 'rows.jsonl', '--rows', 'held.jsonl', '--out', 'parts')
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const on = (name: string) => join(disk, name)
const part = ['--shard', '0/1']
/** What writes one thing, by the name that the line must give; the size of the disk is less than what would be written. */
const WRITERS: readonly (readonly [string, number, readonly string[]])[] = [
  ['rows', 0, ['scan', 'rows.jsonl', '-q', '--exit-zero', '--rows-out', on('rows')]],
  ['rows', 0, ['scan', 'rows.jsonl', '-q', '--exit-zero', '--per-file', '--rows-out', on('rows')]],
  ['profile', 4, ['collect', 'rows.jsonl', ...part, '--out', on('profile')]],
  ['pairs', 0, ['suspect', 'rows.jsonl', '--profile', 'all.profile', ...part, '--out', on('pairs')]],
  ['counts', 0, ['confirm', 'rows.jsonl', '--candidates', 'all.pairs', ...part, '--out', on('counts')]],
  ['merged', 4, ['merge', 'all.profile', '--out', on('merged')]],
  ['plan', 0, ['plan', '--shards', '40', 'rows.jsonl', '--out', on('plan')]],
  ['known', 4, ['baseline', 'create', 'many.json', '--baseline', on('known')]],
  ['config', 0, ['init', '--out', on('config')]],
  ['clean', 16, ['quarantine', 'report.json', 'rows.jsonl', '--rows', 'held.jsonl', '--out', on('clean')]],
  ['again', 16, ['quarantine', '--undo', 'parts', '--out', on('again')]],
]

type Way = (kib: number) => readonly [shell: readonly string[], before: string]
const limited: Way = () => [[], 'ulimit -f 0']
const mounted: Way = (kib) => [NAMESPACE, full(kib)]
const way = mountable ? mounted : limited

/** With 0 KiB wanted, the one page there is is taken by another file. */
function full(kib: number): string {
  return kib > 0 ? mount(kib) : `${mount(4)}; head -c 4096 /dev/zero >'${on('other')}'`
}

const other = (kib: number): readonly string[] => (mountable && kib === 0 ? ['other'] : [])
const describePosix = posix ? describe : describe.skip

describePosix(mountable ? 'with a full disk' : 'with a limit on the size of files', () => {
  test.each(WRITERS)('%s, on a disk of %i KiB: one line, exit code 2, nothing left', (what, kib, argv) => {
    const { code, lines, left } = run(...way(kib), argv)
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^suretrap: cannot write \\S*disk/${what}: the \\w+ `))])
    expect([code, left]).toEqual([2, other(kib)])
  })

  test.each([
    ['here', way],
    ['by a limit', limited],
  ])('every format of -o, in one run: a line each, exit code 2, no file (%s)', (_, how) => {
    const outputs = FORMATS.flatMap((format) => ['-o', `${format}:${on(`report.${format}`)}`])
    const { code, lines, left } = run(...how(0), ['report', 'many.json', ...outputs, '--exit-zero', '-q'])
    expect(lines).toHaveLength(FORMATS.length)
    for (const [i, line] of lines.entries()) expect(line).toContain(`cannot write ${on(`report.${FORMATS[i]}`)}: the `)
    expect([code, left]).toEqual([2, how === mounted ? other(0) : []])
  })

  test('an output that was there before is as it was', () => {
    const [shell, before] = way(4)
    const old = on('old.html')
    const { code, left } = run(shell, `${before}; : >'${old}'`, ['report', 'many.json', '-q', '-o', old])
    expect([code, left]).toEqual([2, ['old.html']])
    rmSync(old, { force: true })
  })

  test('standard input has nowhere to be kept: the line says that TMPDIR helps', () => {
    const [shell, before] = way(4)
    const { code, lines, left } = run(shell, `${before}; exec <rows.jsonl`, ['scan', '-'], true)
    expect(lines).toEqual([expect.stringMatching(/cannot write a temporary file in .*TMPDIR/)])
    expect([code, left]).toEqual([2, []])
  })
})

const testMounted = mountable ? test : test.skip
testMounted('as many rows of a dataset as fit neither memory nor disk: exit code 2, one line', () => {
  writeFileSync(at('wide.jsonl'), jsonl(plantedRows(12_000, 60)))
  const { code, lines } = run(NAMESPACE, mount(16), ['scan', 'wide.jsonl', '--memory', '1M', '-q'], true)
  expect(lines).toEqual([expect.stringMatching(/cannot write a temporary file in .*the disk is full/)])
  expect(code).toBe(2)
})
