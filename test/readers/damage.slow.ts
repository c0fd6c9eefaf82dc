import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { InputError } from '../../src/model/errors.ts'
import { plan } from '../../src/plan.ts'
import { openFile } from '../../src/readers/bytes.ts'
import { unzstd } from '../../src/readers/zstd.ts'
import { drip, gather, workFolder } from './drip.ts'

const work = workFolder()
afterAll(() => work.remove())
const ROOT = join(__dirname, '../../fixtures/formats')

describe.each([
  'gzip-two-members',
  'zstd-two-frames',
  'bzip2-two-streams',
  'xz-two-streams',
  'lz4-two-frames',
  'tar-members',
  'tar-in-xz',
  'zip-members',
  'webdataset',
])('%s, damaged anywhere', (name) => {
  const file = readdirSync(join(ROOT, name)).find((entry) => entry.startsWith('input'))!
  const good = readFileSync(join(ROOT, name, file))
  const most = (JSON.parse(readFileSync(join(ROOT, name, 'rows.json'), 'utf8')) as { rows: unknown[] }).rows.length

  /** Whatever the bytes: rows or one clear error, and an end. */
  async function read(bytes: Buffer): Promise<void> {
    const { shards, problems } = await plan([work.put(file, bytes)])
    for (const { message } of problems) expect(message).toContain(work.path)
    for (const shard of shards) {
      const { fault, rows } = await gather(shard)
      if (fault !== undefined) expect(fault).toBeInstanceOf(InputError)
      expect(rows.length).toBeLessThanOrEqual(most * 100)
    }
  }

  test('cut short', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), (length) => read(good.subarray(0, length))),
      { numRuns: 40 },
    )
  })

  test('with bytes changed', async () => {
    const changes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(changes, (all) => {
        const bytes = Buffer.from(good)
        for (const [at, byte] of all) bytes[at] = byte
        return read(bytes)
      }),
      { numRuns: 60 },
    )
  })
})

test('the zstd decoder gives the same text at any bite', async () => {
  const path = join(ROOT, 'zstd-long', 'input.jsonl.zst')
  const text = async (size: number): Promise<string> => {
    const source = await openFile(path)
    const chunks: Uint8Array[] = []
    for await (const chunk of unzstd(drip(size)(source))) chunks.push(chunk)
    await source.close()
    return Buffer.concat(chunks).toString()
  }
  const { count } = JSON.parse(readFileSync(join(ROOT, 'zstd-long', 'rows.json'), 'utf8')) as { count: number }
  const whole = await text(1 << 20)
  expect(whole.split('\n')).toHaveLength(count + 1)
  expect(await text(777)).toBe(whole)
})
