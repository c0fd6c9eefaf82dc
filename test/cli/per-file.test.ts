import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { combine, filesOf } from '../../src/cli/per-file.ts'
import { byWeight } from '../../src/gate.ts'
import { InputError } from '../../src/model/errors.ts'
import type { ScanOptions } from '../../src/model/options.ts'
import { clearStages, finding, reportOf, resultOf, stage } from './stage.ts'

afterAll(clearStages)

const shard = (file: string, over = {}) => ({
  file,
  path: `/data/${file}`,
  container: 'jsonl',
  codec: 'none',
  start: 0,
  end: 9,
  whole: true,
  ...over,
})

function perFile(problems: readonly object[] = []) {
  const scanned: string[][] = []
  const at = stage({
    api: {
      planCommand: async (inputs) => {
        if (inputs[0] === 'absent.jsonl')
          throw new InputError('file-missing', 'absent.jsonl: no such file', { hint: 'look' })
        return {
          shards: [
            { parts: [shard('a.jsonl'), shard('b.jsonl', { end: 5 })] },
            { parts: [shard('b.jsonl', { start: 5 })] },
          ],
          problems,
        }
      },
      scanInputs: async (inputs, { rowsOut }: ScanOptions) => {
        scanned.push([...inputs])
        const [file] = inputs
        if (rowsOut !== undefined) appendFileSync(rowsOut, `${file}\n`)
        if (file === 'broken.jsonl') throw new InputError('file-corrupt', 'ends too soon', { hint: 'fetch it again' })
        const severity = file === 'b.jsonl' ? 'critical' : 'high'
        return resultOf([finding({ severity, rows: [{ file, row: 0, excerpt: '' }] })], {
          inputs: [{ ...reportOf([]).inputs[0], file }],
        })
      },
    },
  })
  return { at, scanned }
}

describe('--per-file', () => {
  test('scans each file of the plan once, apart, into one report in the usual order', async () => {
    const { at, scanned } = perFile()
    expect(await at.run('data', '--per-file', '-f', 'json')).toBe(1)
    expect(scanned).toEqual([['a.jsonl'], ['b.jsonl']])
    const report = JSON.parse(at.out.text)
    expect(report.inputs.map(({ file }: { file: string }) => file)).toEqual(['a.jsonl', 'b.jsonl'])
    expect(report.findings.map(({ rows }: { rows: { file: string }[] }) => rows[0].file)).toEqual([
      'b.jsonl',
      'a.jsonl',
    ])
    expect(report.notes).toEqual([{ code: 'per-file', text: 'each of 2 files was scanned apart' }])
  })

  test('a file that cannot be read is 2, and the others are scanned', async () => {
    const { at, scanned } = perFile()
    expect(await at.run('absent.jsonl', 'data', '--per-file', '-q')).toBe(2)
    expect(scanned).toHaveLength(2)
    expect(at.err.text).toBe('suretrap: absent.jsonl: no such file (look)\n')
  })

  test('what the plan could not take is told; an empty file is no failure', async () => {
    const { at } = perFile([{ code: 'nothing-scannable', file: 'e.jsonl', message: 'e.jsonl is empty', hint: '' }])
    expect(await at.run('data', '--per-file', '--exit-zero', '-q')).toBe(0)
    expect(at.err.text).toBe('suretrap: e.jsonl is empty\n')
  })

  test('nothing readable at all is the fault itself', async () => {
    const { at } = perFile()
    expect(await at.run('absent.jsonl', '--per-file')).toBe(2)
    expect(at.out.text).toBe('')
  })

  test('the rows of all files go to one file, and nothing is left beside it', async () => {
    const { at } = perFile()
    await at.run('data', '--per-file', '--rows-out', 'rows.jsonl')
    expect(readFileSync(join(at.folder, 'rows.jsonl'), 'utf8')).toBe('a.jsonl\nb.jsonl\n')
    expect(readdirSync(at.folder)).toEqual(['rows.jsonl'])
  })

  test('an archive is one file', () => {
    expect(
      filesOf([
        shard('x.tar!a.jsonl', { path: 'x.tar', member: 'a.jsonl' }),
        shard('x.tar!b.jsonl', { path: 'x.tar', member: 'b.jsonl' }),
      ]),
    ).toEqual(['x.tar'])
  })

  test('the floor of several files is the highest; a gate that one file holds is not missing', () => {
    const floor = (rows: number) => [
      { slot: 'suffix' as const, outcome: 'exact' as const, rows, by: 'support' as const, found: 1, planted: 2 },
    ]
    const declared = (status: 'missing' | 'as-declared' | 'leaking', count: number) => [{ name: 'ours', status, count }]
    const both = combine(
      [
        reportOf([], { floor: floor(5), declared: declared('missing', 0) }),
        reportOf([], { floor: floor(8), declared: declared('as-declared', 9) }),
      ],
      { byWeight },
    )
    expect(both.floor).toEqual([{ slot: 'suffix', outcome: 'exact', rows: 8, by: 'support', found: 2, planted: 4 }])
    expect(both.declared).toEqual(declared('as-declared', 9))
    const leaking = combine(
      [reportOf([], { declared: declared('leaking', 1) }), reportOf([], { declared: declared('as-declared', 9) })],
      { byWeight },
    )
    expect(leaking.declared).toEqual(declared('leaking', 10))
  })
})
