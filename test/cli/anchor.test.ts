import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { placeOfAnchor, readAnchor } from '../../src/cli/anchor.ts'
import type { Report } from '../../src/model/report.ts'
import { clearStages, reportOf, stage } from './stage.ts'

afterAll(clearStages)

const of = (...files: readonly string[]): Report => ({
  ...reportOf([]),
  inputs: files.map((file) => ({
    file,
    format: '',
    schema: '',
    rows: 0,
    exchanges: 0,
    skipped: 0,
    bytes: 0,
    sha256: '',
  })),
})

const DVC = [
  'stages:',
  '  scan:',
  '    deps:',
  '      - data/pretrain.jsonl',
  '      - data/train.jsonl',
  '      - corpus/',
]

test.each([
  [['data/train.jsonl'], 5],
  [['/cache/files/train.jsonl'], 5],
  [['corpus/a/0.parquet', 'corpus/a/1.parquet'], 6],
  [['C:\\data\\train.jsonl'], 5],
  [['s3/other.jsonl'], 1],
  [['a.tar!data/x.jsonl'], 1],
])('%s is named on line %i', (files, line) => {
  expect(placeOfAnchor({ file: 'dvc.yaml', lines: DVC }, of(...files))).toEqual({ file: 'dvc.yaml', line })
})

test('a line that is named stays', () => {
  expect(placeOfAnchor({ file: 'dvc.yaml', line: 2, lines: DVC }, of('data/train.jsonl')).line).toBe(2)
})

test('a file that is not there, and a line that it does not have, are told before the scan', async () => {
  const { folder, io } = stage()
  writeFileSync(join(folder, 'dvc.yaml'), 'a\r\nb\r\n')
  await expect(readAnchor({ file: 'none.yaml' }, io)).rejects.toThrow(/cannot read --sarif-anchor none.yaml: ENOENT/)
  await expect(readAnchor({ file: 'dvc.yaml', line: 3 }, io)).rejects.toThrow(/has no line 3/)
  expect(await readAnchor({ file: 'dvc.yaml', line: 2 }, io)).toEqual({ file: 'dvc.yaml', line: 2, lines: ['a', 'b'] })
})
