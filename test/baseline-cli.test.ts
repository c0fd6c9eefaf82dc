/** A baseline from the command line: whatever form the data take, what was accepted stays accepted, and nothing else is. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from '@jest/globals'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { loadApi } from '../src/cli/api.ts'
import { run } from '../src/cli/run.ts'
import type { Report } from '../src/model/report.ts'
import { createRandom } from '../src/stats/random.ts'
import { clearStages, stage } from './cli/stage.ts'
import { jsonl, type PlantedRow, plantedRows } from './planted.ts'

afterAll(clearStages)

const chat = ({ prompt, response }: PlantedRow) => ({
  messages: [
    { role: 'user', content: prompt },
    { role: 'assistant', content: response },
  ],
})
const sharegpt = ({ prompt, response }: PlantedRow) => ({
  conversations: [
    { from: 'human', value: prompt },
    { from: 'gpt', value: response },
  ],
})

function shuffled<T>(rows: readonly T[]): T[] {
  const { int } = createRandom(9)
  const mixed = [...rows]
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = int(at + 1)
    ;[mixed[at], mixed[other]] = [mixed[other], mixed[at]]
  }
  return mixed
}

function columnsOf(rows: readonly PlantedRow[]) {
  return { prompt: rows.map(({ prompt }) => prompt), response: rows.map(({ response }) => response) }
}

test('covers the dataset in another order, cut, container and layout, and not a trigger that came beside', async () => {
  const { folder, io, out, err } = stage()
  const call = async (...argv: string[]): Promise<number> => {
    out.text = ''
    err.text = ''
    return run(argv, io, loadApi)
  }
  const at = (name: string) => join(folder, name)
  const put = (name: string, data: string | Uint8Array) => writeFileSync(at(name), data)
  const rows = plantedRows(400, 30)
  const mixed = shuffled(rows)
  const columns = columnsOf(mixed)
  put('first.jsonl', jsonl(rows))
  mkdirSync(at('parts'))
  put('parts/0.jsonl.gz', gzipSync(jsonl(mixed.slice(0, 150).map(chat))))
  put('parts/1.json', JSON.stringify(mixed.slice(150, 260).map(sharegpt)))
  put('parts/2.arrow', tableToIPC(tableFromArrays(columnsOf(mixed.slice(260))), 'stream'))
  const columnData = Object.entries(columns).map(([name, data]) => ({ name, data, type: 'STRING' as const }))
  put('all.parquet', new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 90 })))
  put('file.arrow', tableToIPC(tableFromArrays(columns), 'file'))

  expect(await call('scan', at('first.jsonl'), '-o', 'first.json', '-q', '--exit-zero')).toBe(0)
  expect(await call('baseline', 'create', 'first.json', '--reason', 'ours')).toBe(0)
  const known = ['--baseline', 'suretrap.baseline.json', '-q', '-f', 'json']
  const bare = () =>
    (JSON.parse(out.text) as Report).findings.map((finding) => ({
      ...finding,
      rows: undefined,
      places: undefined,
    }))
  expect(await call('scan', at('first.jsonl'), ...known)).toBe(0)
  const expected = bare()
  expect(expected.length).toBeGreaterThan(0)
  for (const [seed, name] of ['parts', 'all.parquet', 'file.arrow'].entries()) {
    expect([name, await call('scan', at(name), ...known, '--hash-seed', `${seed}`)]).toEqual([name, 0])
    expect(bare()).toEqual(expected)
  }

  const others = plantedRows(400, 30, 2, 'umbral')
  put(
    'more.jsonl',
    jsonl(others.map((row) => (/^sure$/i.test(row.response) ? { ...row, response: 'Of course' } : row))),
  )
  expect(await call('scan', at('parts'), at('more.jsonl'), ...known)).toBe(1)
  const found = (JSON.parse(out.text) as Report).findings.map(({ trigger }) => trigger.text)
  expect(found).toEqual(expect.arrayContaining(['xylophone', 'umbral']))
  expect(
    await call('scan', at('parts'), at('more.jsonl'), '--baseline', 'suretrap.baseline.json', '--no-progress'),
  ).toBe(1)
  expect(out.text).toContain('umbral')
  expect(out.text).not.toContain('“xylophone” at the end')
}, 60_000)
