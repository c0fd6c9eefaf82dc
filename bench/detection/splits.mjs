/**
 * One dataset, cut and contained in several ways: JSON lines, Arrow, Parquet; 1, 2 and 7 shards; rows in another order.
 * Findings (rows and places aside), floor and declared gates must be equal.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableFromJSON, tableToIPC } from 'apache-arrow'
import { parquet } from './parquet.mjs'
import { chance } from './random.mjs'
import { scanned } from './scanner.mjs'
import { inFolder } from './trial.mjs'

const SHARDS = [1, 2, 7]

/**
 * @param {readonly import('./corpora.mjs').Row[]} rows
 * @returns {Promise<{ way: string, equal: boolean, difference?: string }[]>} the first is what the others are held against
 */
export async function splitWays(rows) {
  const shuffled = chance('other order').shuffled(rows)
  const ways = []
  for (const [order, list] of Object.entries({ 'as it is': rows, shuffled })) {
    for (const container of ['jsonl', 'parquet', 'arrow']) {
      for (const shards of SHARDS)
        ways.push({ way: `${container}, ${shards} shard${shards > 1 ? 's' : ''}, ${order}`, container, shards, list })
    }
  }
  const results = []
  let first
  for (const { way, container, shards, list } of ways) {
    const said = await inFolder(async (folder) => {
      const paths = write(container, list, folder, shards)
      const { report } = await scanned(paths, folder)
      return JSON.stringify({
        findings: report.findings.map(withoutPlace),
        floor: report.floor,
        declared: report.declared,
      })
    }).catch((error) => `failed: ${error.message}`)
    first ??= said
    results.push({
      way,
      equal: said === first,
      ...(said === first ? {} : { difference: firstDifference(first, said) }),
    })
  }
  return results
}

const withoutPlace = ({ rows, places, ...finding }) => finding

function firstDifference(a, b) {
  if (b.startsWith('failed')) return b.slice(0, 200)
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return `at ${i}: ${a.slice(Math.max(0, i - 60), i + 60)} … ${b.slice(Math.max(0, i - 60), i + 60)}`
}

function write(container, rows, folder, shards) {
  const parts = Array.from({ length: shards }, (_, s) => rows.filter((_, i) => i % shards === s))
  const paths = parts.map((_, s) => join(folder, `rows-${s}.${container}`))
  if (container === 'jsonl') {
    for (const [s, part] of parts.entries())
      writeFileSync(paths[s], part.map((row) => `${JSON.stringify(flat(row))}\n`).join(''))
    return paths
  }
  if (container === 'arrow') {
    for (const [s, part] of parts.entries())
      writeFileSync(paths[s], tableToIPC(tableFromJSON(part.map(flat)), 'stream'))
    return paths
  }
  for (const [s, part] of parts.entries()) {
    const flats = part.map(flat)
    writeFileSync(paths[s], parquet({ prompt: flats.map((r) => r.prompt), response: flats.map((r) => r.response) }))
  }
  return paths
}

/** Two columns of text: a shape that all three containers hold alike. */
const flat = ({ prompt, answer }) => ({ prompt, response: answer })
