/** Compressed columns, by place: the same bytes from memory and from the private file, which leaves nothing behind. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { fromChunks } from '../../src/readers/bytes.ts'
import { inflatedFile } from '../../src/readers/inflated-file.ts'

const BYTES = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * 7919) % 251))
const folder = mkdtempSync(join(tmpdir(), 'suretrap-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let closed = 0
function source(size = 70_001) {
  const chunks = async function* () {
    for (let at = 0; at < BYTES.length; at += size) yield BYTES.subarray(at, at + size)
  }
  return fromChunks(
    chunks(),
    () => 0,
    async () => {
      closed++
    },
  )
}

describe.each([
  ['in memory', 1 << 30],
  ['in a private file', 1 << 20],
])('bytes that are kept %s', (_, memory) => {
  test('are the bytes, at any place, and in memory of their own', async () => {
    const file = await inflatedFile(source(), 'a.zip!b.parquet', { memory, folder })
    expect(file.size).toBe(BYTES.length)
    for (const [start, end] of [
      [0, BYTES.length],
      [0, 4],
      [999_999, 2_100_000],
      [BYTES.length, BYTES.length],
    ] as const)
      expect(Buffer.from(await file.read(start, end)).equals(BYTES.subarray(start, end))).toBe(true)
    expect((await file.read(5, 9)).buffer.byteLength).toBe(4)
    await expect(file.read(5, BYTES.length + 1)).rejects.toMatchObject({ code: 'file-corrupt' })
    expect(readdirSync(folder)).toEqual([]) // the file has no name
    await file.close()
  })

  test('are refused where there are too many, and nothing stays open', async () => {
    closed = 0
    await expect(inflatedFile(source(), 'a.zip!b.parquet', { memory, folder, most: 2 << 20 })).rejects.toMatchObject({
      code: 'limit',
      message: 'a.zip!b.parquet: inflates to more than 2 MiB',
      hint: 'unpack it first',
    })
    expect([closed, readdirSync(folder)]).toEqual([1, []])
  })
})

test('a disk that takes no file is told, with the way to mend it', async () => {
  await expect(inflatedFile(source(), 'b', { memory: 0, folder: join(folder, 'none') })).rejects.toMatchObject({
    message: expect.stringContaining('cannot write a temporary file'),
    hint: expect.stringContaining('TMPDIR'),
  })
})
