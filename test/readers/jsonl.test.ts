import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { lineBlocks } from '../../src/readers/index.ts'
import { drip, gather, valuesOf, wholeShard, workFolder } from './drip.ts'

const folder = workFolder()
afterAll(() => folder.remove())

const shardOf = (text: string | Buffer) => {
  const bytes = Buffer.from(text)
  return wholeShard(folder.put('lines.jsonl', bytes), bytes.length, 'jsonl')
}

// What a line may be: a row, a blank, or not JSON.
const line = fc.oneof(
  { weight: 6, arbitrary: fc.json({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom('', '  ', '\t') },
  { weight: 1, arbitrary: fc.constantFrom('{"a":', 'nonsense', '{"text": "\u2028 é 囧"}') },
)
const text = fc
  .tuple(fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 12 }), line)
  .map(([lines, last]) => lines.map(([content, end]) => content + end).join('') + last)

/** The plain way to say what the rows are. */
function oracle(text: string) {
  const rows: [number, unknown][] = []
  const lines: number[] = []
  const broken: number[] = []
  let row = 0
  text.split('\n').forEach((content, index) => {
    if (content.trim() === '') return
    try {
      rows.push([row, JSON.parse(content)])
      lines.push(index)
    } catch {
      broken.push(row)
    }
    row++
  })
  return { rows, lines, broken }
}

describe('lines of JSON', () => {
  test('the rows are those of splitting at newlines, however the bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 40 }), async (content, size) => {
        const seen = await gather(shardOf(content), { tap: drip(size) })
        const { rows, lines, broken } = oracle(content)
        expect(seen.rows).toEqual(rows)
        expect(seen.lines).toEqual(lines)
        expect(seen.skips).toEqual(broken.map((row) => ({ row, reason: 'broken-json' })))
      }),
      { numRuns: 60 },
    )
  })

  test('cut into byte ranges anywhere, the ranges give the rows of the whole, in order', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 4 }), async (content, cuts) => {
        const whole = shardOf(content)
        const places = cuts.map((cut) => cut % (whole.bytes + 1)).sort((a, b) => a - b)
        const bounds = [0, ...places, whole.bytes]
        const rows: unknown[] = []
        const lines: number[] = []
        let skips = 0
        let linesBefore = 0
        for (let index = 0; index + 1 < bounds.length; index++) {
          const range = { ...whole, start: bounds[index], end: bounds[index + 1], whole: false }
          if (range.start === range.end) continue
          const part = await gather(range)
          rows.push(...valuesOf(part))
          lines.push(...part.lines.map((line) => line + linesBefore))
          skips += part.skips.length
          linesBefore += part.linesRead
        }
        const expected = oracle(content)
        expect(rows).toEqual(expected.rows.map(([, value]) => value))
        expect(lines).toEqual(expected.lines)
        expect(skips).toBe(expected.broken.length)
      }),
      { numRuns: 60 },
    )
  })

  test('a block of many rows ends at 4096 and the numbers go on', async () => {
    const count = 10_000
    const shard = shardOf(Array.from({ length: count }, (_, id) => JSON.stringify({ id })).join('\n'))
    const sizes: number[] = []
    for await (const block of lineBlocks(shard)) sizes.push(block.count)
    expect(sizes).toEqual([4096, 4096, 1808])
    const { rows } = await gather(shard)
    expect(rows.every(([row, value]) => row === (value as { id: number }).id)).toBe(true)
  })

  test('a row longer than the limit is a skip, and its neighbours are read', async () => {
    const long = JSON.stringify({ text: 'x'.repeat(3 << 20) })
    const shard = shardOf(`{"a":1}\n${long}\n{"a":2}\n${long}`)
    for (const maxRowBytes of [1000, 2 << 20]) {
      const { rows, skips } = await gather(shard, { maxRowBytes })
      expect(rows).toEqual([
        [0, { a: 1 }],
        [2, { a: 2 }],
      ])
      expect(skips).toEqual([
        { row: 1, reason: 'row-too-long' },
        { row: 3, reason: 'row-too-long' },
      ])
    }
    const all = await gather(shard)
    expect(all.rows.map(([row]) => row)).toEqual([0, 1, 2, 3])
  })

  test('a row of exactly the limit is read, one byte more is not', async () => {
    const row = '{"a":"12345"}'
    expect((await gather(shardOf(row), { maxRowBytes: row.length })).rows).toHaveLength(1)
    expect((await gather(shardOf(row), { maxRowBytes: row.length - 1 })).rows).toHaveLength(0)
  })

  test('marks of UTF-8 at the start of any line are passed over, UTF-16 is read', async () => {
    const marked = '\ufeff{"a":1}\n\ufeff{"a":2}'
    expect(valuesOf(await gather(shardOf(marked)))).toEqual([{ a: 1 }, { a: 2 }])
    const wide = Buffer.from('\ufeff{"a":"囧"}\n{"a":2}', 'utf16le')
    expect(valuesOf(await gather(shardOf(wide), { tap: drip(3) }))).toEqual([{ a: '囧' }, { a: 2 }])
    expect(valuesOf(await gather(shardOf(wide.swap16()), { tap: drip(1) }))).toEqual([{ a: '囧' }, { a: 2 }])
  })

  test('bytes that are no UTF-8 are replaced and noted', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"x'), Buffer.from([0xff]), Buffer.from('"}\n{"a":"é"}')])
    const { rows, notes } = await gather(shardOf(bytes))
    expect(rows.map(([, value]) => value)).toEqual([{ a: 'x\ufffd' }, { a: 'é' }])
    expect(notes).toEqual([{ row: 0, reason: 'invalid-utf8' }])
  })

  test('what Python writes but JSON does not know is read and noted', async () => {
    const { rows, notes } = await gather(shardOf('{"a":NaN,"b":[-Infinity,1,],"c":"NaN, \\"]\tx",}\n{"a":1}'))
    expect(rows.map(([, value]) => value)).toEqual([{ a: null, b: [null, 1], c: 'NaN, "]\tx' }, { a: 1 }])
    expect(notes).toEqual([{ row: 0, reason: 'loose-json' }])
  })

  test('a key named __proto__ is a key like any other', async () => {
    const { rows } = await gather(shardOf('{"__proto__":{"polluted":true},"a":1}'))
    expect(Object.keys(rows[0][1] as object)).toEqual(['__proto__', 'a'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('a closed reader lets go of its file, and an aborted one stops', async () => {
    const shard = shardOf('{"a":1}\n'.repeat(300_000))
    const stop = new AbortController()
    let blocks = 0
    const reading = (async () => {
      for await (const _ of lineBlocks(shard, { signal: stop.signal })) {
        if (++blocks === 2) stop.abort()
      }
    })()
    await expect(reading).rejects.toThrow(/abort/i)
  })
})

describe('gzip', () => {
  const rows = Array.from({ length: 5000 }, (_, id) => ({ id, text: `${id * 7919}`.repeat(5) }))
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`)
  const gzipped = (name: string, bytes: Buffer) => wholeShard(folder.put(name, bytes), bytes.length, 'jsonl', 'gzip')

  test('several members, with padding or without, are one file, at every size of bite', async () => {
    const parts = [lines.slice(0, 2000), lines.slice(2000, 2001), lines.slice(2001)].map((part) =>
      gzipSync(part.join('')),
    )
    // Tapes pad with zeros; Python reads on behind them.
    const bytes = Buffer.concat([parts[0], Buffer.alloc(700), parts[1], parts[2], Buffer.alloc(3)])
    for (const size of [23, 1000, 1 << 20]) {
      const seen = await gather(gzipped('members.gz', bytes), { tap: drip(size) })
      expect(seen.fault).toBeUndefined()
      expect(valuesOf(seen)).toEqual(rows)
    }
  })

  test('a truncated file gives the rows before the cut, then one clear error', async () => {
    const bytes = gzipSync(lines.join(''))
    const seen = await gather(gzipped('cut.gz', bytes.subarray(0, bytes.length >> 1)))
    expect(seen.fault).toMatchObject({ code: 'file-corrupt', message: expect.stringContaining('cut short') })
    expect(seen.rows.length).toBeGreaterThan(1000)
    expect(valuesOf(seen)).toEqual(rows.slice(0, seen.rows.length))
  })

  test('a bomb is refused before it fills memory', async () => {
    const bytes = gzipSync(Buffer.alloc(200 << 20, ' '), { level: 1 })
    const seen = await gather(gzipped('bomb.gz', bytes), { maxDecompressedRatio: 100 })
    expect(seen.fault).toMatchObject({ code: 'limit' })
  })
})
