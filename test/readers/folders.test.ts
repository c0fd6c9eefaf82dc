import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { datasetFolder } from '../../src/readers/folders.ts'
import { filesOf } from '../../src/readers/inputs.ts'

const roots: string[] = []
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true })
})

/** A folder of the files named, with their text; unnamed text is empty. */
function folder(files: Readonly<Record<string, string | object>>): string {
  const root = mkdtempSync(join(tmpdir(), 'suretrap-folders-'))
  roots.push(root)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return root
}

async function listed(root: string, split?: string) {
  const found = await datasetFolder(root, { split })
  return (
    found && {
      kind: found.kind,
      ignored: found.ignored,
      files: found.files.map((file) => [relative(root, file.path), file.split]),
    }
  )
}

const state = (split: string | null, ...names: string[]) => ({
  _data_files: names.map((filename) => ({ filename })),
  _split: split,
})

describe('save_to_disk', () => {
  test('one dataset: files in the order of state.json, the bookkeeping left out', async () => {
    const root = folder({
      'state.json': state('train', 'data-00001-of-00002.arrow', 'data-00000-of-00002.arrow'),
      'dataset_info.json': {},
      'data-00000-of-00002.arrow': '',
      'data-00001-of-00002.arrow': '',
    })
    expect(await listed(root)).toEqual({
      kind: 'save_to_disk',
      ignored: 0,
      files: [
        ['data-00001-of-00002.arrow', 'train'],
        ['data-00000-of-00002.arrow', 'train'],
      ],
    })
  })

  const dict = () =>
    folder({
      'dataset_dict.json': { splits: ['train', 'test'] },
      'train/state.json': state(null, 'a.arrow'),
      'train/a.arrow': '',
      'test/state.json': state(null, 'b.arrow'),
      'test/b.arrow': '',
    })

  test('splits in the order of dataset_dict.json', async () => {
    const files = [
      ['train/a.arrow', 'train'],
      ['test/b.arrow', 'test'],
    ]
    expect(await listed(dict())).toEqual({ kind: 'save_to_disk', ignored: 0, files })
    expect(await listed(dict(), 'test')).toEqual({ kind: 'save_to_disk', ignored: 1, files: files.slice(1) })
  })

  test('a split that is not there names those that are', async () => {
    await expect(datasetFolder(dict(), { split: 'dev' })).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringContaining('train, test'),
    })
  })

  test.each(['../secret.arrow', '/etc/passwd', '..', 'a/b.arrow', ''])(
    'a name that leaves the folder is refused: %j',
    async (name) => {
      await expect(datasetFolder(folder({ 'state.json': state('train', name) }))).rejects.toMatchObject({
        code: 'file-corrupt',
      })
    },
  )

  test('a file that is missing, and bookkeeping that is no JSON, are errors', async () => {
    await expect(datasetFolder(folder({ 'state.json': state('train', 'a.arrow') }))).rejects.toMatchObject({
      code: 'file-missing',
    })
    await expect(datasetFolder(folder({ 'state.json': '{' }))).rejects.toMatchObject({ code: 'file-corrupt' })
  })
})

test('the cache of datasets: splits by name, what map left is counted as ignored', async () => {
  const root = folder({
    'dataset_info.json': {},
    'my-own-data-test.arrow': '',
    'my-own-data-train-00000-of-00002.arrow': '',
    'my-own-data-train-00001-of-00002.arrow': '',
    'cache-0123456789abcdef.arrow': '',
  })
  expect(await listed(root)).toEqual({
    kind: 'datasets-cache',
    ignored: 1,
    files: [
      ['my-own-data-test.arrow', 'test'],
      ['my-own-data-train-00000-of-00002.arrow', 'train'],
      ['my-own-data-train-00001-of-00002.arrow', 'train'],
    ],
  })
})

test('a cache further down is read by its own list, once', async () => {
  const inside = 'json/default-0123/0.0.0/456'
  const root = folder({
    [`${inside}/dataset_info.json`]: {},
    [`${inside}/json-train.arrow`]: '',
    [`${inside}/cache-0123456789abcdef.arrow`]: '',
    'b.jsonl': '',
  })
  const { files, ignored } = await filesOf(root)
  expect(files.map(({ path }) => relative(root, path))).toEqual(['b.jsonl', `${inside}/json-train.arrow`])
  expect(ignored).toBe(2)
})

describe('a Hub repository', () => {
  const readme = (configs: string) => `---\nlicense: mit\nconfigs:\n${configs}---\n# About\n`

  test('splits by the globs of its README, the default configuration first', async () => {
    const configs = readme(
      '- config_name: extra\n  data_files: "extra/*.jsonl"\n- config_name: main\n  default: true\n  data_files:\n  - split: train\n    path: ["data/train-*.parquet"]\n  - split: test\n    path: data/test-*.parquet\n',
    )
    const root = folder({
      'README.md': configs,
      'data/train-00000-of-00001.parquet': '',
      'data/test-00000-of-00001.parquet': '',
      'extra/more.jsonl': '',
      'other.jsonl': '',
    })
    expect(await listed(root)).toEqual({
      kind: 'hub',
      ignored: 1,
      files: [
        ['data/train-00000-of-00001.parquet', 'train'],
        ['data/test-00000-of-00001.parquet', 'test'],
        ['extra/more.jsonl', 'train'],
      ],
    })
  })

  test('data_dir stands before the globs', async () => {
    const root = folder({
      'README.md': readme('- config_name: a\n  data_dir: deep/\n  data_files: "*.jsonl"\n'),
      'deep/x.jsonl': '',
      'y.jsonl': '',
    })
    expect(await listed(root)).toMatchObject({ files: [['deep/x.jsonl', 'train']], ignored: 1 })
  })

  test.each(['../*.jsonl', '/etc/*', 'https://example.org/a.jsonl'])(
    'data outside the folder are refused: %s',
    async (path) => {
      await expect(
        datasetFolder(folder({ 'README.md': readme(`- data_files: "${path}"\n`), 'a.jsonl': '' })),
      ).rejects.toMatchObject({ code: 'format-unsupported' })
    },
  )

  test('front matter that is no YAML is an error; a README without it says nothing', async () => {
    await expect(datasetFolder(folder({ 'README.md': '---\nconfigs: [\n---\n', 'a.jsonl': '' }))).rejects.toMatchObject(
      { code: 'file-corrupt' },
    )
    expect(await datasetFolder(folder({ 'README.md': '# Data\n', 'a.jsonl': '' }))).toBeNull()
  })

  test('without configs, a split asked for is found by the words in names', async () => {
    const root = folder({
      'data/train-00000.jsonl': '',
      'data/dev.jsonl': '',
      'evaluation/x.jsonl': '',
      'constraint.jsonl': '',
    })
    expect(await listed(root, 'train')).toMatchObject({
      files: [
        ['constraint.jsonl', 'train'],
        ['data/train-00000.jsonl', 'train'],
      ],
      ignored: 2,
    })
    expect(await listed(root, 'validation')).toMatchObject({ files: [['data/dev.jsonl', 'validation']] })
    expect(await listed(root, 'test')).toMatchObject({ files: [['evaluation/x.jsonl', 'test']] })
    expect(await listed(root)).toBeNull()
  })
})

test('the output of Spark: its parts, also in folders of partitions, no checksums', async () => {
  const root = folder({
    _SUCCESS: '',
    _metadata: '',
    'lang=en/part-00001-x.snappy.parquet': '',
    'part-00000-x.snappy.parquet': '',
    '.part-00000-x.snappy.parquet.crc': '',
  })
  expect(await listed(root)).toEqual({
    kind: 'spark',
    ignored: 0,
    files: [
      ['lang=en/part-00001-x.snappy.parquet', undefined],
      ['part-00000-x.snappy.parquet', undefined],
    ],
  })
})

test('any other folder is a folder of files', async () => {
  expect(await datasetFolder(folder({ 'a.jsonl': '', 'b.parquet': '' }))).toBeNull()
})
