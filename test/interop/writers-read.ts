/** Reads every file and folder that writers.py wrote, and compares the rows with rows.jsonl. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { plan } from '../../src/plan.ts'
import { readRows } from '../../src/readers/index.ts'

const [folder] = process.argv.slice(2)
const truth = readFileSync(join(folder, 'rows.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly id: number })

async function rowsOf(path: string): Promise<{ readonly id: number }[]> {
  const { shards, problems } = await plan([path])
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '))
  const rows: { readonly id: number }[] = []
  for (const shard of shards)
    for await (const block of readRows(shard)) rows.push(...(block.values as { readonly id: number }[]))
  // Splits and partitions come in the order of their names.
  return statSync(path).isDirectory() ? rows.sort((a, b) => a.id - b.id) : rows
}

let failed = 0
const names = readdirSync(folder).sort()
for (const name of names) {
  const fault = await rowsOf(join(folder, name)).then(
    (rows) => {
      if (rows.length !== truth.length) return `${rows.length} rows instead of ${truth.length}`
      const at = rows.findIndex((row, place) => !isDeepStrictEqual({ ...row }, truth[place]))
      return at < 0 ? undefined : `row ${at} differs: ${JSON.stringify(rows[at])}`
    },
    (error: unknown) => String(error),
  )
  if (fault === undefined) continue
  failed++
  console.log(`FAILED ${name}: ${fault}`)
}
console.log(`${names.length - failed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1
