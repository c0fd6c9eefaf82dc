/**
 * Every torture file of the corpora: rows, or one clear error; no crash, 10 s a file at most, 1 GB of memory at most.
 *
 * Slow, so not part of the tests: `npm run torture [folder]`. Files are read by child processes, a batch in each, so that
 * one which hangs or dies is named and the rest go on. Without the corpora it says so and does nothing.
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const CORPORA = process.env.SURETRAP_CORPORA ?? fileURLToPath(new URL('../../../shared/corpora', import.meta.url))
const FILE_MS = 10_000
const MEGABYTES = 1024
const BATCH = 40 // files a process
const LEAST_PARQUET = 62 // files of parquet-testing/data that must be read

const root = process.argv.slice(2).find((word) => !word.startsWith('-')) ?? join(CORPORA, 'formats')
if (!existsSync(root)) console.log(`not run: no corpora at ${root}`)
else await main()

async function main() {
  const files = [...filesBelow(root), ...malformed()]
  const outcomes = []
  for (let at = 0; at < files.length; at += BATCH) outcomes.push(...(await batch(files.slice(at, at + BATCH))))
  const failed = outcomes.filter((outcome) => fault(outcome))
  for (const outcome of failed) console.log(`FAILED ${relative(root, outcome.file)}: ${fault(outcome)}`)
  const refused = outcomes.filter((outcome) => outcome.result === 'refused')
  if (process.argv.includes('--refused'))
    for (const { file, code, message } of refused)
      console.log(`${code}\t${relative(root, file)}\t${message.slice(message.indexOf(': ') + 2)}`)
  const parquet = outcomes.filter(({ file }) => /parquet-testing[/\\]data[/\\][^/\\]+\.parquet$/.test(file))
  const read = parquet.filter(({ result }) => result === 'rows').length
  const few = parquet.length > 0 && read < LEAST_PARQUET
  if (parquet.length > 0)
    console.log(
      `${read} of ${parquet.length} files of parquet-testing/data read${few ? `, fewer than ${LEAST_PARQUET}` : ''}`,
    )
  const slowest = outcomes.reduce((a, b) => (b.ms > a.ms ? b : a), { ms: 0 })
  console.log(
    `slowest ${slowest.ms} ms, most memory ${Math.max(...outcomes.map(({ megabytes }) => megabytes ?? 0))} MB, ${refused.length} refused`,
  )
  console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`)
  if (failed.length > 0 || few) process.exitCode = 1
}

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}

/** Files elsewhere in the corpora that break the promise of their extension. */
function malformed() {
  const list = join(root, 'MALFORMED.tsv')
  if (!existsSync(list)) return []
  const lines = readFileSync(list, 'utf8').trim().split('\n').slice(1)
  return lines.map((line) => join(CORPORA, line.split('\t')[0])).filter((path) => existsSync(path))
}

function fault({ result, message, code, errors, ms, megabytes }) {
  if (result === 'hang') return `no answer in ${FILE_MS} ms`
  if (result === 'died') return 'its process died'
  if (result === 'crash') return `crash: ${message}`
  if (result === 'silent') return 'neither rows nor an error'
  if (result === 'refused' && (errors !== 1 || !code || message.includes('\n')))
    return `not one clear error: ${message}`
  if (ms > FILE_MS) return `took ${ms} ms`
  if (megabytes > MEGABYTES) return `took ${megabytes} MB`
  return undefined
}

/** Outcomes of some files; a file that hangs or kills its process is named, and the rest start again in a new one. */
async function batch(files) {
  const outcomes = []
  while (outcomes.length < files.length) {
    const left = files.slice(outcomes.length)
    const { done, ended } = await run(left)
    outcomes.push(...done)
    if (done.length < left.length) outcomes.push({ file: left[done.length], result: ended, ms: 0 })
  }
  return outcomes
}

function run(files) {
  return new Promise((resolve) => {
    const loader = new URL('./typescript.mjs', import.meta.url)
    const script = fileURLToPath(new URL('./torture-files.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', loader.href, script], { stdio: ['pipe', 'pipe', 'ignore'] })
    const done = []
    let ended = 'died'
    const start = () =>
      setTimeout(() => {
        ended = 'hang'
        child.kill('SIGKILL')
      }, FILE_MS + 2000)
    let timer = start()
    createInterface({ input: child.stdout }).on('line', (line) => {
      done.push(JSON.parse(line))
      clearTimeout(timer)
      timer = start()
    })
    child.stdin.on('error', () => {})
    child.on('close', () => {
      clearTimeout(timer)
      resolve({ done, ended })
    })
    child.stdin.end(files.map((file) => `${file}\n`).join(''))
  })
}
