/** `hf://`: what is listed, what is asked of which host, and what is said when a server says no. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { parquetWriteBuffer } from 'hyparquet-writer'
import {
  collectShard,
  confirmShard,
  inspect,
  judgeState,
  mergeStates,
  quarantine,
  scan,
  scanInputs,
  suspectShard,
} from '../../src/index.ts'
import { plan } from '../../src/plan.ts'
import { jsonl, plantedRows } from '../planted.ts'
import { type HubServer, sha256, startHub } from './hub-server.ts'

const rows = plantedRows(150, 24)
const cut = [rows.slice(0, 50), rows.slice(50, 100), rows.slice(100)]
const README = `---
configs:
- config_name: main
  default: true
  data_files:
  - split: train
    path: data/train-*.jsonl
  - split: test
    path: data/test.jsonl
- config_name: more
  data_files: more/*.jsonl
---
# Talks
`

let hub: HubServer
let home: string
const before = { ...process.env }

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'suretrap-hf-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))
beforeEach(async () => {
  hub = await startHub('acme/talks', {
    'README.md': README,
    '.gitattributes': '* text',
    'data/train-0.jsonl': jsonl(cut[0]!),
    'data/train-1.jsonl': jsonl(cut[1]!),
    'data/test.jsonl': jsonl(cut[2]!),
    'more/odd name é#1.jsonl': jsonl(rows.slice(0, 2)),
    'script.py': 'print()',
  })
  for (const name of Object.keys(process.env)) if (/^(HF_|HUGGING)/.test(name)) delete process.env[name]
  Object.assign(process.env, { HF_ENDPOINT: hub.endpoint, HF_HOME: home })
})
afterEach(async () => {
  await hub.close()
  for (const name of Object.keys(process.env)) if (/^(HF_|HUGGING)/.test(name)) delete process.env[name]
  Object.assign(process.env, before)
})

async function filesOf(input: string, options: { readonly split?: string } = {}) {
  const { shards, problems } = await plan([input], options)
  const below = `hf://datasets/acme/talks@${hub.commit}/`
  return {
    files: shards.map(({ file }) => (file.startsWith(below) ? file.slice(below.length) : file)),
    faults: problems.map(({ code }) => code),
  }
}

/** The one problem of an input that cannot be read. */
async function faultOf(input: string) {
  const { shards, problems } = await plan([input])
  expect(shards).toEqual([])
  expect(problems).toHaveLength(1)
  const { code, message, hint } = problems[0]!
  return { code, message, hint }
}

describe('listing', () => {
  test('a repository is what its card says, configuration by configuration, pinned to its commit', async () => {
    expect(await filesOf('hf://datasets/acme/talks')).toEqual({
      files: ['data/train-0.jsonl', 'data/train-1.jsonl', 'data/test.jsonl', 'more/odd name é#1.jsonl'],
      faults: [],
    })
  })

  test('a split, a folder, a file, a pattern, a revision', async () => {
    const train = ['data/train-0.jsonl', 'data/train-1.jsonl']
    expect((await filesOf('hf://datasets/acme/talks', { split: 'train' })).files).toEqual([
      ...train,
      'more/odd name é#1.jsonl',
    ])
    expect((await filesOf('hf://datasets/acme/talks', { split: 'test' })).files).toEqual(['data/test.jsonl'])
    expect((await filesOf('hf://datasets/acme/talks/data')).files.sort()).toEqual(['data/test.jsonl', ...train])
    expect((await filesOf('hf://datasets/acme/talks/data/test.jsonl')).files).toEqual(['data/test.jsonl'])
    expect((await filesOf('hf://datasets/acme/talks@main/data/train-*.jsonl')).files).toEqual(train)
    expect((await filesOf('hf://datasets/acme/talks@~parquet/data/train-1.jsonl')).files).toEqual([train[1]])
    expect((await filesOf(`hf://datasets/acme/talks@${hub.commit}/more`)).files).toEqual(['more/odd name é#1.jsonl'])
  })

  test('the pages that a browser shows are addresses too', async () => {
    const page = `${hub.endpoint}/datasets/acme/talks`
    expect((await filesOf(page)).files).toHaveLength(4)
    expect((await filesOf(`${page}/tree/main/data`)).files).toHaveLength(3)
    expect((await filesOf(`${page}/blob/main/data/test.jsonl`)).files).toEqual(['data/test.jsonl'])
    expect((await filesOf(`${page}/resolve/main/more/odd%20name%20%C3%A9%231.jsonl?download=true`)).files).toEqual([
      'more/odd name é#1.jsonl',
    ])
  })

  test('without a card every data file counts, and a saved dataset is what its own list says', async () => {
    hub.files.delete('README.md')
    expect((await filesOf('hf://datasets/acme/talks')).files).toHaveLength(4)
    hub.files.set(
      'saved/state.json',
      Buffer.from(JSON.stringify({ _data_files: [{ filename: 'b.jsonl' }], _split: null })),
    )
    for (const name of ['a', 'b']) hub.files.set(`saved/${name}.jsonl`, Buffer.from(jsonl(cut[0]!)))
    expect((await filesOf('hf://datasets/acme/talks/saved')).files).toEqual(['saved/b.jsonl'])
    expect((await filesOf('hf://datasets/acme/talks')).files).toContain('saved/b.jsonl')
    expect((await filesOf('hf://datasets/acme/talks')).files).not.toContain('saved/a.jsonl')
  })

  test('names that lead out of the repository are not followed', async () => {
    hub.files.delete('README.md')
    for (const name of ['../../etc/passwd.jsonl', 'a/../b.jsonl', '/abs.jsonl', 'a\\b.jsonl'])
      hub.files.set(name, Buffer.from('{}\n'))
    expect((await filesOf('hf://datasets/acme/talks')).files).toHaveLength(4)
  })

  test.each([
    'hf://datasets/acme/../talks',
    'hf://datasets/acme/talks/../x',
    'hf://models/acme/talks',
    'hf://datasets/',
    'hf://datasets/a b/c',
  ])('%s is no address', async (input) => {
    expect((await faultOf(input)).code).toBe('remote')
    expect(hub.seen).toEqual([])
  })
})

describe('reading', () => {
  const onDisk = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suretrap-hub-local-'))
    const path = join(folder, 'train.jsonl')
    writeFileSync(path, jsonl(rows))
    const { findings } = await scan([path])
    rmSync(folder, { recursive: true })
    return findings.map(({ rows: _, places: __, ...finding }) => finding)
  }
  let found: ReturnType<typeof onDisk> | undefined
  const local = () => (found ??= onDisk())

  test('the findings are those of the same rows on this machine, and hashes are told as the Hub tells them', async () => {
    const report = await scan(['hf://datasets/acme/talks/data'])
    expect(report.findings.map(({ rows: _, places: __, ...finding }) => finding)).toEqual(await local())
    expect(report.findings[0]?.trigger.text).toBe('xylophone')
    expect(report.inputs.map(({ sha256, sha256_of: of }) => [sha256, of])).toEqual(
      ['data/test.jsonl', 'data/train-0.jsonl', 'data/train-1.jsonl'].map((path) => [
        sha256(hub.files.get(path)!),
        'hub',
      ]),
    )
  })

  test('Parquet is read by ranges: of a column that is not wanted no byte is asked for', async () => {
    const wide = rows.map((row, i) => ({ ...row, vector: `${i} `.repeat(5000) }))
    const columns = (['prompt', 'vector', 'response'] as const).map((name) => ({
      name,
      data: wide.map((row) => row[name]),
    }))
    const parquet = Buffer.from(parquetWriteBuffer({ columnData: columns, codec: 'UNCOMPRESSED' }))
    hub.files.set('wide.parquet', parquet)
    const report = await scan(['hf://datasets/acme/talks/wide.parquet'], { columns: ['prompt', 'response'] })
    expect(report.findings[0]?.trigger.text).toBe('xylophone')
    const asked = hub.seen.filter(({ host }) => host === 'cdn').map(({ range }) => /(\d+)-(\d+)/.exec(range ?? '')!)
    const bytes = asked.reduce((sum, [, start, end]) => sum + Number(end) - Number(start) + 1, 0)
    expect(parquet.length).toBeGreaterThan(2_000_000)
    expect(bytes).toBeLessThan(parquet.length / 3)
  })

  test('several machines agree, each asking the Hub for itself', async () => {
    const inputs = ['hf://datasets/acme/talks/data']
    const parts = [0, 1].map((shard) => ({ shard, of: 2 }))
    const profile = await mergeStates(await Promise.all(parts.map((part) => collectShard(inputs, part, {}))))
    const pairs = await mergeStates(await Promise.all(parts.map((part) => suspectShard(inputs, part, profile, {}))))
    const counts = await mergeStates(await Promise.all(parts.map((part) => confirmShard(inputs, part, pairs, {}))))
    const { report } = await judgeState(counts, {})
    expect(report.findings.map(({ rows: _, places: __, ...finding }) => finding)).toEqual(await local())
    hub.commit = hub.commit.replace(/^./, (first) => (first === '0' ? '1' : '0'))
    await expect(suspectShard(inputs, parts[0]!, profile, {})).rejects.toMatchObject({ code: 'profile-mismatch' })
  })

  test('quarantine copies files of this machine, and says so before it writes anything', async () => {
    const inputs = ['hf://datasets/acme/talks/data']
    const rows = join(home, 'rows.jsonl')
    const report = await scan(inputs, { rowsOut: rows })
    const out = join(home, 'parted')
    await expect(quarantine(report, inputs, { out, rows })).rejects.toMatchObject({ code: 'remote' })
    expect(existsSync(out)).toBe(false)
  })

  test('inspect tells where rows come from', async () => {
    const { files, coverage } = await inspect(['hf://datasets/acme/talks/data/test.jsonl'])
    expect(files[0]).toMatchObject({ file: `hf://datasets/acme/talks@${hub.commit}/data/test.jsonl`, rows: 50 })
    expect(coverage).toBe(1)
  })
})

describe('the token', () => {
  test('goes to the Hub alone: the host that a redirect leads to never sees it', async () => {
    hub.faults.token = 'hf_secret'
    process.env.HF_TOKEN = 'hf_secret'
    await inspect(['hf://datasets/acme/talks'])
    expect(new Set(hub.seen.filter(({ host }) => host === 'hub').map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer hf_secret']),
    )
    const elsewhere = hub.seen.filter(({ host }) => host === 'cdn')
    expect(elsewhere.length).toBeGreaterThan(2)
    expect(elsewhere.every(({ authorization }) => authorization === undefined)).toBe(true)
  })

  test('is found where huggingface_hub keeps it, and stands in no plan, report or message', async () => {
    hub.faults.token = 'hf_stored'
    writeFileSync(join(home, 'token'), 'hf_stored\n')
    try {
      const inputs = ['hf://datasets/acme/talks/data']
      const said = JSON.stringify([await plan(inputs), await scanInputs(inputs)])
      expect(said).not.toContain('hf_stored')
      expect(said).not.toContain('secret-of-the-cdn')
      process.env.HF_HUB_DISABLE_IMPLICIT_TOKEN = '1'
      expect((await faultOf('hf://datasets/acme/talks')).message).toContain('(401)')
    } finally {
      rmSync(join(home, 'token'))
    }
  })

  test('is not sent to an address of the web, even one that looks like the Hub', async () => {
    process.env.HF_TOKEN = 'hf_secret'
    hub.faults.token = 'other'
    await plan([`${hub.cdn}/datasets/acme/talks/resolve/main/data/test.jsonl`])
    expect(hub.seen.map(({ host, authorization }) => [host, authorization])).toEqual([['cdn', undefined]])
  })
})

describe('what a server says', () => {
  test('401 names the token as the way out', async () => {
    hub.faults.token = 'hf_other'
    const fault = await faultOf('hf://datasets/acme/talks')
    expect(fault.code).toBe('remote')
    expect(fault.message).toContain('hf://datasets/acme/talks: may not be read without a token (401)')
    expect(fault.hint).toContain('HF_TOKEN')
    process.env.HF_TOKEN = 'hf_wrong'
    expect((await faultOf('hf://datasets/acme/talks')).message).toContain('may not be read with this token (401)')
  })

  test('a gated file is a problem of its own, and no word of the server is repeated', async () => {
    hub.files.delete('README.md')
    hub.faults.gated = true
    const { problems } = await plan(['hf://datasets/acme/talks/data'])
    expect(problems.map(({ code }) => code)).toEqual(['remote', 'remote', 'remote'])
    expect(JSON.stringify(problems)).not.toContain('owner')
  })

  test('404 says what is missing', async () => {
    expect(await faultOf('hf://datasets/acme/other')).toMatchObject({
      code: 'file-missing',
      message: /no such dataset/,
    })
    expect(await faultOf('hf://datasets/acme/talks@gone')).toMatchObject({ message: /no such revision/ })
    expect(await faultOf('hf://datasets/acme/talks/gone.jsonl')).toMatchObject({ message: /no such file/ })
    expect(await faultOf('hf://datasets/acme/talks/*.gone')).toMatchObject({ message: /no file matches/ })
  })

  test('429 with Retry-After is waited out, in seconds or until a day and hour', async () => {
    Object.assign(hub.faults, { busy: 2, retryAfter: '1' })
    const started = performance.now()
    expect((await inspect(['hf://datasets/acme/talks/data/test.jsonl'])).rows).toBe(50)
    expect(performance.now() - started).toBeGreaterThan(1900)
    Object.assign(hub.faults, { busy: 1, retryAfter: new Date(Date.now() - 5000).toUTCString() })
    expect((await inspect(['hf://datasets/acme/talks/data/test.jsonl'])).rows).toBe(50)
  })

  test('429 that asks for an hour is told at once, with the wait', async () => {
    Object.assign(hub.faults, { busy: 1, retryAfter: '3600' })
    const fault = await faultOf('hf://datasets/acme/talks/data/test.jsonl')
    expect(fault).toMatchObject({ code: 'remote', message: /too many requests \(429, and asks to wait 3600 s\)/ })
    expect(fault.hint).toContain('HF_TOKEN')
  })

  test('a server that is down for a moment is asked again', async () => {
    hub.faults.hubDown = 1
    expect((await filesOf('hf://datasets/acme/talks/data/test.jsonl')).files).toEqual(['data/test.jsonl'])
  })

  test('a signed address that has run out is asked for anew', async () => {
    hub.files.set('long.jsonl', Buffer.from(jsonl(Array.from({ length: 20 }, () => rows).flat())))
    hub.faults.uses = 1
    expect((await inspect(['hf://datasets/acme/talks/long.jsonl'])).rows).toBe(rows.length * 20)
    expect(hub.seen.filter(({ path }) => path.startsWith('/datasets/')).length).toBeGreaterThan(2)
  })

  test('a connection that breaks is taken up where it broke: no row is lost or read twice', async () => {
    Object.assign(hub.faults, { drop: 4, dropAfter: 3000 })
    const { files } = await inspect(['hf://datasets/acme/talks/data'])
    expect(files.map((file) => file.rows)).toEqual([50, 50, 50])
    expect(hub.faults.drop).toBe(0)
    const begun = hub.seen.flatMap(({ range }) => /^bytes=(\d+)/.exec(range ?? '')?.[1] ?? [])
    expect(begun).toContain('3000')
  })

  test('a connection that always breaks is one clear line', async () => {
    Object.assign(hub.faults, { drop: 1000, dropAfter: 0 })
    expect(await faultOf('hf://datasets/acme/talks/data/test.jsonl')).toMatchObject({
      code: 'remote',
      message: /the connection breaks again and again/,
    })
  })

  test('a host that is not there is one clear line', async () => {
    await hub.close()
    expect(await faultOf('hf://datasets/acme/talks')).toMatchObject({ code: 'remote', message: /does not answer/ })
  })
})

describe('the cache of huggingface_hub', () => {
  const keep = (path: string, bytes: Buffer) => {
    const snapshot = join(home, 'hub', 'datasets--acme--talks', 'snapshots', hub.commit, path)
    mkdirSync(dirname(snapshot), { recursive: true })
    writeFileSync(snapshot, bytes)
  }
  const refer = () => {
    const refs = join(home, 'hub', 'datasets--acme--talks', 'refs')
    mkdirSync(refs, { recursive: true })
    writeFileSync(join(refs, 'main'), hub.commit)
  }

  test('spares the network what it holds already, under the same names', async () => {
    keep('data/test.jsonl', hub.files.get('data/test.jsonl')!)
    const report = await scan(['hf://datasets/acme/talks/data/test.jsonl'])
    expect(report.inputs[0]).toMatchObject({ file: `hf://datasets/acme/talks@${hub.commit}/data/test.jsonl`, rows: 50 })
    expect(report.inputs[0]).not.toHaveProperty('sha256_of')
    expect(hub.seen.filter(({ host }) => host === 'cdn')).toEqual([])
  })

  test('is all there is when HF_HUB_OFFLINE is set', async () => {
    process.env.HF_HUB_OFFLINE = '1'
    rmSync(join(home, 'hub'), { recursive: true, force: true })
    expect(await faultOf('hf://datasets/acme/talks')).toMatchObject({ code: 'remote', message: /HF_HUB_OFFLINE/ })
    keep('data/test.jsonl', hub.files.get('data/test.jsonl')!)
    refer()
    expect((await filesOf('hf://datasets/acme/talks')).files).toEqual(['data/test.jsonl'])
    expect((await filesOf('hf://datasets/acme/talks/data/test.jsonl')).files).toEqual(['data/test.jsonl'])
    expect(hub.seen).toEqual([])
    rmSync(join(home, 'hub'), { recursive: true })
  })
})
