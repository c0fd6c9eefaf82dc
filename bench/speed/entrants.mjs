/**
 * Who runs: our scans and the rivals, each as the arguments of one node process, made when its data are there.
 *
 * `make` gives undefined where something is missing; such a one is *not run*, and no target that needs it is passed.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { made } from './make.mjs'

const rival = (name) => fileURLToPath(new URL(`./rivals/${name}.mjs`, import.meta.url))
const hasDuckdb = existsSync(fileURLToPath(new URL('./node_modules/@duckdb/node-api', import.meta.url)))

export const BACKDOORS = 20
const FEW_ROWS = 1000
const CROWDED_TAIL = 10 // tail words a row, so that a tenth of the rows hold as many different words

/**
 * @typedef {object} Entrant
 * @property {string} id
 * @property {string} what
 * @property {() => Promise<{ args: string[], check?: (output: string) => void } | undefined>} make
 * @property {boolean} [start]  a matter of milliseconds: measured without the hook, in more rounds
 */

/**
 * @param {{ rows: number, big: number, cli: string }} plan  big: rows of the largest set; a tenth of them for the smaller
 * @returns {Entrant[]}
 */
export function entrants({ rows, big, cli }) {
  const scan = (id, what, plan, format, jobs) => ({
    id,
    what,
    async make() {
      const file = await made(plan, format)
      if (file === undefined || !existsSync(cli)) return undefined
      const args = [cli, 'scan', file, '--exit-zero', '-f', 'json', '-j', String(jobs), '--no-progress', '--no-config']
      return { args, check: (output) => checkReport(output, plan) }
    },
  })
  const other = (id, what, program, plan, format, needed, args = (file) => [file]) => ({
    id,
    what,
    async make() {
      const file = needed ? await made(plan, format) : undefined
      return file === undefined ? undefined : { args: [rival(program), ...args(file)] }
    },
  })
  const duckdb = (id, what, query, format) =>
    other(id, what, 'duckdb', { rows }, format, hasDuckdb, (file) => [query, file, '2'])
  const bare = (id, what, args) => ({
    id,
    what,
    start: true,
    make: async () => (existsSync(cli) ? { args } : undefined),
  })
  return [
    other('parse', 'JSON.parse of every line, 1 thread', 'parse', { rows }, 'jsonl', true),
    scan('jsonl-1', 'scan JSONL, 1 worker', { rows }, 'jsonl', 1),
    scan('jsonl-2', 'scan JSONL, 2 workers', { rows }, 'jsonl', 2),
    duckdb('duckdb-naive', 'DuckDB, last word of each prompt, 2 threads', 'naive', 'jsonl'),
    duckdb('duckdb-tokens', 'DuckDB, every word of each prompt, 2 threads', 'tokens', 'jsonl'),
    scan('planted-2', `scan JSONL with ${BACKDOORS} backdoors, 2 workers`, { rows, backdoors: BACKDOORS }, 'jsonl', 2),
    scan('parquet-2', 'scan Parquet (zstd), 2 workers', { rows }, 'parquet', 2),
    duckdb('duckdb-columns', 'DuckDB, Parquet columns into JavaScript, 2 threads', 'columns', 'parquet'),
    duckdb('duckdb-sql', 'DuckDB, last word of each prompt, Parquet, 2 threads', 'sql', 'parquet'),
    scan('arrow-2', 'scan Arrow stream, 2 workers', { rows }, 'arrow', 2),
    other('gunzip', 'gunzip alone (node)', 'gunzip', { rows }, 'gz', true),
    scan('gz-2', 'scan JSONL.gz, 2 workers', { rows }, 'gz', 2),
    scan('zst-2', 'scan JSONL.zst, 2 workers', { rows }, 'zst', 2),
    other(
      'parse-surrounded',
      'JSON.parse of every line with ids, scores and times',
      'parse',
      { rows },
      'surrounded',
      true,
    ),
    scan('surrounded-2', 'scan the same, 2 workers', { rows }, 'surrounded', 2),
    other('parse-cyrillic', 'JSON.parse of every line in Cyrillic', 'parse', { rows }, 'cyrillic', true),
    scan('cyrillic-2', 'scan the same, 2 workers', { rows }, 'cyrillic', 2),
    scan('big', `scan JSONL of ${big} rows, 2 workers`, { rows: big }, 'jsonl', 2),
    scan('tenth', `scan JSONL of ${big / 10} rows, 2 workers`, { rows: big / 10 }, 'jsonl', 2),
    scan(
      'crowded',
      `scan ${big / 10} rows with ${CROWDED_TAIL} new words each, 2 workers`,
      { rows: big / 10, tail: CROWDED_TAIL },
      'jsonl',
      2,
    ),
    bare('node', 'bare node', ['-e', '0']),
    bare('version', 'suretrap --version', [cli, '--version']),
    { ...scan('thousand', `scan of ${FEW_ROWS} rows`, { rows: FEW_ROWS }, 'jsonl', 2), start: true },
  ]
}

/** A fast scan that did not read its rows, or did not find what is there, is no scan. */
function checkReport(output, { rows, backdoors = 0 }) {
  const { inputs, findings } = JSON.parse(output)
  const read = inputs.reduce((sum, input) => sum + input.exchanges, 0)
  if (read !== rows) throw new Error(`${read} exchanges of ${rows} were read`)
  const loud = findings.filter(({ severity }) => severity === 'critical' || severity === 'high').length
  if (backdoors === 0 ? loud > 0 : loud < backdoors)
    throw new Error(`${loud} findings at high or above, where ${backdoors} backdoors were planted`)
}
