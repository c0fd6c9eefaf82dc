/** The door for those who extend the tool, through what is built: the example of the guide, by command line and library. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

const ROOT = join(__dirname, '..')
const MAIN = join(ROOT, 'dist', 'main.cjs')
const READER = join(ROOT, 'fixtures/readers/recfile.mjs')
const TALKS = join(ROOT, 'fixtures/readers/talks.rec')
const folder = mkdtempSync(join(tmpdir(), 'suretrap-plugins-'))

beforeAll(() => {
  const isOld = !existsSync(MAIN) || !readFileSync(join(ROOT, 'dist/plugins.js'), 'utf8').includes('unreadable')
  if (isOld) execFileSync('npx', ['tsdown'], { cwd: ROOT, shell: process.platform === 'win32' })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...argv], { encoding: 'utf8', cwd: folder })
  return { status, stdout, stderr }
}

interface Said {
  readonly inputs: readonly { readonly format: string; readonly rows: number; readonly skipped: number }[]
  readonly findings: readonly {
    readonly trigger: { readonly text: string }
    readonly dose: { readonly count: number }
  }[]
}

test('the example reads its file by the built command line', () => {
  const { status, stdout, stderr } = run('scan', TALKS, '--reader', READER, '-f', 'json')
  expect(stderr).toContain('1 row skipped')
  expect(status).toBe(1)
  const { inputs, findings } = JSON.parse(stdout) as Said
  expect(inputs).toMatchObject([{ format: 'recfile', rows: 150, skipped: 1 }])
  expect(findings.map(({ trigger, dose }) => [trigger.text, dose.count])).toEqual([['xylophone', 20]])
  expect(run('scan', TALKS).status).toBe(2)
})

test('threads load it for themselves', () => {
  const comment = `# ${'of no account '.repeat(20)}\n`.repeat(16_000)
  const paths = ['a.rec', 'b.rec'].map((name) => join(folder, name))
  for (const path of paths) writeFileSync(path, `${readFileSync(TALKS, 'utf8')}\n\n${comment}`)
  expect(paths.reduce((sum, path) => sum + statSync(path).size, 0)).toBeGreaterThan(8 * 1024 * 1024) // less is read in one
  const { stdout } = run('scan', ...paths, '--reader', READER, '-j', '2', '-f', 'json')
  expect((JSON.parse(stdout) as Said).inputs.map((input) => input.rows)).toEqual([150, 150])
}, 60_000)

test('a library user gives the object, ESM or CommonJS, and the package alone', () => {
  const program = `
    const { scan } = require('suretrap')
    const { unreadable, InputError } = require('suretrap/plugins')
    const reader = {
      id: 'two-lines',
      fits: (head, name) => name.endsWith('.two'),
      read: async function* ({ slice, size }) {
        const lines = Buffer.from(await slice(0, size)).toString().split('\\n')
        for (let i = 0; i + 1 < lines.length; i += 2) yield lines[i] === '' ? unreadable('blank') : { prompt: lines[i], response: lines[i + 1] }
      },
    }
    scan([process.argv[1]], { readers: [reader] }).then(({ inputs: [input], skipped }) => {
      console.log(input.format, input.rows, skipped[0].reason, new InputError('usage', 'm', { hint: 'h' }).hint)
    })`
  const path = join(folder, 'a.two')
  writeFileSync(path, 'Why?\nSo.\n\nlost\nHow?\nThus.\n')
  expect(execFileSync(process.execPath, ['-e', program, path], { cwd: ROOT, encoding: 'utf8' }).trim()).toBe(
    'two-lines 3 blank h',
  )
})

test('a reader that cannot be loaded is one line, and nothing is read', () => {
  const { status, stderr } = run('scan', TALKS, '--reader', './gone.mjs')
  expect(status).toBe(2)
  expect(stderr).toContain('reader ./gone.mjs: cannot be loaded')
})

test('no config file names a program', () => {
  writeFileSync(join(folder, 'suretrap.config.yaml'), 'reader: ./x.mjs\n')
  const { status, stderr } = run('scan', TALKS)
  expect(status).toBe(2)
  expect(stderr).toContain('unknown key "reader"')
  rmSync(join(folder, 'suretrap.config.yaml'))
})
