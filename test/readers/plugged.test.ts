/** Readers that a user brings: what is asked of them, and what they cannot do to a scan. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from '@jest/globals'
import {
  collectShard,
  confirmShard,
  inspect,
  judgeState,
  mergeStates,
  scan,
  scanInputs,
  suspectShard,
} from '../../src/index.ts'
import { plan } from '../../src/plan.ts'
import { type Reader, unreadable } from '../../src/plugins.ts'
import { jsonl, plantedRows } from '../planted.ts'

const folder = mkdtempSync(join(tmpdir(), 'suretrap-plugged-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rows = plantedRows(150, 24)

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** `PILE1`, then records between bytes of 0x1e, fields between bytes of 0x1f. */
const pile: Reader = {
  id: 'pile',
  fits: (head) => Buffer.from(head).toString('latin1', 0, 5) === 'PILE1',
  async *read({ stream }) {
    let left = ''
    let first = true
    const decoder = new TextDecoder()
    for await (const chunk of stream()) {
      const records = (left + decoder.decode(chunk, { stream: true })).split('\x1e')
      left = records.pop()!
      for (const record of records) {
        if (first) first = false
        else yield rowOf(record)
      }
    }
    if (left !== '') yield rowOf(left)
  },
}

function rowOf(record: string): unknown {
  const [prompt, response] = record.split('\x1f')
  return response === undefined ? unreadable('broken-record') : { prompt, response }
}

const piled = (of = rows): string =>
  ['PILE1', ...of.map(({ prompt, response }) => `${prompt}\x1f${response}`)].join('\x1e')

const whatCounts = ({ findings, floor }: Awaited<ReturnType<typeof scan>>) => ({
  floor,
  findings: findings.map(({ rows: _, places: __, ...finding }) => finding),
})

test('the findings are those of the same rows in a container that is known', async () => {
  const expected = whatCounts(await scan([put('rows.jsonl', jsonl(rows))]))
  const report = await scan([put('a.pile', piled())], { readers: [pile] })
  expect(whatCounts(report)).toEqual(expected)
  expect(report.inputs[0]).toMatchObject({ format: 'pile', rows: 150, exchanges: 150 })
  expect(whatCounts(await scan([put('b.pile.gz', gzipSync(piled()))], { readers: [pile] }))).toEqual(expected)
})

test('the verbs of many machines take it too', async () => {
  const [input, part, options] = [[put('c.pile', piled())], { shard: 0, of: 1 }, { readers: [pile] }]
  const profile = await collectShard(input, part, options)
  const pairs = await mergeStates([await suspectShard(input, part, profile, options)])
  const { report } = await judgeState(await confirmShard(input, part, pairs, options), options)
  expect(whatCounts(report)).toEqual(whatCounts(await scan(input, options)))
})

test('without it the file is not known', async () => {
  const { problems } = await plan([put('d.pile', piled())])
  expect(problems).toMatchObject([{ code: 'format-unknown' }])
})

test('rows that it cannot read are numbered, skipped and counted', async () => {
  const path = put(
    'e.pile',
    piled().replaceAll('\x1f', (mark, at) => (at < 200 ? '' : mark)),
  )
  const { rows: read, skipped, understood } = await inspect([path], { readers: [pile] })
  expect(read).toBe(150)
  expect(skipped).toMatchObject([{ reason: 'broken-record', first: { row: 0 } }])
  expect(understood + skipped[0]!.rows).toBe(150)
})

test('a slice is read where it lies, and none outside the file', async () => {
  const random: Reader = {
    id: 'backwards',
    fits: () => true,
    async *read({ size, slice }) {
      const end = JSON.parse(Buffer.from(await slice(size - 8, size)).toString()) as number
      yield* JSON.parse(Buffer.from(await slice(end, size - 8)).toString()) as unknown[]
      await slice(0, size + 1)
    },
  }
  const body = JSON.stringify(rows.slice(0, 3))
  const { files, problems } = await inspect([put('f.back', `xx${body}${'2'.padStart(8)}`)], { readers: [random] })
  expect(files[0]).toMatchObject({ rows: 3, exchanges: 3 })
  expect(problems).toMatchObject([{ code: 'file-corrupt', message: /outside the file/ }])
})

describe('a reader that misbehaves', () => {
  const broken = (over: Partial<Reader>): Reader => ({ ...pile, ...over })

  test('and throws ends its file with one line, after the rows before; the others are scanned', async () => {
    const reader = broken({
      async *read() {
        yield rows[0]
        throw new Error('\u001b[31mdata of the file\nmore')
      },
    })
    const { report, problems } = await scanInputs([put('g.pile', piled()), put('h.jsonl', jsonl(rows))], {
      readers: [reader],
    })
    expect(report.inputs.map((input) => input.rows)).toEqual([1, 150])
    expect(problems).toMatchObject([{ code: 'file-corrupt', message: expect.stringContaining('the reader pile') }])
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(problems[0]!.message).not.toMatch(/[\u0000-\u001f]/)
  })

  test('and never ends is left when the signal comes', async () => {
    const reader = broken({
      read: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) }),
    })
    const controller = new AbortController()
    const scanned = scanInputs([put('i.pile', piled())], { readers: [reader], signal: controller.signal })
    setTimeout(() => controller.abort(), 100)
    await expect(scanned).rejects.toMatchObject({ code: 'aborted' })
  })

  test('and gives a row without end has it skipped', async () => {
    const reader = broken({ read: () => [rows[0], { prompt: 'x'.repeat(5000), response: 'y' }, rows[1]] })
    const { skipped, exchanges } = await inspect([put('j.pile', piled())], { readers: [reader], maxRowBytes: 1000 })
    expect(skipped).toMatchObject([{ reason: 'row-too-long', rows: 1, first: { row: 1 } }])
    expect(exchanges).toBe(2)
  })

  test('and gives a reason of the data’s own has it made plain', async () => {
    const reader = broken({ read: () => [unreadable('<b>Row</b> \u001b[31m'), rows[0]] })
    const { skipped } = await inspect([put('k.pile', piled())], { readers: [reader] })
    expect(skipped[0]!.reason).toMatch(/^[a-z0-9-]+$/)
  })

  test('and throws when it is asked whether it fits does not fit', async () => {
    const reader = broken({
      fits: () => {
        throw new Error('no')
      },
    })
    expect((await inspect([put('l.jsonl', jsonl(rows))], { readers: [reader] })).rows).toBe(150)
  })

  test.each([
    ['has no id', [{ ...pile, id: '' }]],
    ['has an id of other signs', [{ ...pile, id: 'A b' }]],
    ['has no read', [{ ...pile, read: undefined }]],
    ['is a number', [1]],
    ['stands twice', [pile, pile]],
    ['is a file that is not there', ['./gone.mjs']],
  ])('and %s is refused before anything is read', async (_, readers) => {
    await expect(plan([], { readers: readers as never })).rejects.toMatchObject({ code: 'usage' })
  })
})
