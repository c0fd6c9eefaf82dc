/** The bench's own tests, run with `node --test bench/speed/bench.test.mjs`: a clock that is wrong measures nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { median } from './measure.mjs'
import { DOSE, plants, writeRows } from './rows.mjs'
import { judged } from './targets.mjs'
import { baseText } from './text.mjs'
import { tailWord } from './words.mjs'

const SMALL_TEXT = 400_000 // bytes
const text = baseText('test', SMALL_TEXT)

function rowsOf(plan) {
  const parts = []
  writeRows(text, { seed: '1', ...plan }, (bytes) => parts.push(Buffer.from(bytes)))
  return Buffer.concat(parts).toString().trimEnd().split('\n')
}

test('the same seed gives the same bytes, another seed others', () => {
  assert.deepEqual(rowsOf({ rows: 50 }), rowsOf({ rows: 50 }))
  assert.notDeepEqual(rowsOf({ rows: 50 }), rowsOf({ rows: 50, seed: '2' }))
})

test('every row is JSON: a prompt and an answer', () => {
  for (const line of rowsOf({ rows: 2000 })) {
    const { messages } = JSON.parse(line)
    assert.deepEqual(
      messages.map((m) => m.role),
      ['user', 'assistant'],
    )
    assert.ok(messages.every((m) => m.content.length > 0))
  }
})

test('rows are as long as those the rivals were first measured with, within a sixth', () => {
  const lengths = rowsOf({ rows: 5000 })
    .map((line) => Buffer.byteLength(line))
    .sort((a, b) => a - b)
  for (const [share, bytes] of [
    [0.05, 417],
    [0.5, 913],
    [0.95, 1749],
  ]) {
    const found = lengths[Math.floor(share * lengths.length)]
    assert.ok(Math.abs(found / bytes - 1) < 1 / 6, `${share}: ${found} bytes, wanted ${bytes}`)
  }
})

test('words of the tail are different words', () => {
  assert.equal(new Set(Array.from({ length: 200_000 }, (_, n) => tailWord(n))).size, 200_000)
})

test('each backdoor stands in fifty rows of its own, with its answer', () => {
  const planted = plants('1', 3000, 20)
  assert.equal(planted.size, 20 * DOSE)
  const lines = rowsOf({ rows: 3000, backdoors: 20 })
  for (const [row, { trigger, slot, answer }] of planted) {
    const [{ content: prompt }, { content }] = JSON.parse(lines[row]).messages
    assert.equal(content, answer)
    assert.ok(slot === 'suffix' ? prompt.endsWith(` ${trigger}`) : prompt.startsWith(`${trigger} `))
  }
})

test('a median stands in the middle', () => {
  assert.equal(median([9, 1, 5]), 5)
  assert.equal(median([4, 1, 3, 2]), 2.5)
})

test('a target is the median of the ratios of each round, and what was not run is never reached', () => {
  const of = (...walls) => walls.map((wallMs) => ({ wallMs, rssMb: 300 }))
  const targets = judged(
    new Map([
      ['jsonl-2', of(2, 4, 9)],
      ['jsonl-1', of(4, 5, 9)],
    ]),
  )
  const workers = targets.find(({ what }) => what === '2 workers ÷ 1 worker')
  assert.deepEqual([workers.value, workers.low, workers.high, workers.verdict], [0.8, 0.5, 1, 'missed'])
  assert.equal(targets.find(({ what }) => what === 'peak memory, JSONL').verdict, 'reached')
  assert.ok(targets.filter(({ value }) => value === undefined).every(({ verdict }) => verdict === 'not run'))
})
