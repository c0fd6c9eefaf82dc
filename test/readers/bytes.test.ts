import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { openFile } from '../../src/readers/bytes.ts'
import { fileDigest } from '../../src/readers/digest.ts'

const scratch = mkdtempSync(join(tmpdir(), 'suretrap-bytes-'))
const path = join(scratch, 'some.bin')
const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * 31 + (at >> 7)) & 255))
writeFileSync(path, bytes)
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Turns that others have while something is done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0
  let isOver = false
  const count = () => {
    turns++
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  await work()
  isOver = true
  return turns
}

async function read(start: number, end: number, atOnce: boolean): Promise<Buffer> {
  const source = await openFile(path, start, end, { atOnce })
  const into = Buffer.alloc(bytes.length)
  let filled = 0
  for (;;) {
    const got = await source.read(into, filled, 70_000)
    if (got === 0) break
    filled += got
  }
  await source.close()
  return into.subarray(0, filled)
}

test('a file is the same, read at once and by the pool of threads', async () => {
  for (const [start, end] of [
    [0, bytes.length],
    [1, 2_000_001],
    [2_999_999, 4_000_000],
    [5_000_000, 6_000_000],
  ])
    for (const atOnce of [false, true])
      expect((await read(start, end, atOnce)).equals(bytes.subarray(start, end))).toBe(true)
})

test('who makes a digest gives others their turn: threads wait for the one that shares out their work', async () => {
  expect(await turnsDuring(() => fileDigest(path))).toBeGreaterThan(3)
})
