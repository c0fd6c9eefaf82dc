/**
 * The speed bench: our scans and the rivals in turn (A B C A B C …), each a process of its own; medians, ratios, targets.
 *
 * `node bench/speed/run.mjs`          what 3 GB of data can show, 700,000 rows, 5 rounds
 * `                        --quick`   100,000 rows, 3 rounds: a look, no proof
 * `                        --full`    with the set of 10 million rows (10 GB more) and its tenths
 * `                        --dressed`  the same rows with other things beside their texts, and in another script
 * `--rows N  --big N  --rounds N  --only parse,jsonl-2,…  --cli PATH  --out FILE`
 *
 * Results go to bench/speed/results/<date>.json. What is missing is printed as not run, and is never passed. `npm ci` in
 * this folder brings the rivals.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { entrants } from './entrants.mjs'
import { measure, median } from './measure.mjs'
import { judged } from './targets.mjs'

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    full: { type: 'boolean' },
    dressed: { type: 'boolean' },
    rows: { type: 'string' },
    big: { type: 'string' },
    rounds: { type: 'string' },
    only: { type: 'string' },
    cli: { type: 'string' },
    out: { type: 'string' },
  },
})
const FULL_ONLY = ['big', 'tenth', 'crowded']
const DRESSED_ONLY = ['parse-surrounded', 'surrounded-2', 'parse-cyrillic', 'cyrillic-2']
const START_ROUNDS = 11 // milliseconds are cheap, and noisy
const rows = Number(flags.rows ?? (flags.quick ? 100_000 : 700_000))
const big = Number(flags.big ?? 10_000_000)
const rounds = Number(flags.rounds ?? (flags.quick ? 3 : 5))
const cli = flags.cli ?? fileURLToPath(new URL('../../dist/main.cjs', import.meta.url))
const only = flags.only?.split(',')

await main()

async function main() {
  const chosen = entrants({ rows, big, cli }).filter(
    ({ id }) => only?.includes(id) ?? ((flags.full || !FULL_ONLY.includes(id)) && (flags.dressed || !DRESSED_ONLY.includes(id))), // biome-ignore format: one line
  )
  const { running, samples, faults } = await prepared(chosen)
  const loads = []
  for (let round = 0; round < START_ROUNDS; round++) {
    const now = running.filter(({ start }) => start || round < rounds)
    if (now.length === 0) break
    loads.push(loadavg()[0])
    for (const one of now) take(one, samples, faults)
    process.stderr.write(`round ${round + 1}: ${now.length} processes, load ${loads.at(-1).toFixed(1)}\n`)
  }
  const targets = judged(samples)
  process.stdout.write(`\n${entrantTable(chosen, samples, faults)}\n\n${targetTable(targets)}\n`)
  keep({
    rows,
    big: flags.full ? big : undefined,
    rounds,
    machine: machine(loads),
    faults: Object.fromEntries(faults),
    targets,
    samples: Object.fromEntries(samples),
  })
}

async function prepared(chosen) {
  const running = []
  const faults = new Map()
  const samples = new Map()
  for (const one of chosen) {
    const run = await one.make()
    if (run === undefined) continue
    running.push({ ...one, run })
    samples.set(one.id, [])
  }
  return { running, samples, faults }
}

/** A process that fails is out: what it measured before is not kept. */
function take({ id, start, run: { args, check } }, samples, faults) {
  if (faults.has(id)) return
  try {
    samples.get(id).push(measure(args, { hooked: !start, check }))
  } catch (fault) {
    faults.set(id, fault.message)
    samples.delete(id)
    process.stderr.write(`${id}: ${fault.message}\n`)
  }
}

function entrantTable(chosen, samples, faults) {
  const lines = chosen.map(({ id, what }) => {
    const taken = samples.get(id) ?? []
    if (taken.length === 0) return `| ${what} | ${faults.has(id) ? 'failed' : 'not run'} | | |`
    const of = (key, digits, scale = 1) =>
      taken[0][key] === undefined ? '' : (median(taken.map((t) => t[key])) / scale).toFixed(digits)
    const wall = median(taken.map((t) => t.wallMs))
    return `| ${what} | ${wall < 1000 ? `${wall.toFixed(0)} ms` : `${(wall / 1000).toFixed(2)} s`} | ${of('cpuMs', 2, 1000)} | ${of('rssMb', 0)} |`
  })
  return ['| what | wall | CPU s | peak MB |', '| --- | --- | --- | --- |', ...lines].join('\n')
}

function targetTable(targets) {
  const number = (value) => (value >= 20 ? value.toFixed(0) : value.toFixed(2))
  const lines = targets.map(({ what, most, unit, value, low, high, cpu, verdict }) =>
    value === undefined
      ? `| ${what} | ≤ ${most}${unit} | | | | not run |`
      : `| ${what} | ≤ ${most}${unit} | ${number(value)}${unit} | ${number(low)}–${number(high)} | ${cpu === undefined ? '' : number(cpu)} | ${verdict} |`,
  )
  return ['| target | | median | range | by CPU | |', '| --- | --- | --- | --- | --- | --- |', ...lines].join('\n')
}

function machine(loads) {
  const list = cpus()
  return {
    cpu: list[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch} ${release()}`,
    node: process.version,
    load: loads.map((load) => Number(load.toFixed(1))),
  }
}

function keep(result) {
  if (flags.quick && !flags.out) return
  const now = new Date().toISOString()
  const folder = new URL('./results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    flags.out ?? new URL(`${now.slice(0, 10)}.json`, folder),
    `${JSON.stringify({ date: now, ...result }, undefined, 1)}\n`,
  )
}
