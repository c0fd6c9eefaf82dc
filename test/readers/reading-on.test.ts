import { describe, expect, test } from '@jest/globals'
import { RecordBatchReader, RecordBatchStreamWriter, Table, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { openArrow } from '../../src/readers/arrow-messages.ts'
import { type ColumnarFile, outside } from '../../src/readers/columnar-file.ts'
import { BEYOND, readingOn } from '../../src/readers/reading-on.ts'

/** A file in memory, which writes into memory that it is lent as soon as it is asked. */
function memoryFile(bytes: Uint8Array, atOnce = false): ColumnarFile & { readonly reads: [number, number][] } {
  const reads: [number, number][] = []
  return {
    file: 'memory',
    size: bytes.length,
    atOnce,
    reads,
    read(start, end, room) {
      if (!(start >= 0 && start <= end && end <= bytes.length)) return Promise.reject(outside('memory'))
      reads.push([start, end])
      const into =
        room !== undefined && room.length >= end - start ? room.subarray(0, end - start) : new Uint8Array(end - start)
      into.set(bytes.subarray(start, end))
      return Promise.resolve(into)
    },
    close: async () => undefined,
  }
}

describe('a file that is read on', () => {
  test('gives the same bytes as the file, wherever they are asked for and whatever memory is lent', async () => {
    const size = 6000
    const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) & 255)
    const place = fc.nat(size)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(place, place, fc.boolean()), { maxLength: 12 }), async (asked) => {
        const file = readingOn(memoryFile(bytes))
        const room = new Uint8Array(size + BEYOND)
        for (const [one, other, lends] of asked) {
          const [start, end] = [Math.min(one, other), Math.max(one, other)]
          const read = await file.read(start, end, lends ? room : undefined)
          expect(Buffer.from(read).equals(bytes.subarray(start, end))).toBe(true)
          room.fill(255) // what was lent is somebody else's again
        }
      }),
    )
  })

  test('refuses what lies outside', async () => {
    const file = readingOn(memoryFile(new Uint8Array(100)))
    await expect(file.read(90, 101)).rejects.toThrow('outside the file')
    await expect(file.read(0, 100)).resolves.toHaveLength(100)
  })
})

describe('batches of an Arrow stream, one read while the one before is used', () => {
  const texts = Array.from({ length: 9 }, (_, batch) =>
    Array.from({ length: 50 }, (_, row) => `${batch}:${row} ${'.'.repeat((batch * 7 + row) % 60)}`),
  )
  const writer = new RecordBatchStreamWriter()
  for (const some of texts)
    for (const batch of new Table({ text: vectorFromArray(some, new Utf8()) }).batches) writer.write(batch)
  const bytes = writer.finish().toUint8Array(true)

  test.each([false, true])('do not disturb each other in memory that is used again; at once: %s', async (atOnce) => {
    const { bytes: pieces } = await openArrow(memoryFile(bytes, atOnce), 'arrow-stream', { ratio: 1000, reuse: true })
    const read: string[][] = []
    for await (const batch of await RecordBatchReader.from(pieces())) read.push([...batch.getChildAt(0)!])
    expect(read).toEqual(texts)
  })

  test('are each read in one go, the head of the next with them', async () => {
    const file = memoryFile(bytes)
    const { bytes: pieces } = await openArrow(file, 'arrow-stream', { ratio: 1000, reuse: true })
    for await (const _piece of pieces());
    expect(file.reads.length).toBeLessThanOrEqual(texts.length + 2)
  })

  test.each([
    [false, 1],
    [true, 0],
  ])('are read before they are asked for, unless a file is read at once (%s): %d', async (atOnce, ahead) => {
    const file = memoryFile(bytes, atOnce)
    const { pieces } = await openArrow(file, 'arrow-stream', { ratio: 1000, reuse: true })
    const before = file.reads.length
    const reading = pieces()
    await reading.next()
    await new Promise(setImmediate)
    expect(file.reads.length - before).toBe(2 + ahead) // the first head is a read of its own
    await reading.return(undefined)
  })
})
