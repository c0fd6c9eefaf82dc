/** Files on the web: sizes, versions, ranges, and what an address must not tell. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from '@jest/globals'
import { filesOf as filesOfPlan } from '../../src/cli/per-file.ts'
import { inspect, scanInputs } from '../../src/index.ts'
import { plan } from '../../src/plan.ts'
import { readRows } from '../../src/readers/index.ts'
import { placeOfPath } from '../../src/readers/remote/place.ts'
import { openRemote, streamOf } from '../../src/readers/remote/source.ts'
import { jsonl, plantedRows } from '../planted.ts'
import { type Faults, startWeb } from './hub-server.ts'

const rows = plantedRows(400, 0)
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

async function web(files: Readonly<Record<string, Buffer>>, faults: Faults & { etag?: string } = {}) {
  const bytes = new Map(Object.entries(files))
  const server = await startWeb(bytes, faults)
  open.push(server)
  return { ...server, bytes, faults }
}

const fixture = (...path: string[]): Buffer => readFileSync(join(__dirname, '../../fixtures', ...path))

test('text, compressed or not, Arrow, Parquet, zip and tar are read as files of this machine are', async () => {
  const { url } = await web({
    'rows.jsonl': Buffer.from(jsonl(rows)),
    'rows.jsonl.gz': gzipSync(jsonl(rows)),
    'rows.parquet': fixture('columnar', 'pyarrow-zstd.parquet'),
    'file.arrow': fixture('columnar', 'pyarrow-zstd.file.arrow'),
    'stream.arrow': fixture('columnar', 'pyarrow-lz4.stream.arrow'),
    'members.zip': fixture('formats', 'zip-members', 'input.zip'),
    'members.tar': fixture('formats', 'tar-members', 'input.tar'),
    'sample.tar': fixture('formats', 'webdataset', 'input.tar'),
  })
  const rowsOf = async (input: string) => {
    const { shards, problems } = await plan([input])
    expect(problems).toEqual([])
    const read: unknown[] = []
    for (const shard of shards) for await (const { values } of readRows(shard)) read.push(...values)
    return read
  }
  expect(await rowsOf(`${url}/rows.jsonl`)).toEqual(rows)
  expect(await rowsOf(`${url}/rows.jsonl.gz`)).toEqual(rows)
  for (const name of ['rows.parquet', 'file.arrow', 'stream.arrow']) {
    const stored = { 'rows.parquet': 'pyarrow-zstd.parquet', 'file.arrow': 'pyarrow-zstd.file.arrow' }[name]
    const local = join(__dirname, '../../fixtures/columnar', stored ?? 'pyarrow-lz4.stream.arrow')
    expect(await rowsOf(`${url}/${name}`)).toEqual(await rowsOf(local))
  }
  for (const [name, folder] of [
    ['members.zip', 'zip-members'],
    ['members.tar', 'tar-members'],
    ['sample.tar', 'webdataset'],
  ]) {
    const input = name!.endsWith('zip') ? 'input.zip' : 'input.tar'
    expect(await rowsOf(`${url}/${name}`)).toEqual(
      await rowsOf(join(__dirname, '../../fixtures/formats', folder!, input)),
    )
  }
}, 60_000)

test('a long file is cut into pieces that own their lines, however slices fall', async () => {
  const many = Array.from({ length: 40 }, () => rows).flat()
  const { url, seen } = await web({ 'long.jsonl': Buffer.from(jsonl(many)) })
  const { shards } = await plan([`${url}/long.jsonl`], { shardBytes: 300_000 })
  expect(shards.length).toBeGreaterThan(5)
  const read: unknown[] = []
  for (const shard of shards) for await (const { values } of readRows(shard)) read.push(...values)
  expect(read).toEqual(many)
  const bytes = seen
    .map(({ range }) => /(\d+)-(\d+)/.exec(range ?? '')!)
    .reduce((sum, [, from, to]) => sum + Number(to) - Number(from), 0)
  expect(bytes).toBeLessThan(shards[0]!.bytes * 1.6) // little is asked for twice
})

test('a reader that skips and stops anywhere sees the bytes that are there', async () => {
  const content = Buffer.from(Array.from({ length: 700_000 }, (_, i) => i % 251))
  const { url } = await web({ bytes: content })
  const source = openRemote({ url: `${url}/bytes`, file: 'bytes', size: content.length, hub: false })
  const reader = streamOf(source, 100, 600_000)
  const target = Buffer.alloc(150_000)
  let at = 100
  for (const step of [1, 65_000, 7, 100_000, 149_999]) {
    let filled = 0
    while (filled < step) filled += await reader.read(target, filled, step - filled)
    expect(target.subarray(0, step).equals(content.subarray(at, at + step))).toBe(true)
    at += step
    reader.skip?.(step)
    at += step
  }
  expect(await reader.read(target, 0, 10)).toBe(0)
})

describe('a file that changes', () => {
  test('between the plan and a reading is an error', async () => {
    const { url, bytes } = await web({ 'rows.jsonl': Buffer.from(jsonl(rows)) })
    const { shards } = await plan([`${url}/rows.jsonl`])
    const other = Buffer.from(jsonl(rows).replace('river', 'reven')) // as long as before
    bytes.set('rows.jsonl', other)
    const read = async () => {
      for await (const _ of readRows(shards[0]!));
    }
    await expect(read()).rejects.toMatchObject({ code: 'file-changed' })
  })

  test('weak and strong entity tags of one version are one', async () => {
    const { url, faults } = await web({ 'rows.jsonl': Buffer.from(jsonl(rows)) }, { etag: 'W/"one"' })
    const { shards } = await plan([`${url}/rows.jsonl`])
    expect(shards[0]!.version).toBe('"one"')
    faults.etag = '"one"'
    let read = 0
    for await (const { values } of readRows(shards[0]!)) read += values.length
    expect(read).toBe(rows.length)
  })
})

describe('a server without ranges', () => {
  test('is asked for the whole of a small file', async () => {
    const parquet = fixture('columnar', 'pyarrow-zstd.parquet')
    const { url } = await web(
      { 'rows.jsonl': Buffer.from(jsonl(rows)), 'rows.parquet': parquet },
      { ignoreRange: true },
    )
    expect((await inspect([`${url}/rows.jsonl`])).rows).toBe(rows.length)
    expect((await inspect([`${url}/rows.parquet`])).rows).toBeGreaterThan(0)
  })

  test('is told of where the file is long', async () => {
    const { url } = await web({ small: Buffer.from('x') }, { ignoreRange: true })
    const source = openRemote({ url: `${url}/small`, file: 'long', size: 1 << 30, hub: false })
    await expect(source.slice(0, 10)).rejects.toMatchObject({ code: 'file-changed' })
  })
})

test('what stands behind ? in an address, often a signature, is in no report and no message', async () => {
  const { url, seen } = await web({ 'rows.jsonl': Buffer.from(jsonl(rows)) })
  const secret = 'X-Signature=5ecre7'
  const inputs = [`${url}/rows.jsonl?${secret}`, `${url}/gone.jsonl?${secret}`]
  const { report, problems } = await scanInputs(inputs)
  expect(report.inputs.map(({ file }) => file)).toEqual([`${url}/rows.jsonl`])
  expect(problems.map(({ code }) => code)).toEqual(['file-missing'])
  expect(JSON.stringify([report, problems])).not.toContain('5ecre7')
  expect(seen.every(({ path }) => path.includes(secret))).toBe(true)
  // scanned file by file, the address that works is the one with the signature
  expect(filesOfPlan((await plan([inputs[0]!])).shards)[0]).toContain(secret)
})

test('addresses that cannot be asked are refused without a question', async () => {
  const fault = async (input: string) => (await plan([input])).problems[0]
  expect(await fault('http://user:hunter2@127.0.0.1/a.jsonl')).toMatchObject({ code: 'remote' })
  expect(JSON.stringify(await fault('http://user:hunter2@127.0.0.1/a.jsonl'))).not.toContain('hunter2')
  expect(await fault('s3://bucket/a.jsonl')).toMatchObject({ code: 'remote', message: /only hf:\/\/ and https:\/\// })
  expect(await fault('https://')).toMatchObject({ code: 'remote' })
  expect(placeOfPath('https://no-plan-made-this/a.jsonl')).toBeUndefined()
})

test('an abort is heard while a server is silent', async () => {
  const { url, server } = await web({ 'rows.jsonl': Buffer.from(jsonl(rows)) })
  server.removeAllListeners('request')
  server.on('request', () => undefined) // never answers
  const controller = new AbortController()
  const scanned = scanInputs([`${url}/rows.jsonl`], { signal: controller.signal })
  setTimeout(() => controller.abort(), 100)
  await expect(scanned).rejects.toMatchObject({ code: 'aborted' })
})

test('an empty file is empty, not broken', async () => {
  const { url } = await web({ 'rows.jsonl': Buffer.alloc(0) })
  expect((await plan([`${url}/rows.jsonl`])).problems).toMatchObject([
    { code: 'nothing-scannable', message: /is empty/ },
  ])
})
