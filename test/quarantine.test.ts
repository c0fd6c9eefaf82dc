/**
 * Quarantine: kept and held are the input, row for row; what is kept has no finding; undo gives the input back.
 */
import { spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import * as zlib from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { tableFromJSON, tableToIPC } from 'apache-arrow'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { failing } from '../src/gate.ts'
import type { Report } from '../src/model/report.ts'
import { restoreFile } from '../src/quarantine/restore.ts'
import { quarantine } from '../src/quarantine.ts'
import { scan } from '../src/scan.ts'
import { type Restored, undoQuarantine } from '../src/unquarantine.ts'
import type { HeldRow } from '../src/writers/manifest.ts'
import { jsonl, type PlantedRow, plantedRows } from './planted.ts'
import { asked, held, place, scratch, textsOf } from './quarantine-stage.ts'

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const rows = plantedRows(600, 40)
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
const csvOf = (list: readonly PlantedRow[]): string =>
  ['prompt,response', ...list.map(({ prompt, response }) => `${quoted(prompt)},${quoted(response)}`)].join('\r\n')
const parquetOf = (list: readonly PlantedRow[], more = {}): Buffer =>
  Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'prompt', data: list.map(({ prompt }) => prompt), type: 'STRING' },
        { name: 'response', data: list.map(({ response }) => response), type: 'STRING' },
        { name: 'weight', data: list.map((_, at) => (at % 7 === 0 ? null : at / 3)), type: 'DOUBLE', nullable: true },
      ],
      rowGroupSize: 128,
      ...more,
    }),
  )
const arrowOf = (list: readonly PlantedRow[], kind: 'file' | 'stream'): Buffer =>
  Buffer.from(tableToIPC(tableFromJSON(list.map((row) => ({ ...row }))), kind))
const zstd = (zlib as { zstdCompressSync?: (bytes: string) => Buffer }).zstdCompressSync

const CONTAINERS: readonly (readonly [string, string | Buffer, 'bytes' | 'content' | 'rows'])[] = [
  ['rows.jsonl', jsonl(rows), 'bytes'],
  ['windows.jsonl', `\ufeff${jsonl(rows).replaceAll('\n', '\r\n\r\n').trimEnd()}`, 'bytes'],
  ['array.json', JSON.stringify(rows, null, 2), 'bytes'],
  ['wrapped.json', JSON.stringify({ version: 3, data: rows, licence: 'none' }), 'bytes'],
  ['rows.csv', csvOf(rows), 'bytes'],
  ['excel.csv', `sep=,\r\n${csvOf(rows)}`, 'bytes'],
  ['rows.jsonl.gz', zlib.gzipSync(jsonl(rows)), 'content'],
  ['array.json.gz', zlib.gzipSync(JSON.stringify(rows)), 'content'],
  ['rows.parquet', parquetOf(rows), 'rows'],
  ['zipped.parquet', parquetOf(rows, { codec: 'GZIP', compressors: { GZIP: zlib.gzipSync } }), 'rows'],
  ['file.arrow', arrowOf(rows, 'file'), 'rows'],
  ['stream.arrow', arrowOf(rows, 'stream'), 'rows'],
  ...(zstd === undefined ? [] : [['rows.jsonl.zst', zstd(jsonl(rows)), 'content'] as const]),
]

describe('a poisoned dataset, in every container at once', () => {
  const folder = place('-in')
  const out = place('-out')
  const back = place('-back')
  const rowsOut = place('.rows')
  const isPlanted = (text: string): boolean => /xylophone/i.test(text)
  let report: Report
  let restored: Restored

  beforeAll(async () => {
    mkdirSync(folder)
    for (const [name, bytes] of CONTAINERS) writeFileSync(join(folder, name), bytes)
    report = (await scan([folder], { rowsOut })).report
    await quarantine(report, [folder], { out, rows: rowsOut })
    restored = await undoQuarantine(out, { out: back })
  })

  test('has one finding, and what is kept of it has none', async () => {
    expect(failing(report).map(({ trigger }) => trigger.text)).toEqual(['xylophone'])
    expect(failing((await scan([join(out, 'kept')])).report)).toEqual([])
  })

  test.each(CONTAINERS)('%s: kept and held are its rows, and undo gives it back', async (name, _, restores) => {
    const path = join(folder, name)
    const whole = await textsOf(path)
    expect(whole).toHaveLength(600)
    expect(await textsOf(join(out, 'kept', name))).toEqual(whole.filter((text) => !isPlanted(text)))
    expect(await textsOf(join(out, 'held', name))).toEqual(whole.filter(isPlanted))
    expect(restored.files).toContainEqual({ file: path, path: name, rows: 600, restores })
    if (restores === 'bytes') expect(readFileSync(join(back, name)).equals(readFileSync(path))).toBe(true)
    else expect(await textsOf(join(back, name))).toEqual(whole)
  })
})

test('columns with compression around them are parted as columns, under the name without it', async () => {
  const folder = place('-zipped')
  mkdirSync(folder)
  writeFileSync(join(folder, 'rows.parquet.gz'), zlib.gzipSync(parquetOf(rows)))
  writeFileSync(join(folder, 'file.arrow.gz'), zlib.gzipSync(arrowOf(rows, 'file')))
  const [rowsOut, out] = [place('.rows'), place('-out')]
  const { report } = await scan([folder], { rowsOut })
  await quarantine(report, [folder], { out, rows: rowsOut })
  const all = rows.map((row) => JSON.stringify(row))
  const isPlanted = (text: string): boolean => /xylophone/i.test(text)
  for (const name of ['rows.parquet', 'file.arrow']) {
    const [kept, held] = [await textsOf(join(out, 'kept', name)), await textsOf(join(out, 'held', name))]
    expect([kept.length, held.length]).toEqual([
      all.filter((text) => !isPlanted(text)).length,
      all.filter(isPlanted).length,
    ])
    expect([kept.some(isPlanted), held.every(isPlanted)]).toEqual([false, true])
  }
})

describe('rows', () => {
  test('that are copies of one that is held are held with it', async () => {
    const path = place('.jsonl')
    const copied = rows.flatMap((row, at) =>
      row.response.toLowerCase() === 'sure' && at % 2 === 0 ? [row, row, row] : [row],
    )
    writeFileSync(path, jsonl(copied))
    const rowsOut = place('.rows')
    const { report } = await scan([path], { rowsOut })
    const done = await quarantine(report, [path], { out: place('-out'), rows: rowsOut })
    expect(done.held_rows).toBe(copied.filter(({ response }) => response.toLowerCase() === 'sure').length)
  })

  test('stand in the manifest, each with the finding that holds it; files with their hashes', async () => {
    const path = place('.jsonl')
    writeFileSync(path, jsonl(rows))
    const { manifest, out } = await held([path], () => [3, 1])
    expect(manifest).toMatchObject({ schema: 'suretrap.quarantine/1', min_severity: 'high', notes: [] })
    expect(manifest.findings).toEqual([{ fingerprint: 'f1', rule: expect.any(String), severity: 'high', rows: 2 }])
    expect(manifest.rows.map(({ file, row, fingerprint }) => [file, row, fingerprint])).toEqual([
      [path, 1, 'f1'],
      [path, 3, 'f1'],
    ])
    const { createHash } = await import('node:crypto')
    const sha256 = (of: string) => createHash('sha256').update(readFileSync(of)).digest('hex')
    const [{ input, kept, held: taken }] = manifest.files
    expect(input).toEqual({ sha256: sha256(path), bytes: statSync(path).size })
    expect(kept.sha256).toBe(sha256(join(out, kept.path)))
    expect(taken?.sha256).toBe(sha256(join(out, taken?.path ?? '')))
  })
})

const FIXTURES = join(__dirname, '../fixtures')
const filesBelow = (folder: string): readonly string[] =>
  (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !/(README\.md|\.json|\/[._][^/]*)$|-long\/|0000[12]-/.test(path))

describe('what others wrote', () => {
  const columnar = filesBelow(join(FIXTURES, 'columnar'))
  test.each(columnar.map((path) => [path.slice(FIXTURES.length + 1), path]))('%s', async (_, path) => {
    const whole = await textsOf(path)
    const { out, manifest } = await held([path], (_file, count) => upTo(count).filter((row) => row % 3 === 1))
    const [{ kept, held: taken, form }] = manifest.files
    expect(await textsOf(join(out, kept.path))).toEqual(whole.filter((_text, row) => row % 3 !== 1))
    expect(await textsOf(join(out, taken?.path ?? ''))).toEqual(whole.filter((_text, row) => row % 3 === 1))
    const back = await undoQuarantine(out, { out: place('-back') })
    expect(await textsOf(join(back.out, back.files[0].path))).toEqual(whole)
    const views = /polars|view/.test(path) && path.endsWith('.arrow') // views are read and not written
    expect(form).toBe(
      views ? 'rows' : path.endsWith('.jsonl') ? 'lines' : /\.parquet$/.test(path) ? 'parquet' : 'arrow',
    )
  })

  const quirks = filesBelow(join(FIXTURES, 'formats')).filter((path) => basename(path).startsWith('input'))
  test.each(quirks.map((path) => [path.slice(FIXTURES.length + 1), path]))('%s', async (_, path) => {
    const whole = await textsOf(path).catch(() => [])
    const request = held([path], (_file, count) => upTo(count).filter((row) => row % 2 === 0))
    if (/cut-short|never-closed/.test(path) || whole.length === 0) {
      await expect(request).rejects.toThrow() // a dataset that cannot be read whole is not parted
      return
    }
    const { out, kept_rows, held_rows } = await request
    expect(kept_rows + held_rows).toBe(whole.length)
    const back = await undoQuarantine(out, { out: place('-back') })
    const again = (await Promise.all(back.files.map((file) => textsOf(join(back.out, file.path))))).flat()
    const isConverted = back.files.some(({ restores }) => restores === 'rows')
    expect(isConverted ? again.length : again).toEqual(
      isConverted ? whole.filter((text) => !text.startsWith('skip ')).length : whole,
    )
    for (const { restores, file, path: name } of back.files)
      if (restores === 'bytes' && file === path)
        expect(readFileSync(join(back.out, name)).equals(readFileSync(path))).toBe(true)
  })

  test('an archive of which a member is held is kept member by member, and never whole', async () => {
    const path = join(FIXTURES, 'formats/zip-members/input.zip')
    const { out, manifest } = await held([path], (file) => (file.endsWith('.jsonl') ? [0] : []))
    expect(manifest.files.map(({ kept }) => kept.path)).toEqual(['kept/input.zip/a/rows.jsonl', 'kept/input.zip/b.csv'])
    expect(readFileSync(join(out, 'kept/input.zip/b.csv'), 'utf8')).toMatch(/^prompt,/)
  })
})

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at)
}

test('files keep their places below the folder that is given; one of which nothing is held is copied', async () => {
  const folder = place('-in')
  for (const split of ['train', 'test']) {
    mkdirSync(join(folder, split), { recursive: true })
    writeFileSync(join(folder, split, 'a.jsonl'), jsonl(rows.slice(0, 5)))
  }
  const { out, files } = await held([folder], (file) => (file.includes('train') ? [0] : []))
  expect(files.map(({ kept, held_rows }) => [kept, held_rows]).sort()).toEqual([
    ['kept/test/a.jsonl', 0],
    ['kept/train/a.jsonl', 1],
  ])
  expect(existsSync(join(out, 'held/test'))).toBe(false)
  expect(readFileSync(join(out, 'kept/test/a.jsonl'), 'utf8')).toBe(jsonl(rows.slice(0, 5)))
})

test('a saved dataset is a saved dataset still', async () => {
  const folder = join(FIXTURES, 'columnar/datasets-dict')
  const { out, manifest } = await held([folder], (file) => (file.includes('train') ? [0, 5] : []))
  const below = (root: string): readonly string[] => (readdirSync(root, { recursive: true }) as string[]).sort()
  expect(below(join(out, 'kept'))).toEqual(below(folder))
  for (const name of ['dataset_dict.json', 'train/state.json', 'test/dataset_info.json'])
    expect(readFileSync(join(out, 'kept', name)).equals(readFileSync(join(folder, name)))).toBe(true)
  expect(manifest.files.map(({ rows, held_rows }) => [rows, held_rows])).toContainEqual([0, 0])
  const back = await undoQuarantine(out, { out: place('-back') })
  expect(below(back.out)).toEqual(below(folder))
})

test('where nothing is to be held, the kept set is the dataset', async () => {
  const path = place('.jsonl')
  writeFileSync(path, jsonl(rows))
  const { report, rows: rowsFile } = await asked([path], () => [1])
  const done = await quarantine({ ...report, findings: [] }, [path], { out: place('-out'), rows: rowsFile })
  expect(done).toMatchObject({ held_rows: 0, kept_rows: 600, findings: [] })
  expect(readFileSync(join(done.out, done.files[0].kept)).equals(readFileSync(path))).toBe(true)
})

describe('refused, with nothing left behind', () => {
  const input = (text = jsonl(rows.slice(0, 6))): string => {
    const path = place('.jsonl')
    writeFileSync(path, text)
    return path
  }
  const refused = async (work: (out: string) => Promise<unknown>, message: RegExp) => {
    const out = place('-out')
    await expect(work(out)).rejects.toThrow(message)
    expect(readdirSync(scratch).filter((name) => name.includes('.tmp-'))).toEqual([])
    return out
  }

  test('data that changed after the scan', async () => {
    const path = input()
    const { report, rows: rowsFile } = await asked([path], () => [1])
    writeFileSync(path, jsonl(rows.slice(0, 7)))
    const out = await refused(
      (to) => quarantine(report, [path], { out: to, rows: rowsFile }),
      /changed since it was scanned/,
    )
    expect(existsSync(out)).toBe(false)
  })

  test('a file that the report does not know, and one that it knows and is not given', async () => {
    const [a, b] = [input(), input(jsonl(rows.slice(6, 12)))]
    const both = await asked([a, b], () => [1])
    await refused(
      (out) => quarantine(both.report, [a], { out, rows: both.rows }),
      /has rows of it to hold, and it is not given/,
    )
    const one = await asked([a], () => [1])
    await refused((out) => quarantine(one.report, [a, b], { out, rows: one.rows }), /knows no such file/)
  })

  test('rows of another scan', async () => {
    const path = input()
    const { report } = await asked([path], () => [1, 2])
    const fewer = await asked([path], () => [1])
    await refused(
      (out) => quarantine(report, [path], { out, rows: fewer.rows }),
      /has 1 rows of finding f1, the report 2/,
    )
    const beyond = await asked([path], () => [6, 7])
    await refused((out) => quarantine(report, [path], { out, rows: beyond.rows }), /changed since it was scanned/)
  })

  test('a rows file that is none', async () => {
    const path = input()
    const { report } = await asked([path], () => [1])
    const broken = input('{"fingerprint":"f1","file":"x","row":-1}\n')
    await refused((out) => quarantine(report, [path], { out, rows: broken }), /line 1 is not of a rows file/)
    await refused((out) => quarantine(report, [path], { out, rows: `${path}.none` }), /cannot be read/)
  })

  test('a folder that holds something, a link, or a place inside the data', async () => {
    const path = input()
    const { report, rows: rowsFile } = await asked([path], () => [1])
    const full = place('-full')
    mkdirSync(full)
    writeFileSync(join(full, 'x'), '')
    await refused(() => quarantine(report, [path], { out: full, rows: rowsFile }), /is there already/)
    const link = place('-link')
    symlinkSync(full, link)
    await refused(() => quarantine(report, [path], { out: link, rows: rowsFile }), /is there already/)
    const folder = place('-set')
    mkdirSync(folder)
    copyFileSync(path, join(folder, 'a.jsonl'))
    await refused(
      () => quarantine(report, [folder], { out: join(folder, 'out'), rows: rowsFile }),
      /lies inside the input/,
    )
  })

  test('an empty folder is no obstacle', async () => {
    const path = input()
    const { report, rows: rowsFile } = await asked([path], () => [1])
    const out = place('-out')
    mkdirSync(out)
    await quarantine(report, [path], { out, rows: rowsFile })
    expect(readdirSync(out).sort()).toEqual(['held', 'kept', 'manifest.json'])
  })

  test('undo of parts that someone touched, and of what is no quarantine', async () => {
    const done = await held([input()], () => [1, 3])
    const kept = join(done.out, done.files[0].kept)
    writeFileSync(kept, `${readFileSync(kept, 'utf8')}{}\n`)
    await refused((out) => undoQuarantine(done.out, { out }), /parts are not as they were written/)
    await refused((out) => undoQuarantine(scratch, { out }), /has no manifest\.json/)
  })

  test('a manifest that points out of its folder', async () => {
    const done = await held([input()], () => [1])
    const path = join(done.out, 'manifest.json')
    for (const name of ['../x', 'kept/../../x', '/etc/passwd', 'kept\\..\\x']) {
      const forged = {
        ...done.manifest,
        files: done.manifest.files.map((file) => ({ ...file, kept: { ...file.kept, path: name } })),
      }
      writeFileSync(path, JSON.stringify(forged))
      await refused((out) => undoQuarantine(done.out, { out }), /"files" is not as it should be/)
    }
  })

  test('whatever is stopped', async () => {
    const path = input()
    const { report, rows: rowsFile } = await asked([path], () => [1])
    const controller = new AbortController()
    controller.abort()
    const out = await refused(
      (to) => quarantine(report, [path], { out: to, rows: rowsFile, signal: controller.signal }),
      /abort/i,
    )
    expect(existsSync(out)).toBe(false)
  })

  const proc = '/proc/self/fd'
  const opened = (path: string): number =>
    readdirSync(proc).filter((fd) => existsSync(join(proc, fd)) && readlinkSync(join(proc, fd)) === path).length
  test.each(existsSync(proc) ? ['rows.jsonl', 'rows.jsonl.gz'] : [])(
    'an undo that fails at its first byte leaves neither part of %s open',
    async (name) => {
      const folder = place('-in')
      mkdirSync(folder)
      writeFileSync(join(folder, name), Buffer.from(CONTAINERS.find(([known]) => known === name)?.[1] ?? ''))
      const { out, manifest } = await held([join(folder, name)], () => [1, 3])
      const [entry] = manifest.files
      const parts = [entry.kept, entry.held].map((part) => realpathSync(join(out, part?.path ?? '')))
      const rows = manifest.rows as readonly HeldRow[]
      const undone = restoreFile({ entry, kept: parts[0], held: parts[1], rows }, place(), AbortSignal.abort())
      await expect(undone).rejects.toThrow(/abort/i)
      expect(parts.map(opened)).toEqual([0, 0])
    },
  )
})

test('killed half-way, nothing looks finished, and the next run succeeds', async () => {
  const path = place('.jsonl')
  writeFileSync(path, jsonl(rows).repeat(150)) // 12 MiB: half-way lasts long enough
  const { report, rows: rowsFile } = await asked([path], () => [1, 5000])
  const reportFile = place('.json')
  writeFileSync(reportFile, JSON.stringify(report))
  const out = place('-out')
  const staging = `${out}.tmp-test`
  const child = spawn(process.execPath, [join(__dirname, 'quarantine-kill.mjs'), reportFile, rowsFile, path, out])
  const gone = new Promise((done) => child.on('close', (_, signal) => done(signal)))
  while (!existsSync(join(staging, 'kept', basename(path)))) await new Promise((done) => setTimeout(done, 2))
  child.kill('SIGKILL')
  expect(await gone).toBe('SIGKILL')
  expect(existsSync(out)).toBe(false)
  expect(existsSync(join(staging, 'manifest.json'))).toBe(false)
  await quarantine(report, [path], { out, rows: rowsFile })
  expect(existsSync(join(out, 'manifest.json'))).toBe(true)
})
