import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { openColumnarFile } from '../../src/readers/columnar-file.ts'

const scratch = mkdtempSync(join(tmpdir(), 'suretrap-columnar-'))
const path = join(scratch, 'some.bin')
const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 31 + (at >> 7)) & 255))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe.each([false, true])('a file by place, at once: %s', (atOnce) => {
  test('gives what stands there, in memory that is lent too', async () => {
    writeFileSync(path, bytes)
    const file = await openColumnarFile(path, path, { atOnce })
    const room = new Uint8Array(200_000)
    for (const [start, end] of [
      [0, 300_000],
      [299_999, 300_000],
      [5, 5],
      [70_001, 170_002],
    ])
      for (const lent of [undefined, room])
        expect(Buffer.from(await file.read(start, end, lent)).equals(bytes.subarray(start, end))).toBe(true)
    await file.close()
  })

  test('refuses what lies outside, and says so when it becomes shorter', async () => {
    writeFileSync(path, bytes)
    const file = await openColumnarFile(path, path, { atOnce })
    await expect(file.read(0, 300_001)).rejects.toThrow('outside the file')
    truncateSync(path, 1000)
    await expect(file.read(900, 2000)).rejects.toThrow('became shorter while it was read')
    await file.close()
  })
})
