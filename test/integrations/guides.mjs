// Runs every `sh` block of a guide, line by line as a reader would paste it, in a fresh clone.
//
//   node guides.mjs CLONE GUIDE…      CLONE: a clone after npm ci; each guide gets a copy of its own
//
// A line that ends in `# ends with N` must end with N, every other with 0. The last line counts.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

const [clone, ...guides] = process.argv.slice(2)
let failed = 0
let passed = 0
for (const guide of guides) {
  const folder = join(mkdtempSync(join(tmpdir(), 'suretrap-guide-')), 'suretrap')
  try {
    cloneTo(folder)
    for (const { line, code, number } of commandsOf(readFileSync(guide, 'utf8'))) {
      const env = { ...process.env, NO_COLOR: '1', CI: '1', npm_config_loglevel: 'error' }
      const done = spawnSync(
        'bash',
        ['-c', `set -o pipefail; ${restored(folder)}${line}\ncode=$?; declare -p DATA >.state 2>/dev/null; exit $code`],
        { cwd: folder, env, encoding: 'utf8' },
      )
      if (done.status === code) {
        passed++
        continue
      }
      failed++
      console.log(
        `FAILED ${basename(guide)}:${number} ended with ${done.status}, not ${code}: ${line}\n${done.stdout.slice(-2000)}${done.stderr.slice(-2000)}`,
      )
      break
    }
  } finally {
    rmSync(dirname(folder), { recursive: true, force: true })
  }
}
console.log(`${passed} commands of ${guides.length} guides passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1

/** What a line sets (DATA=…) is there for the next, as in one terminal. */
function restored(folder) {
  return `[ -f ${folder}/.state ] && . ${folder}/.state; `
}

/** Hard links: 300 packages are copied in no time, and no command writes into a file that is there. */
function cloneTo(folder) {
  const linked = spawnSync('cp', ['-al', clone, folder])
  if (linked.status !== 0) cpSync(clone, folder, { recursive: true, verbatimSymlinks: true })
}

function* commandsOf(text) {
  let inside = false
  for (const [at, line] of text.split('\n').entries()) {
    if (line.startsWith('```')) inside = line === '```sh'
    else if (inside && line.trim() !== '' && !line.startsWith('#')) {
      const code = Number(/# ends with (\d+)$/.exec(line)?.[1] ?? 0)
      yield { line, code, number: at + 1 }
    }
  }
}
