/** What one thread inflates for another is what it would have inflated itself. */
import { MessageChannel } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { InputError } from '../../src/model/errors.ts'
import type { ByteReader, Inflate } from '../../src/readers/byte-reader.ts'
import { gunzip } from '../../src/readers/inflate.ts'
import { inflatedBy, inflateFor, type Port } from '../../src/readers/inflate-port.ts'

jest.setTimeout(60_000)

/** Bytes in pieces of odd sizes; with a fault behind them, if there is one. */
function readerOf(bytes: Uint8Array, most: number, fault?: Error): ByteReader {
  let at = 0
  return {
    async read(target, to, length) {
      if (at === bytes.length && fault !== undefined) throw fault
      const take = Math.min(length, most, bytes.length - at)
      target.set(bytes.subarray(at, at + take), to)
      at += take
      return take
    },
    stored: () => at,
    close: async () => undefined,
  }
}

interface Told {
  readonly bytes: Buffer
  readonly fault: unknown
}

async function told(chunks: AsyncIterable<Uint8Array>): Promise<Told> {
  const all: Uint8Array[] = []
  try {
    for await (const chunk of chunks) all.push(chunk.slice())
  } catch (fault) {
    return { bytes: Buffer.concat(all), fault }
  }
  return { bytes: Buffer.concat(all), fault: undefined }
}

async function byPort(reader: ByteReader, inflate: Inflate): Promise<Told> {
  const { port1, port2 } = new MessageChannel()
  const other = inflateFor(port2 as unknown as Port, inflate)
  try {
    return await told(inflatedBy(port1 as unknown as Port, reader))
  } finally {
    await other
    port1.close()
  }
}

/** Hands on what it reads in pieces of a size, then fails if it is to. */
const passing = (size: number, fault?: Error): Inflate =>
  async function* (reader) {
    for (;;) {
      const piece = Buffer.alloc(size)
      const got = await reader.read(piece, 0, size)
      if (got === 0) break
      yield piece.subarray(0, got)
    }
    if (fault !== undefined) throw fault
  }

const megabytes = Buffer.from(Array.from({ length: 5_000_003 }, (_, i) => (i * i) >> 3))

test('bytes of any length, in pieces of any size', async () => {
  const sizes = fc.tuple(fc.nat(megabytes.length), fc.constantFrom(7000, 65536, 300_000, 9_000_000), fc.constantFrom(5000, 131_072, 2_000_000)) // biome-ignore format: one line
  await fc.assert(
    fc.asyncProperty(sizes, async ([length, stored, piece]) => {
      const bytes = megabytes.subarray(0, length)
      const { bytes: all, fault } = await byPort(readerOf(bytes, stored), passing(piece))
      expect([all.equals(bytes), fault]).toEqual([true, undefined])
    }),
    { numRuns: 60 },
  )
})

test('real data: much more than was stored', async () => {
  const text = Buffer.from('a row of many that are alike\n'.repeat(400_000))
  const { bytes } = await byPort(readerOf(gzipSync(text), 1 << 16), gunzip)
  expect(bytes.equals(text)).toBe(true)
})

test('what was good comes before a fault, wherever that is', async () => {
  const good = megabytes.subarray(0, 700_001)
  const limit = new InputError('limit', 'too much', { hint: 'less' })
  const faults = [new RangeError('broken'), limit]
  for (const fault of faults) {
    for (const { bytes, fault: met } of [
      await byPort(readerOf(good, 65536), passing(50_000, fault)),
      await byPort(readerOf(good, 65536, fault), passing(50_000)),
    ]) {
      expect(bytes.equals(good)).toBe(true)
      expect((met as Error).message).toBe(fault.message)
      if (fault === limit) expect(met).toMatchObject({ code: 'limit', hint: 'less' })
    }
  }
})

test('who uses nothing is not sent more than the slots hold', async () => {
  let made = 0
  const counted: Inflate = async function* (reader) {
    for await (const piece of passing(100_000)(reader)) {
      made += piece.length
      yield piece
    }
  }
  const { port1, port2 } = new MessageChannel()
  void inflateFor(port2 as unknown as Port, counted)
  const chunks = inflatedBy(port1 as unknown as Port, readerOf(Buffer.alloc(20_000_000), 1 << 18))
  await chunks.next()
  await new Promise((done) => setTimeout(done, 300))
  expect(made).toBeLessThan(9 * 2 ** 19 + 100_000)
  await chunks.return()
  port1.close()
})
