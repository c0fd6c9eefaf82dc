/**
 * Makes the data of the speed bench: the same bytes for the same seed and number of rows. What is there already is kept.
 *
 * `node bench/speed/make.mjs [--rows 700000] [--seed 1] [--tail 1] [--backdoors 20] [--formats jsonl,gz,zst,parquet,arrow,surrounded,cyrillic]`
 */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { WRITERS } from './containers.mjs'
import { writeRows } from './rows.mjs'
import { baseText } from './text.mjs'

export const DATA = process.env.SURETRAP_SPEED_DATA ?? fileURLToPath(new URL('./data', import.meta.url))
export const FORMATS = ['jsonl', 'gz', 'zst', 'parquet', 'arrow', 'surrounded', 'cyrillic']
const EXTENSION = { jsonl: 'jsonl', gz: 'jsonl.gz', zst: 'jsonl.zst', parquet: 'parquet', arrow: 'arrow', surrounded: 'surrounded.jsonl', cyrillic: 'cyrillic.jsonl' } // biome-ignore format: one table

/**
 * The path of a set in one format, made if it is not there yet.
 *
 * @param {{ rows: number, seed?: string, tail?: number, backdoors?: number }} plan
 * @param {string} format  one of FORMATS
 * @returns {Promise<string | undefined>}  undefined: its writer is not installed
 */
export async function made(plan, format = 'jsonl') {
  const path = join(DATA, `${nameOf(plan)}.${EXTENSION[format]}`)
  if (existsSync(path)) return path
  mkdirSync(DATA, { recursive: true })
  const part = `${path}.part`
  if (format === 'jsonl') writeJsonl(plan, part)
  else if (!(await WRITERS[format](await made(plan), part))) return undefined
  renameSync(part, path)
  return path
}

function nameOf({ rows, seed = '1', tail = 1, backdoors = 0 }) {
  return `chat-${rows}-seed${seed}${tail === 1 ? '' : `-tail${tail}`}${backdoors ? `-planted${backdoors}` : ''}`
}

let text // of one seed at a time
function writeJsonl(plan, path) {
  const { seed = '1' } = plan
  if (text?.seed !== seed) text = { seed, ...baseText(seed) }
  const file = openSync(path, 'w')
  writeRows(text, { seed, ...plan }, (bytes) => {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
  })
  closeSync(file)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main()

async function main() {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '700000' },
      seed: { type: 'string', default: '1' },
      tail: { type: 'string', default: '1' },
      backdoors: { type: 'string', default: '0' },
      formats: { type: 'string', default: 'jsonl' },
    },
  })
  const plan = {
    rows: Number(values.rows),
    seed: values.seed,
    tail: Number(values.tail),
    backdoors: Number(values.backdoors),
  }
  for (const format of values.formats.split(',')) {
    const started = performance.now()
    const path = await made(plan, format)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(path ? `${path}  ${(statSync(path).size / 1e6).toFixed(1)} MB  ${seconds} s` : `${format}: not made`)
  }
}
