/** Rows of a program, scanned as the file that would hold them. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os, { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { afterAll, describe, expect, jest, test } from '@jest/globals'
import type { ScanOptions } from '../src/index.ts'
import { scan, scanRows } from '../src/index.ts'
import type { Report } from '../src/model/report.ts'
import { jsonl, plantedRows } from './planted.ts'

jest.setTimeout(60_000)

const ROWS = plantedRows(400, 20, 4)
const home = mkdtempSync(join(tmpdir(), 'suretrap-rows-'))

/** Runs with a temporary folder of its own, and tells what was left there. */
async function within<T>(
  work: (folder: string) => Promise<T>,
): Promise<{ value?: T; fault?: unknown; left: string[]; used: boolean }> {
  const folder = mkdtempSync(join(home, 'tmp-'))
  const asked = jest.spyOn(os, 'tmpdir').mockReturnValue(folder)
  const told = () => ({ left: readdirSync(folder), used: asked.mock.calls.length > 0 })
  try {
    return { value: await work(folder), ...told() }
  } catch (fault) {
    return { fault, ...told() }
  } finally {
    asked.mockRestore()
  }
}
afterAll(() => rmSync(home, { recursive: true, force: true }))

const fileless = ({ inputs: _inputs, counter_examples: _counters, findings, ...rest }: Report) => ({
  ...rest,
  findings: findings.map(({ rows: _rows, ...finding }) => finding),
})

async function* slowly<T>(rows: readonly T[]): AsyncGenerator<T> {
  for (const row of rows) {
    await null
    yield row
  }
}

describe('scanRows', () => {
  test.each<[string, () => Parameters<typeof scanRows>[0]]>([
    ['an array', () => ROWS],
    ['a generator', () => ROWS.values()],
    ['an async generator', () => slowly(ROWS)],
    ['a Node stream', () => Readable.from(ROWS)],
    ['a web stream', () => Readable.toWeb(Readable.from(ROWS)) as ReadableStream<unknown>],
  ])('finds in %s what it finds in a file, and leaves nothing behind', async (_, rows) => {
    const path = join(home, 'same.jsonl')
    writeFileSync(path, jsonl(ROWS))
    const expected = await scan([path])
    const { value, left, used } = await within(() => scanRows(rows()))
    expect(expected.findings.length).toBeGreaterThan(0)
    expect(fileless(value!)).toEqual(fileless(expected))
    expect(value!.inputs).toEqual([{ ...expected.inputs[0], file: '<rows>', format: 'rows' }])
    expect([left, used]).toEqual([[], true])
  })

  test('keeps the rows where only their owner can read them', async () => {
    const seen: number[] = []
    const { fault } = await within((folder) => {
      const look = async function* () {
        yield* ROWS
        await setTimeout(50) // for the file to be opened
        const [own] = readdirSync(folder)
        seen.push(statSync(join(folder, own)).mode & 0o777, statSync(join(folder, own, 'rows.jsonl')).mode & 0o777)
      }
      return scanRows(look())
    })
    expect(fault).toBeUndefined()
    if (process.platform !== 'win32') expect(seen).toEqual([0o700, 0o600])
  })

  test('counts what is no row, and reads on', async () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    const odd = [
      null,
      undefined,
      3,
      'text',
      () => {},
      circle,
      { prompt: 'big', response: 10n ** 20n },
      { prompt: 'line\nend', response: 'a\u2028b' },
    ]
    const { inputs, skipped } = await scanRows([...odd, ...ROWS])
    expect(inputs[0].rows).toBe(odd.length + ROWS.length)
    expect(inputs[0].exchanges).toBe(ROWS.length + 2)
    expect(skipped.reduce((sum, { rows }) => sum + rows, 0)).toBe(6)
  })

  test('hands on what the source throws, and leaves nothing behind', async () => {
    const failing = function* () {
      yield* ROWS
      throw new RangeError('the source broke')
    }
    const { fault, left } = await within(() => scanRows(failing()))
    expect(fault).toEqual(new RangeError('the source broke'))
    expect(left).toEqual([])
  })

  test('stops within a second although the source never answers, tells it so, and leaves nothing behind', async () => {
    const controller = new AbortController()
    let told = false
    const hanging: AsyncIterable<unknown> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: async () => {
          told = true
          return { done: true, value: undefined }
        },
      }),
    }
    void setTimeout(50).then(() => controller.abort())
    const began = performance.now()
    const { fault, left } = await within(() => scanRows(hanging, { signal: controller.signal }))
    expect(fault).toEqual(expect.objectContaining({ name: 'InputError', code: 'aborted' }))
    expect(performance.now() - began).toBeLessThan(1050)
    expect([told, left]).toEqual([true, []])
  })

  test('refuses what holds no exchange, as scan does', async () => {
    const nothing = expect.objectContaining({ code: 'nothing-scannable' })
    await expect(scanRows([])).rejects.toEqual(nothing)
    await expect(scanRows([{ x: 1 }])).rejects.toEqual(nothing)
    const path = join(home, 'nothing.jsonl')
    writeFileSync(path, '{"x":1}\n')
    await expect(scan([path])).rejects.toEqual(nothing)
    await expect(scan([join(home, 'absent')])).rejects.toEqual(
      expect.objectContaining({ message: expect.stringContaining('absent') }),
    )
  })

  test('refuses a stream of bytes, which holds no rows yet', async () => {
    const { fault, left } = await within(() => scanRows(Readable.from([Buffer.from(jsonl(ROWS))])))
    expect(fault).toMatchObject({ code: 'usage', message: 'the source gives bytes, not rows' })
    expect(left).toEqual([])
  })

  test('takes no skipped row where that is asked', async () => {
    const options: ScanOptions = { strict: true }
    await expect(scanRows([{ x: 1 }, ...ROWS], options)).rejects.toThrow(/1 row was skipped, and strict allows none/)
    expect((await scanRows(ROWS, options)).findings.length).toBeGreaterThan(0)
  })
})
