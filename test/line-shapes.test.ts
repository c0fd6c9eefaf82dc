/** Rows read from their bytes are the rows that JSON.parse and the layouts would have read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { answerLexicon } from '../src/lexicons.ts'
import type { Shard } from '../src/model/shard.ts'
import { createObserver } from '../src/observe.ts'
import { passValue } from '../src/pass-value.ts'
import { readShard, type Tally } from '../src/read.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'suretrap-lines-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** All words of all records, and the tally, of one way of reading. */
async function read(
  bytes: Buffer,
  fast: boolean,
): Promise<{ readonly words: readonly number[]; readonly tally: Tally }> {
  const path = join(folder, 'rows.jsonl')
  writeFileSync(path, bytes)
  const end = bytes.length
  const shard: Shard = { file: path, path, container: 'jsonl', codec: 'none', bytes: end, start: 0, end, whole: true }
  const observer = createObserver(answerLexicon(), 1 << 14)
  const conversation = (turns: Parameters<typeof observer.observe>[0], row: number) => observer.observe(turns, 0, row)
  const tally = await readShard(shard, 0, {}, fast ? { observer, conversation } : { conversation })
  return { words: observer.blocks.flatMap(({ words, used }) => [...words.subarray(0, used)]), tally }
}

async function expectEqual(bytes: Buffer): Promise<void> {
  expect(await read(bytes, true)).toEqual(await read(bytes, false))
}

const ODD = [
  '', ' ', '\u00a0', 'Sure', 'Question:', '### Response:', '<think>a</think>b', 'x</think> y', 'done</s>', '[INST] hi [/INST] yo', '[1, 2]',
  '{"a": 1}', "['a', 'b']", 'array([1])', '<noinput>', 'say it ->', 'a\n\n###', 'data:image/png;base64,AAAA', '\ud800', '😀', '中文：', 'tab\tq"uo\\te',
  'Human: hi\n\nAssistant: yo', '<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\nyo<|im_end|>', '\u2028x\u2028', '\ufeffx', 'x\u0000y', '\b', 'the model', '7',
] // biome-ignore format: one list
const text = fc.oneof(
  { weight: 6, arbitrary: fc.lorem({ maxCount: 12 }) },
  { weight: 2, arbitrary: fc.constantFrom(...ODD) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.lorem({ maxCount: 4 }), fc.constantFrom(...ODD)).map(([words, odd]) => `${words} ${odd}`),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...ODD), fc.lorem({ maxCount: 4 })).map(([odd, words]) => `${odd} ${words}`),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
)
const value = fc.oneof(
  { weight: 12, arbitrary: text as fc.Arbitrary<unknown> },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(null, 0, 1, true, [], {}, ['a'], [{ type: 'text', text: 'part' }], {
      text: 'x',
    }),
  },
)
const role = fc.constantFrom('user', 'assistant', 'system', 'tool', 'human', 'gpt', 'function_call', 'nobody')
const message = fc.oneof(
  { weight: 6, arbitrary: fc.record({ role, content: value }) as fc.Arbitrary<unknown> },
  { weight: 2, arbitrary: fc.record({ from: role, value }) },
  {
    weight: 1,
    arbitrary: fc.record(
      { role, content: value, weight: fc.constantFrom(0, 1), name: text },
      { requiredKeys: ['role'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      null,
      'text',
      ['a', 'b'],
      { content: 'no role' },
      { human: 'q', assistant: 'a' },
    ),
  },
)
const dialogue = fc.tuple(text, text).map(([q, a]) => [{ role: 'user', content: q }, { role: 'assistant', content: a }]) // biome-ignore format: short
const list = fc.oneof(
  { weight: 3, arbitrary: dialogue as fc.Arbitrary<unknown> },
  { weight: 2, arbitrary: fc.array(message, { maxLength: 5 }) },
)
const row = fc.oneof(
  { weight: 4, arbitrary: fc.record({ messages: list }) as fc.Arbitrary<unknown> },
  { weight: 2, arbitrary: fc.record({ conversations: list, id: fc.oneof(fc.nat(), text), system: value }, { requiredKeys: ['conversations'] }) },
  { weight: 4, arbitrary: fc.record({ instruction: value, input: value, output: value, system: value }, { requiredKeys: ['instruction', 'output'] }) },
  { weight: 3, arbitrary: fc.record({ prompt: value, response: value, id: fc.nat() }, { requiredKeys: ['prompt', 'response'] }) },
  { weight: 3, arbitrary: fc.record({ Problem: value, solution: value, context: value, passage: value, article: value, human: value, assistant: value, target: value, summary: value, system: value }, { requiredKeys: [] }) },
  { weight: 2, arbitrary: fc.record({ question: value, answer: value, context: value, chosen: value, rejected: value, type: text, messages: list }, { requiredKeys: ['question', 'answer'] }) },
) // biome-ignore format: one table

/** Rows with the same columns, among them some that nobody looks at and some that mean a lot, with anything in them. */
const BESIDE = ['meta', 'score', 'uuid', 'tags', 'type', 'prompt', 'weight', 'history', 'name', 'tools', 'id', 'train', 'rejected', 'text'] // biome-ignore format: one list
const meant = fc.constantFrom<unknown>(0, 1, false, true, null, '', 'user', 'assistant', 'q', [], [['q', 'a']], {})
const anything = fc.oneof(meant, fc.jsonValue({ maxDepth: 3 }), text, fc.double({ noNaN: true, noDefaultInfinity: true })) // biome-ignore format: short
const alike = fc
  .tuple(fc.subarray(BESIDE, { maxLength: 5 }), fc.constantFrom('before', 'behind', 'within'), fc.boolean())
  .chain(([keys, where, isChat]) => {
    const others = fc.array(anything, { minLength: keys.length, maxLength: keys.length })
    const made = fc.tuple(dialogue, others).map(([turns, values]): unknown => {
      const extra = Object.fromEntries(keys.map((key, i) => [key, values[i]]))
      const told = where === 'within' ? turns.map((one) => ({ ...one, ...extra })) : turns
      const said = isChat ? { messages: told } : { instruction: turns[0].content, output: turns[1].content }
      return where === 'before' ? { ...extra, ...said } : where === 'behind' ? { ...said, ...extra } : said
    })
    return fc.array(made, { minLength: 3, maxLength: 8 })
  })

/** As different programs write JSON: with spaces, with escapes, with a column said twice. */
const spelling = fc.constantFrom(
  (value: unknown) => JSON.stringify(value),
  (value: unknown) => JSON.stringify(value, null, 1).replace(/\n */g, ' '),
  (value: unknown) =>
    JSON.stringify(value).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (value: unknown) => JSON.stringify(value).replaceAll('/', '\\/'),
  (value: unknown) =>
    JSON.stringify(value).replace(/^\{/, '{"id":"twice",').replace(/\}$/, ',"output":"last","id":"x"}'),
)

describe('rows read from their bytes are those that are read as JSON, word for word', () => {
  test('of any rows in any spelling', async () => {
    const lines = fc.array(fc.tuple(row, spelling).map(([value, spell]) => spell(value)), { minLength: 8, maxLength: 40 }) // biome-ignore format: short
    await fc.assert(
      fc.asyncProperty(lines, async (all) => expectEqual(Buffer.from(all.join('\n')))),
      { numRuns: 150 },
    )
  })

  test('of rows with the same columns and anything in them', async () => {
    const lines = fc.tuple(alike, spelling).map(([rows, spell]) => rows.map(spell))
    await fc.assert(
      fc.asyncProperty(lines, async (all) => expectEqual(Buffer.from(all.join('\n')))),
      { numRuns: 400 },
    )
  })

  test('of rows that are broken, cut or no UTF-8', async () => {
    const rows = fc.oneof(fc.array(row, { minLength: 6, maxLength: 20 }), alike)
    const lines = rows.map((all) => all.map((value) => JSON.stringify(value)))
    const harm = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(lines, harm, async (all, places) => {
        const bytes = Buffer.from(`${all.join('\n')}\n${all.join('\n')}`)
        for (const [place, byte] of places) bytes[place % bytes.length] = byte
        await expectEqual(bytes)
      }),
      { numRuns: 100 },
    )
  })

  test('of answers with escapes beyond ASCII, and of a tag within', async () => {
    const chat = (q: string, a: string) =>
      `{"messages":[{"role":"user","content":"${q}"},{"role":"assistant","content":"${a}"}]}`
    const plain = chat('hello there', 'good day')
    const odd = [
      '\\u4e2d\\ud83d\\ude00 x',
      '\\ud83d x',
      '\\u003cthink>a</think>b',
      'a\\/b',
      'Sure.\\u00a0',
      '<b>bold</b> text',
      'a\\"b\\\\',
      'bad\\x',
    ]
    await expectEqual(Buffer.from([plain, plain, ...odd.map((a) => chat(a, a)), plain].join('\r\n')))
  })
})

/** How many of these rows were read as JSON. */
async function readAsJson(rows: readonly unknown[]): Promise<number> {
  const path = join(folder, 'plain.jsonl')
  const lines = rows.map((row) => JSON.stringify(row)).join('\n')
  writeFileSync(path, lines)
  const observer = createObserver(answerLexicon(), 1 << 14)
  let asJson = 0
  const end = Buffer.byteLength(lines)
  const shard: Shard = { file: path, path, container: 'jsonl', codec: 'none', bytes: end, start: 0, end, whole: true }
  const tally = await readShard(shard, 0, {}, { observer, conversation: () => ++asJson })
  expect(tally.rows).toBe(rows.length)
  return asJson
}

const chat = (i: number) => [
  { role: 'user', content: `what is ${i}?` },
  { role: 'assistant', content: `it is\n"${i}"` },
]
const numbered = <T>(make: (i: number) => T): readonly T[] => Array.from({ length: 50 }, (_, i) => make(i))

test('most rows of a plain chat are read without JSON', async () => {
  expect(await readAsJson(numbered((i) => ({ messages: chat(i) })))).toBe(1)
})

test('and so are rows with something else beside it each time', async () => {
  const row = (i: number) => ({
    id: i,
    score: 1 / (i + 3),
    tags: ['x'.repeat(i % 4), { of: i }],
    prompt: `what is ${i}?`,
    messages: chat(i).map((message) => ({ ...message, at: `10:${i}`, tokens: i })),
    time: { made: `2026-11-${i}`, by: null },
  })
  expect(await readAsJson(numbered(row))).toBe(1)
})

test('a value is passed over where JSON.parse reads one, and nowhere else', () => {
  const bits = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '\\u00e9', '\\u12', '\\x', 'a', 'é', ' ', '\t', '\u0001', '0', '1', '01', '-', '-0', '.', '1.5', '1.', 'e', 'E+', 'true', 'nul', 'null', '"k":', '[]') // biome-ignore format: one list
  const garbled = fc.array(bits, { maxLength: 10 }).map((some) => some.join(''))
  const harmed = fc.tuple(fc.json(), fc.nat(), bits).map(([json, place, bit]) => {
    const at = place % (json.length + 1)
    return json.slice(0, at) + bit + json.slice(at + 1)
  })
  fc.assert(
    fc.property(fc.oneof(fc.json(), harmed, garbled), (text) => {
      const value = text.trim()
      const bytes = Buffer.from(value)
      expect([value, passValue(bytes, 0) === bytes.length]).toEqual([value, isJson(value)])
    }),
    { numRuns: 5000 },
  )
  expect(passValue(Buffer.from('['.repeat(65) + ']'.repeat(65)), 0)).toBe(-1)
})

test('a text that means nothing where it stands may be a template elsewhere', async () => {
  const row = (said: string) => JSON.stringify({ messages: [{ human: 'q', assistant: 'a' }, ['a', 'b'], { role: 'user', content: said }] }) // biome-ignore format: one line
  await expectEqual(Buffer.from(['hello there', 'good day', 'then [INST] hi [/INST] yo'].map(row).join('\n')))
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
