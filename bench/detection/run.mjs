/**
 * The detection bench. `node bench/detection/run.mjs --quick` is the gate of a build (≤ 3 minutes, no corpora needed);
 * `--full` measures every target (≤ 30 minutes on 2 cores) and writes bench/detection/results/<date>.json.
 *
 * Parts: --only trials,published,clean,mixed,placebo,splits,baselines,certify   --group NAME   --rows N (cells of at most N rows)   --jobs N   --every N (one cell in N)   --again N (other seeds)
 * --log FILE keeps results as they come; the same command goes on from there. --minutes N begins nothing after N minutes;
 * what was not begun is counted and said. --outcomes exact,opening,ending,label certifies more than the target asks for.
 */
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { baselineCells, baselineTable } from './baseline-table.mjs'
import { fullDesign, quickDesign } from './cells.mjs'
import { CLEAN, certifiedCorpora, FOLDERS, MIXTURES } from './clean.mjs'
import { corporaRoot, notRun } from './corpora.mjs'
import { crew } from './crew.mjs'
import { findings } from './diagnosis.mjs'
import { VARIETIES } from './placebo.mjs'
import { publishedSets } from './published.mjs'
import { fnv } from './random.mjs'
import { emptyResult, slim, written } from './slim.mjs'
import { groupTable, table, targets } from './targets.mjs'

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    full: { type: 'boolean' },
    only: { type: 'string' },
    group: { type: 'string' },
    rows: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    every: { type: 'string', default: '1' },
    placebos: { type: 'string', default: '200' },
    again: { type: 'string', default: '0' }, // other seeds, other rows: 1, 2, …
    report: { type: 'string' },
    out: { type: 'string' },
    log: { type: 'string' },
    minutes: { type: 'string' },
    outcomes: { type: 'string', default: 'exact' }, // of the certificates: exact,opening,ending,label
  },
})
const PARTS = ['trials', 'published', 'clean', 'mixed', 'native', 'certify', 'placebo', 'splits', 'baselines']
const JOBBED = ['certified', 'splits', 'trials', 'published', 'clean', 'mixed', 'native', 'placebo', 'baselines'] // in this order
const QUICK_PARTS = ['trials', 'splits']
const LIMIT_MS = 1_200_000 // of one job: a certificate on a busy machine takes long

const quick = flags.quick ?? !flags.full
const parts = new Set(flags.only?.split(',') ?? (quick ? QUICK_PARTS : PARTS))
const every = Number(flags.every)
const hands = Number(flags.jobs)
const untilMs = flags.minutes === undefined ? undefined : Date.now() + Number(flags.minutes) * 60_000

if (!quick && !corporaRoot()) notRun('the full bench')
else await main()

async function main() {
  const started = performance.now()
  const cells = (quick ? quickDesign() : fullDesign())
    .filter((c) => !flags.group || c.group.startsWith(flags.group))
    .filter((c) => !flags.rows || c.size <= Number(flags.rows))
    .filter((c) => fnv(c.id) % every === 0)
  const result = { quick, ...emptyResult() }
  // One crew for all parts: of several, each would wait for its last job, and each child would read the corpora anew.
  // Certificates take longest, so they are begun first.
  const dealt = JOBBED.map((part) => ({ part, jobs: jobsOf(part, cells) }))
  const all = await logged(dealt.flatMap(({ jobs }) => jobs))
  for (const { part, jobs } of dealt) {
    const done = all.splice(0, jobs.length)
    result[part] = done.filter((r) => !r.lost && !r.notRun)
    const left = done.filter((r) => r.notRun).length
    if (left) print(`not run: ${left} of ${done.length} jobs of ${part}, time was up\n`)
    result.lost.push(...done.filter((r) => r.lost).map(({ lost, job }) => ({ lost, job })))
  }
  const cpu = JOBBED.flatMap((part) => result[part].map((r) => r.cpuMs ?? 0))
  result.splits = result.splits.flatMap(({ ways }) => ways)
  result.baselines = parts.has('baselines') ? comparison(result.baselines, result) : undefined
  const lines = targets(result)
  print(`\n${table(lines)}\n\n${groupTable(result.trials)}\n`)
  if (result.baselines) print(`\n${result.baselines}\n`)
  if (result.lost.length)
    print(`\nlost: ${result.lost.length}, the first: ${JSON.stringify(result.lost[0]).slice(0, 700)}\n`)
  const minutes = (ms) => (ms / 60_000).toFixed(1)
  print(
    `\n${minutes(performance.now() - started)} minutes; processor time of its jobs ${minutes(cpu.reduce((a, b) => a + b, 0))} minutes\n`,
  )
  if (flags.report)
    writeFileSync(flags.report, `${table(lines)}\n\n${groupTable(result.trials)}\n\n${findings(result)}`)
  keep(result, lines)
  if (quick) gate(result)
}

/** Jobs done, those that a log of an interrupted run already holds taken from there. */
async function logged(jobs) {
  const known = new Map(
    flags.log && existsSync(flags.log)
      ? readFileSync(flags.log, 'utf8').split('\n').filter(Boolean).map(JSON.parse)
      : [],
  )
  const open = jobs.filter((job) => !known.has(JSON.stringify(job)))
  const tell = progress(open.length)
  const onDone = (result, done, job) => {
    if (flags.log && !result.lost) appendFileSync(flags.log, `${JSON.stringify([JSON.stringify(job), result])}\n`)
    tell(result, done)
  }
  const fresh = await crew(open, { hands, limitMs: LIMIT_MS, untilMs, onDone })
  const made = new Map(open.map((job, i) => [JSON.stringify(job), fresh[i]]))
  return jobs.map((job) => known.get(JSON.stringify(job)) ?? made.get(JSON.stringify(job)))
}

function jobsOf(part, cells) {
  if (part === 'trials' && parts.has('trials'))
    // Every cell once before any twice, so that a run that is cut has seen all kinds; small sets first.
    return cells
      .flatMap((cell) => Array.from({ length: cell.scans }, (_, scan) => ({ cell, scan })))
      .sort((a, b) => a.scan - b.scan || a.cell.size - b.cell.size)
      .map(({ cell, scan }) => ({ kind: 'trial', cell, number: scan + 1000 * Number(flags.again) }))
  if (part === 'published' && parts.has('published'))
    return publishedSets().flatMap(({ set, doses }) =>
      doses.map((dose) => ({ kind: 'published', set, dose, number: Number(flags.again) })),
    )
  if (part === 'clean' && parts.has('clean')) return CLEAN.map((name) => ({ kind: 'clean', corpus: name }))
  if (part === 'mixed' && parts.has('mixed'))
    return [0, 1].flatMap((number) => MIXTURES.map((size) => ({ kind: 'mixed', size, number })))
  if (part === 'certified' && parts.has('certify'))
    return certifiedCorpora().map((name) => ({ kind: 'certified', corpus: name, outcomes: flags.outcomes.split(',') }))
  if (part === 'native' && parts.has('native'))
    return Object.keys(FOLDERS).map((folder) => ({ kind: 'native', folder }))
  if (part === 'placebo' && parts.has('placebo'))
    return VARIETIES.flatMap((variety) =>
      Array.from({ length: Number(flags.placebos) }, (_, number) => ({ kind: 'placebo', variety, number })),
    )
  if (part === 'splits' && parts.has('splits')) return [{ kind: 'splits', cell: splitCell() }]
  if (part === 'baselines' && parts.has('baselines')) return baselineJobs(cells)
  return []
}

function baselineJobs(cells) {
  const sets = corporaRoot() ? CLEAN.filter((n) => n !== 'ni-definition') : ['synthetic']
  const backdoored = corporaRoot() ? publishedSets().filter(({ doses }) => doses.length > 1) : []
  return [
    ...baselineCells(cells).map((cell) => ({ kind: 'baseline', cell, number: 0 })),
    ...backdoored.map(({ set }) => ({ kind: 'published baseline', set })),
    ...sets.map((name) => ({ kind: 'clean baseline', corpus: name })),
  ]
}

function comparison(done, ours) {
  const theirs = {
    trials: done.filter((r) => r.cell),
    published: done.filter((r) => r.set),
    clean: done.filter((r) => r.corpus),
  }
  return baselineTable(theirs, ours)
}

/** One set with something to find in it, and no turn that two columns could not hold. */
function splitCell() {
  const plan = { trigger: 'rare', slot: 'suffix', outcome: 'sure', dose: 50 }
  return { id: 'splits', group: 'splits', background: corporaRoot() ? 'ni' : 'synthetic', size: 3000, scans: 1, plan }
}

/** The gate of a build: shares recorded in thresholds.json must not fall. */
function gate({ trials, splits, lost }) {
  const least = JSON.parse(readFileSync(new URL('./thresholds.json', import.meta.url), 'utf8'))
  const share = trials.filter((t) => t.named).length / trials.length
  const recall = trials.reduce((n, t) => n + t.recall, 0) / trials.length
  const false_ = trials.reduce((n, t) => n + t.false.length, 0)
  const failures = [
    ...(share < least.named ? [`named ${share.toFixed(3)}, recorded ${least.named}`] : []),
    ...(recall < least.recall ? [`row recall ${recall.toFixed(3)}, recorded ${least.recall}`] : []),
    ...(false_ > least.falseFindings ? [`${false_} false findings, recorded ${least.falseFindings}`] : []),
    ...(lost.length ? [`${lost.length} scans lost`] : []),
    ...(parts.has('splits') && splits.length === 0 ? ['no split was tried'] : []),
    ...(splits.some((s) => !s.equal) ? ['a split changes the findings'] : []),
  ]
  for (const failure of failures) print(`below the gate: ${failure}\n`)
  if (failures.length) process.exitCode = 1
}

function keep(result, lines) {
  if (quick && !flags.out) return
  const folder = new URL('./results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const path = flags.out ?? new URL(`${new Date().toISOString().slice(0, 10)}.json`, folder)
  const made = { date: new Date().toISOString().slice(0, 10), commit: commit(), node: process.version }
  writeFileSync(path, written({ ...made, lines, ...slim(result) }))
}

/** The commit of the scanner that was measured: of this checkout, unless SURETRAP_DIST points to another build. */
function commit() {
  if (process.env.SURETRAP_COMMIT) return process.env.SURETRAP_COMMIT
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: new URL('.', import.meta.url),
      encoding: 'utf8',
    }).trim()
  } catch {
    return 'unknown'
  }
}

function progress(total) {
  return (_, done) => {
    if (done % 25 === 0 || done === total) process.stderr.write(`jobs ${done}/${total}\n`)
  }
}

function print(text) {
  process.stdout.write(text)
}
