/**
 * The scanner under test, as a user gets it: the built library, default options, all rows of every finding written out.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const built = process.env.SURETRAP_DIST ?? resolve(dirname(fileURLToPath(import.meta.url)), '../../dist')

/**
 * @param {readonly string[]} paths
 * @param {string} folder   for the row list
 * @param {import('../../src/model/options.ts').ScanOptions} [options]
 * @returns {Promise<{ report: import('../../src/model/report.ts').Report, rows: {fingerprint: string, file: string, row: number}[], ms: number }>}
 */
export async function scanned(paths, folder, options = {}) {
  const { scan } = await import(pathToFileURL(join(built, 'index.js')).href)
  const rowsOut = join(folder, 'rows-out.jsonl')
  const started = performance.now()
  const result = await scan([...paths], { jobs: 1, ...options, rowsOut })
  const ms = performance.now() - started
  const text = existsSync(rowsOut) ? readFileSync(rowsOut, 'utf8') : ''
  const rows = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return { report: result.report ?? result, rows, ms }
}
