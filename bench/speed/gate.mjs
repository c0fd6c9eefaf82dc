/**
 * The speed gate of a build: a small scan with one worker against the JSON.parse loop over the same rows.
 *
 * `node bench/speed/gate.mjs` fails when the ratio of CPU times is 50 % worse than the one in recorded.json; `--record` writes that file.
 * Needs no rival and no corpus. A ratio is good to about 25 %, so one measurement that fails is repeated before it counts.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { made } from './make.mjs'
import { measure, median } from './measure.mjs'

const ROWS = 40_000
const ROUNDS = 5
const TOLERANCE = 1.5
const RECORDED = new URL('./recorded.json', import.meta.url)
const PARSE = fileURLToPath(new URL('./rivals/parse.mjs', import.meta.url))

const { values: flags } = parseArgs({ options: { record: { type: 'boolean' }, cli: { type: 'string' } } })
const cli = flags.cli ?? fileURLToPath(new URL('../../dist/main.cjs', import.meta.url))

await main()

async function main() {
  if (!existsSync(cli)) return console.log('not run: there is no dist/main.cjs; npm run build makes it')
  const file = await made({ rows: ROWS })
  if (flags.record) return record(ratio(file))
  const { ratio: recorded } = JSON.parse(readFileSync(RECORDED, 'utf8'))
  const limit = recorded * TOLERANCE
  let found = ratio(file)
  if (found > limit) found = Math.min(found, ratio(file))
  const text = `speed: a scan takes ${found.toFixed(1)} times the JSON.parse loop; recorded ${recorded}, limit ${limit.toFixed(1)}`
  if (found > limit) fail(text)
  else console.log(text)
}

/** CPU over CPU, all threads: what a busy machine takes from the one it takes from the other, and cores do not matter. */
function ratio(file) {
  const scan = [cli, 'scan', file, '--exit-zero', '-f', 'json', '-j', '1', '--no-progress', '--no-config']
  const rounds = Array.from({ length: ROUNDS }, () => {
    const ours = measure(scan, { check })
    return ours.cpuMs / measure([PARSE, file]).cpuMs
  })
  return median(rounds)
}

function check(output) {
  const [input] = JSON.parse(output).inputs
  if (input.exchanges !== ROWS) throw new Error(`${input.exchanges} exchanges of ${ROWS} were read`)
}

function record(found) {
  const kept = {
    ratio: Number(found.toFixed(1)),
    rows: ROWS,
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
  }
  writeFileSync(RECORDED, `${JSON.stringify(kept, undefined, 2)}\n`)
  console.log(`speed: recorded ${kept.ratio}`)
}

function fail(text) {
  console.error(text)
  process.exitCode = 1
}
