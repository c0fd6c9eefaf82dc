import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { datasetFolder } from '../../src/readers/folders.ts'
import { arrow, parquet, scratch } from '../readers/columnar.ts'

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const FOLDER = join(process.cwd(), 'fixtures', 'columnar')
const truth = readFileSync(join(FOLDER, 'rows.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as unknown)

async function filesOf(path: string): Promise<readonly string[]> {
  if (!statSync(path).isDirectory()) return [path]
  return (await datasetFolder(path))?.files.map((file) => file.path) ?? []
}

async function rowsOf(path: string): Promise<unknown[]> {
  const rows: unknown[] = []
  for (const file of await filesOf(path))
    rows.push(...(await (file.endsWith('.parquet') ? parquet(file) : arrow(file))).rows)
  return rows
}

describe('rows of every real writer are the rows that were written', () => {
  const names = readdirSync(FOLDER).filter((name) => name !== 'README.md' && name !== 'rows.jsonl')

  test.each(names)('%s', async (name) => {
    expect(await rowsOf(join(FOLDER, name))).toEqual(truth)
  })
})
