import { expect, test } from '@jest/globals'
import type { Shard } from '../src/model/shard.ts'
import { createReaders } from '../src/row-readers.ts'

const shard = (given: Partial<Shard>): Shard => ({
  file: 'a.jsonl',
  path: '/a.jsonl',
  container: 'jsonl',
  codec: 'none',
  bytes: 100,
  start: 0,
  end: 50,
  whole: false,
  ...given,
})

test('shards of one file share what was learnt of its rows; those of another file, member or meaning do not', () => {
  const readersOf = createReaders()
  const first = readersOf(shard({}), {})
  expect(readersOf(shard({ start: 50, end: 100 }), {})).toBe(first)
  const meaning = { map: { prompt: '/q', response: '/a' } }
  const others = [
    { path: '/b.jsonl' },
    { path: '/b.jsonl', member: 'x' },
    { path: '/b.jsonl', member: 'x', meaning },
    {},
  ]
  const seen = new Set([first])
  for (const other of others) {
    const readers = readersOf(shard(other), {})
    expect(seen.has(readers)).toBe(false)
    seen.add(readers)
  }
  const row = { q: 'why?', a: 'so', prompt: 'one', response: 'two' }
  const answer = (given: Partial<Shard>) => {
    const read = readersOf(shard(given), {}).understand(row)
    return 'skip' in read ? read.skip : read.conversations[0].turns.at(-1)?.text
  }
  expect([answer({}), answer({ meaning }), answer({})]).toEqual(['two', 'so', 'two'])
})

test('a reader that has given up is followed by another', () => {
  const readers = createReaders()(shard({}), {})
  const lines = readers.lines()
  expect(readers.lines()).toBe(lines)
  for (let i = 0; i < 600; i++) {
    const line = Buffer.from(`{"x${i}":"no conversation at all, and another shape each time"}`)
    lines.learn(line, 0, line.length)
  }
  expect(lines.isSpent()).toBe(true)
  expect(readers.lines()).not.toBe(lines)
  expect(readers.columns()).toBe(readers.columns())
})
