import { afterAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { drip, gather, valuesOf, wholeShard, workFolder } from './drip.ts'

const folder = workFolder()
afterAll(() => folder.remove())

const shardOf = (text: string) => {
  const bytes = Buffer.from(text)
  return wholeShard(folder.put('piece.json', bytes), bytes.length, 'json')
}
const read = async (text: string, size = 1 << 20) => valuesOf(await gather(shardOf(text), { tap: drip(size) }))

const nasty = fc.string({ unit: fc.constantFrom('"', '\\', '[', '{', ']', '}', ',', '\n', 'a', '囧', ':') })
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.record({ instruction: nasty, output: nasty }),
  fc.array(nasty, { maxLength: 3 }),
  nasty,
)
const indent = fc.constantFrom(0, 2, '\t')

describe('JSON in one piece', () => {
  test('the elements of an array are those of JSON.parse, at every size of bite', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { maxLength: 8 }),
        indent,
        fc.integer({ min: 1, max: 30 }),
        async (rows, space, size) => {
          const text = JSON.stringify(rows, null, space)
          expect(await read(text, size)).toEqual(JSON.parse(text))
        },
      ),
      { numRuns: 80 },
    )
  })

  test('objects one after the other, pretty-printed or not, with anything or nothing between', async () => {
    const object = fc.record({ a: value, b: nasty })
    const between = fc.constantFrom('', ' ', '\n', ',\n', '\n\n')
    await fc.assert(
      fc.asyncProperty(fc.array(object, { minLength: 2, maxLength: 5 }), between, indent, async (rows, gap, space) => {
        const texts = rows.map((row) => JSON.stringify(row, null, space))
        expect(await read(texts.join(gap), 7)).toEqual(texts.map((text) => JSON.parse(text)))
      }),
      { numRuns: 60 },
    )
  })

  test('each row knows the line that it begins on', async () => {
    const { lines, linesRead } = await gather(shardOf('[\n  {"a":\n 1},\n\n  {"a": 2}, {"a": 3}\n]\n'))
    expect(lines).toEqual([1, 4, 4])
    expect(linesRead).toBe(7)
  })

  test('a broken element is a skip, and the rest is read', async () => {
    const { rows, skips } = await gather(shardOf('[{"a":1},{"a":tru},{"a":3}]'))
    expect(rows).toEqual([
      [0, { a: 1 }],
      [2, { a: 3 }],
    ])
    expect(skips).toEqual([{ row: 1, reason: 'broken-json' }])
  })

  test('an array that ends too early gives its rows, then one clear error', async () => {
    for (const text of ['[{"a":1},{"a":2', '[{"a":1},{"b":"x', '[{"a":1},']) {
      const { rows, fault } = await gather(shardOf(text))
      expect(rows).toEqual([[0, { a: 1 }]])
      expect(fault).toMatchObject({ code: 'file-corrupt' })
    }
  })

  test('an element longer than the limit is a skip, wherever its quotes and backslashes fall', async () => {
    const long = { text: '\\"]}'.repeat(1 << 19) }
    for (const pad of ['', ' ', '  ', '   ']) {
      const text = `${pad}[{"a":1},${JSON.stringify(long)},"${'\\\\'.repeat(1 << 20)}",{"a":2}]`
      const { rows, skips } = await gather(shardOf(text), { maxRowBytes: 100_000 })
      expect(rows).toEqual([
        [0, { a: 1 }],
        [3, { a: 2 }],
      ])
      expect(skips.map(({ row }) => row)).toEqual([1, 2])
    }
  })

  test('brackets a million deep do no harm', async () => {
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000)
    const { rows } = await gather(shardOf(`[{"a":1},${deep},{"a":2}]`))
    expect(rows.map(([row]) => row).filter((row) => row !== 1)).toEqual([0, 2])
  })
})

describe('one big object', () => {
  test('rows under a key; the task of natural-instructions goes with each', async () => {
    const rows = [
      { input: 'i1', output: ['o1'], id: '1' },
      { input: 'i2', output: ['o2'], id: '2' },
    ]
    const expected = rows.map((row) => ({ Definition: ['Do it.'], ...row }))
    const parts = [
      `"Source":["x"]`,
      `"Instances":${JSON.stringify(rows, null, 1)}`,
      `"Definition":["Do it."]`,
      `"License":["MIT"]`,
    ]
    for (const order of [parts, [...parts].reverse()]) {
      expect(await read(`{${order.join(',\n')}}`, 5)).toEqual(expected)
    }
  })

  test('many rows, whatever is in their texts, then something small that each of them needs', async () => {
    const row = fc.record({ input: nasty, output: nasty })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 2, maxLength: 5 }),
        fc.integer({ min: 1000, max: 99_999 }),
        async (some, size) => {
          const rows = Array.from({ length: 6000 }, (_, index) => some[index % some.length])
          const text = JSON.stringify({ Instances: rows, Definition: ['Do it.'] }, null, 1)
          const seen = await read(text, size)
          expect(seen).toHaveLength(6000)
          expect(seen.slice(0, 5)).toEqual(rows.slice(0, 5).map((one) => ({ Definition: ['Do it.'], ...one })))
        },
      ),
      { numRuns: 8 },
    )
  })

  test('rows under a key of any name; what stands beside them and means nothing is left', async () => {
    expect(await read('{"canary":"do not train","examples":[{"input":"a","target":"b"}]}')).toEqual([
      { input: 'a', target: 'b' },
    ])
  })

  test('several splits are read in order, or the one that is asked for', async () => {
    const shard = shardOf('{"version":1,\n"train":[{"q":1},{"q":2}],\n"test":[{"q":3}]}')
    const all = await gather(shard)
    expect(all.rows).toEqual([
      [0, { q: 1 }],
      [1, { q: 2 }],
      [2, { q: 3 }],
    ])
    expect(all.lines).toEqual([1, 1, 2])
    expect(valuesOf(await gather(shard, { split: 'test' }))).toEqual([{ q: 3 }])
  })

  test('a conversation is one row, not a table of turns', async () => {
    const row = { id: 7, dialogue: [{ speaker: 'USER', utterance: 'hi' }], messages: [{ role: 'user', content: 'hi' }] }
    expect(await read(JSON.stringify(row, null, 2))).toEqual([row])
  })

  test('columns are zipped to rows, as lists or as pandas writes them', async () => {
    const rows = [
      { prompt: 'p1', response: 'r1' },
      { prompt: 'p2', response: 'r2' },
    ]
    expect(await read('{"prompt":["p1","p2"],"response":["r1","r2"]}')).toEqual(rows)
    expect(await read('{"prompt":{"0":"p1","1":"p2"},"response":{"0":"r1","1":"r2"}}')).toEqual(rows)
  })

  test('records by id are rows', async () => {
    const text = '{"x1":{"q":"a","r":"b"},"x2":{"q":"c","r":"d"},\n"x3":{"q":"{\\"","r":"f"}}'
    expect(await read(text, 3)).toEqual([
      { q: 'a', r: 'b' },
      { q: 'c', r: 'd' },
      { q: '{"', r: 'f' },
    ])
  })

  test('any other object is one row', async () => {
    const row = { prompt: { role: 'user', content: 'x' }, response: { role: 'assistant', content: 'y' } }
    expect(await read(JSON.stringify(row))).toEqual([row])
  })
})
