/**
 * The package as a stranger gets it: packed, installed into an empty folder without install scripts, used by all its doors.
 *
 * Slow, and asks the registry for the run-time dependencies, so it is no part of the tests: `npm run test:package`.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const folder = mkdtempSync(join(tmpdir(), 'suretrap-packed-'))
const windows = process.platform === 'win32'

/** What each door is asked, and what it must say. Run in the folder where the package is installed. */
const DOORS = [
  ['require', ['commonjs.cjs'], 'xylophone suffix 50'],
  ['import', ['module.mjs'], 'xylophone suffix 50'],
  ['import() from CommonJS', ['dynamic.cjs'], 'xylophone suffix 50'],
  [
    'a reader of one’s own',
    [
      'node_modules/suretrap/dist/main.cjs',
      'scan',
      'talks.rec',
      '--reader',
      'recfile.mjs',
      '--exit-zero',
      '-q',
      '-f',
      'csv',
    ],
    /xylophone/,
  ],
  ['the other doors', ['doors.cjs'], 'plugins rules schema package.json'],
]

try {
  const packed = npm(root, 'pack', '--silent', '--pack-destination', folder).trim().split('\n').at(-1)
  writeFileSync(join(folder, 'package.json'), '{ "name": "stranger", "private": true }\n')
  npm(folder, 'install', '--silent', '--ignore-scripts', '--no-audit', '--no-fund', `./${packed}`)
  cpSync(join(here, 'doors'), folder, { recursive: true })
  copyFileSync(join(root, 'fixtures/demo/planted/messages.jsonl'), join(folder, 'messages.jsonl'))
  for (const name of ['talks.rec', 'recfile.mjs'])
    copyFileSync(join(root, 'fixtures/readers', name), join(folder, name))
  for (const [door, argv, wanted] of DOORS) expect(door, run(...argv), wanted)
  expect('notices for what is bundled', unnoticed().join(' '), '')
  expect('the command', run('node_modules/suretrap/dist/main.cjs', '--version'), version())
  if (process.exitCode === undefined) report(`${DOORS.length + 1} doors open, ${installed()} packages installed`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function run(...argv) {
  return execFileSync(process.execPath, argv, { cwd: folder, encoding: 'utf8' }).trim()
}

function npm(cwd, ...argv) {
  return execFileSync('npm', argv, { cwd, encoding: 'utf8', shell: windows, stdio: ['ignore', 'pipe', 'inherit'] })
}

function expect(door, said, wanted) {
  if (wanted instanceof RegExp ? wanted.test(said) : said === wanted) return
  report(`${door}: said ${JSON.stringify(said)}, not ${wanted instanceof RegExp ? wanted : JSON.stringify(wanted)}`)
  process.exitCode = 1
}

/** Packages bundled into the files of dist that `NOTICES.md` does not name. */
function unnoticed() {
  const dist = join(folder, 'node_modules/suretrap/dist')
  const texts = readdirSync(dist)
    .filter((file) => file.endsWith('js'))
    .map((file) => readFileSync(join(dist, file), 'utf8'))
  const regions = texts.flatMap((text) => [...text.matchAll(/^\/\/#region node_modules\/((?:@[^/\n]+\/)?[^/\n]+)/gm)])
  const notices = readFileSync(join(folder, 'node_modules/suretrap/NOTICES.md'), 'utf8')
  return [...new Set(regions.map(([, name]) => name))].filter((name) => !notices.includes(name))
}

function version() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version
}

function installed() {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  return Object.keys(lock.packages).length - 1
}

function report(line) {
  process.stdout.write(`${line}\n`)
}
