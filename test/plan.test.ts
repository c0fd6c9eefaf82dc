import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals'

import { plan } from '../src/plan.ts'
import { gather, valuesOf, workFolder } from './readers/drip.ts'

// A host that does not answer is asked again, after seconds that nobody here need wait.
jest.mock('node:timers/promises', () => ({
  ...jest.requireActual<object>('node:timers/promises'),
  setTimeout: async () => {},
}))

const work = workFolder()
afterAll(() => work.remove())

let root: string
let count = 0
beforeEach(() => {
  root = join(work.path, String(count++))
  mkdirSync(root)
})

/** Writes files; answers with their folder. */
function put(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return root
}

const names = (shards: readonly { readonly file: string }[]) => shards.map(({ file }) => file.slice(root.length + 1))
const ROW = '{"prompt":"p","response":"r"}\n'

describe('inputs', () => {
  test('a folder is walked in byte order; what is not data is counted', async () => {
    const folder = put({
      'b.jsonl': ROW,
      'a/z.json': `[${ROW}]`,
      'a/B.jsonl': ROW,
      'é.jsonl': ROW,
      'README.md': 'x',
      LICENSE: 'x',
      'dataset_info.json': '{}',
      '_SUCCESS.txt': '',
      '.cache/x.jsonl': ROW,
      'code.py': 'x',
      'notes.unknown': 'prose',
      'empty.jsonl': '',
    })
    const { shards, problems, ignored } = await plan([folder])
    expect(names(shards)).toEqual(['a/B.jsonl', 'a/z.json', 'b.jsonl', 'é.jsonl'])
    expect(problems).toEqual([])
    expect(ignored).toBe(8)
  })

  test('inputs keep their order, and a file named twice is read once', async () => {
    const folder = put({ 'a.jsonl': ROW, 'b.jsonl': ROW, 'c.jsonl': ROW })
    const { shards } = await plan([`${folder}/c.jsonl`, folder, `${folder}/a.jsonl`])
    expect(names(shards)).toEqual(['c.jsonl', 'a.jsonl', 'b.jsonl'])
  })

  test('globs go down folders, and a path that exists is no glob', async () => {
    const folder = put({
      'a/x-1.jsonl': ROW,
      'a/b/x-2.jsonl': ROW,
      'a/y.json': `[${ROW}]`,
      '[x].jsonl': ROW,
      '.h/x.jsonl': ROW,
    })
    expect(names((await plan([`${folder}/**/x-*.jsonl`])).shards)).toEqual(['a/b/x-2.jsonl', 'a/x-1.jsonl'])
    expect(names((await plan([`${folder}/a/{y,z}.js?n`])).shards)).toEqual(['a/y.json'])
    expect(names((await plan([`${folder}/a/**`])).shards)).toEqual(['a/b/x-2.jsonl', 'a/x-1.jsonl', 'a/y.json'])
    expect(names((await plan([`${folder}/[x].jsonl`])).shards)).toEqual(['[x].jsonl'])
    expect(names((await plan([`${folder}/a/x-[0-3].jsonl`])).shards)).toEqual(['a/x-1.jsonl'])
  })

  test('each thing that cannot be read is one problem with a hint, and the rest is planned', async () => {
    const folder = put({
      'good.jsonl': ROW,
      'empty.jsonl': '',
      'prose.doc': 'words and words',
      'none/README.md': 'x',
      'broken.parquet': 'PAR1 no footer here PAR1',
      'bad.zip': 'PK\u0003\u0004 and no directory',
    })
    const inputs = [
      'missing.jsonl',
      'empty.jsonl',
      'prose.doc',
      'none',
      'broken.parquet',
      'bad.zip',
      'x*.jsonl',
      'good.jsonl',
    ]
    const { shards, problems } = await plan([
      ...inputs.map((name) => join(folder, name)),
      '-',
      'https://example.org/a.jsonl',
    ])
    expect(names(shards)).toEqual(['good.jsonl'])
    expect(problems.map(({ code }) => code)).toEqual([
      'file-missing',
      'nothing-scannable',
      'format-unknown',
      'nothing-scannable',
      'file-corrupt',
      'file-corrupt',
      'file-missing',
      'usage',
      'remote',
    ])
    for (const { message, hint, file } of problems) {
      expect(message).not.toContain('\n')
      expect(hint).not.toBe('')
      expect(file).not.toBe('')
    }
  })

  test('a link that leads out of the folder is not followed, one that stays in is', async () => {
    const outside = work.put(`outside-${count}.jsonl`, ROW)
    const folder = put({ 'data/a.jsonl': ROW, 'other.txt': 'x' })
    symlinkSync(outside, join(folder, 'out.jsonl'))
    symlinkSync(join(folder, 'data'), join(folder, 'data', 'circle'))
    symlinkSync(join(folder, 'other.txt'), join(folder, 'in.txt'))
    const { shards, problems } = await plan([folder])
    expect(names(shards)).toEqual(['data/a.jsonl', 'in.txt', 'other.txt'])
    expect(problems.map(({ code }) => code)).toEqual(['file-unreadable'])
  })

  test('a snapshot of the Hugging Face cache links to its blobs', async () => {
    const folder = put({ 'datasets--org--name/blobs/abc': ROW, 'datasets--org--name/snapshots/rev/.keep': '' })
    const snapshot = join(folder, 'datasets--org--name/snapshots/rev')
    symlinkSync('../../blobs/abc', join(snapshot, 'train.jsonl'))
    const { shards, problems } = await plan([snapshot])
    expect(problems).toEqual([])
    expect(shards.map(({ container }) => container)).toEqual(['jsonl'])
  })

  test('standard input is a file under another name', async () => {
    const folder = put({ spooled: 'a,b\n1,2\n' })
    const { shards } = await plan(['-'], { stdinPath: join(folder, 'spooled'), stdinFilename: 'rows.csv' })
    expect(shards).toMatchObject([{ file: 'rows.csv', container: 'csv', path: join(folder, 'spooled') }])
  })
})

test('a file that changes between plan and reading is told, not half read', async () => {
  const folder = put({ 'a.jsonl': ROW })
  const { shards } = await plan([folder])
  put({ 'a.jsonl': ROW + ROW })
  expect((await gather(shards[0])).fault).toMatchObject({ code: 'file-changed' })
})

describe('cutting', () => {
  const lines = Array.from({ length: 500 }, (_, id) => JSON.stringify({ id, text: 'x'.repeat(id) }))

  test.each([1000, 5000, 1_000_000])('pieces of %i bytes give the rows of the whole', async (shardBytes) => {
    const folder = put({ 'a.jsonl': `${lines.join('\n')}\n`, 'b.json': `[${lines.join(',')}]` })
    const { shards } = await plan([folder], { shardBytes })
    const rows: unknown[] = []
    for (const shard of shards) rows.push(...valuesOf(await gather(shard)))
    const once = lines.map((line) => JSON.parse(line))
    expect(rows).toEqual([...once, ...once])
    expect(shards.length > 2).toBe(shardBytes < 1_000_000)
    expect(shards.filter(({ whole }) => whole).length).toBe(shards.length > 2 ? 1 : 2)
  })

  test('as many shards as asked for, where the files allow', async () => {
    const text = `${'x'.repeat(99)}\n`.repeat(10_000)
    const folder = put({ 'a.txt': text })
    expect((await plan([folder], { shards: 4 })).shards).toHaveLength(4)
    expect((await plan([folder])).shards).toHaveLength(1)
  })

  test('a file in UTF-16 is not cut', async () => {
    writeFileSync(join(root, 'wide.jsonl'), Buffer.from(`\ufeff${lines.join('\n')}`, 'utf16le'))
    const { shards } = await plan([root], { shardBytes: 1000 })
    expect(shards).toHaveLength(1)
    expect(valuesOf(await gather(shards[0]))).toHaveLength(500)
  })

  test('equal inputs give equal plans, and a plan can be stored', async () => {
    const folder = put({ 'a.jsonl': lines.join('\n'), 'b.csv': 'a,b\n1,2\n' })
    const first = await plan([folder], { shardBytes: 1000 })
    expect(await plan([folder], { shardBytes: 1000 })).toEqual(first)
    expect(JSON.parse(JSON.stringify(first))).toEqual(first)
  })
})

describe('what lies where data should', () => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'

  test('a pointer of Git LFS is told, also in a folder beside data', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suretrap-instead-'))
    writeFileSync(join(folder, 'a.parquet'), pointer)
    writeFileSync(join(folder, 'b.json'), '<!DOCTYPE html>\n<html>404</html>')
    writeFileSync(join(folder, 'c.jsonl'), '{"prompt":"Q","response":"A"}\n')
    const { shards, problems } = await plan([folder])
    expect(shards.map(({ file }) => file)).toEqual([`${folder}/c.jsonl`])
    expect(problems.map(({ message, hint }) => [message, hint])).toEqual([
      [`${folder}/a.parquet: a Git LFS pointer is not read`, 'git lfs pull fetches the data'],
      [`${folder}/b.json: a web page is not read`, expect.stringContaining('fetch')],
    ])
    rmSync(folder, { recursive: true })
  })
})
