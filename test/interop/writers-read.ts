/** Reads every file and folder that writers.py wrote: the rows are those of rows.jsonl, and so are the findings. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { scan } from '../../src/index.ts'
import { plan } from '../../src/plan.ts'
import { readRows } from '../../src/readers/index.ts'

type Row = Readonly<Record<string, unknown>>

const [folder] = process.argv.slice(2)
const truth = readFileSync(join(folder, 'rows.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row)

async function rowsOf(path: string): Promise<Row[]> {
  const { shards, problems } = await plan([path])
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '))
  const rows: Row[] = []
  for (const shard of shards) for await (const block of readRows(shard)) rows.push(...(block.values as Row[]))
  // Splits and partitions come in the order of their names.
  return statSync(path).isDirectory() ? rows.sort((a, b) => Number(a.id) - Number(b.id)) : rows
}

/** A row of a table of texts: what is not there is empty. */
const asText = (row: Row): Row =>
  Object.fromEntries(['id', 'prompt', 'response', 'system'].map((name) => [name, String(row[name] ?? '')]))
/** Spark leaves a column that is null out of a JSON row. */
const withNulls = (row: Row): Row => ({ ...row, system: row.system ?? null })

async function rowFault(name: string): Promise<string | undefined> {
  const rows = await rowsOf(join(folder, name))
  if (rows.length !== truth.length) return `${rows.length} rows instead of ${truth.length}`
  const seen = /csv|tsv/.test(name) ? asText : withNulls
  const at = rows.findIndex((row, place) => !isDeepStrictEqual(seen({ ...row }), seen(truth[place])))
  return at < 0 ? undefined : `row ${at} differs: ${JSON.stringify(rows[at])}`
}

/** The findings as they must be, whatever held the rows: all but where they stand. */
async function findingsOf(name: string): Promise<unknown> {
  const { findings, floor } = await scan([join(folder, name)])
  return { findings: findings.map(({ rows: _, places: __, ...finding }) => finding), floor }
}

const expected = await findingsOf('rows.jsonl')
const { findings } = expected as { readonly findings: readonly unknown[] }
if (findings.length === 0) throw new Error('the plant is not found')
let failed = 0
const names = readdirSync(folder).sort()
for (const name of names) {
  const fault = await rowFault(name)
    .then(
      async (found) => found ?? (isDeepStrictEqual(await findingsOf(name), expected) ? undefined : 'other findings'),
    )
    .catch((error: unknown) => String(error))
  if (fault === undefined) continue
  failed++
  console.log(`FAILED ${name}: ${fault}`)
}
console.log(`${names.length - failed} passed, ${failed} failed: rows and findings of each`)
if (failed > 0) process.exitCode = 1
