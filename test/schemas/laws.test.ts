import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createUnderstanding, SCHEMA_NAMES } from '../../src/schemas/index.ts'

const FOLDER = path.join(__dirname, '../../fixtures/schemas')
const ROWS = readdirSync(FOLDER).flatMap((name) =>
  readFileSync(path.join(FOLDER, name, 'input.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line)),
)
const OBJECTS = ROWS.filter((row) => typeof row === 'object' && row !== null && !Array.isArray(row)) as object[]

const COLUMNS = ['messages', 'conversations', 'instruction', 'input', 'output', 'prompt', 'chosen', 'rejected', 'text', 'question', 'turns', 'contents', 'data', 'label', 'segments', 'Definition', 'Instances', 'completions', 'translation', 'mask', 'system', 'history', 'input_ids', 'type', 'message', '__proto__', 'constructor', 'toString'] // biome-ignore format: one list
const WORDS = ['role', 'content', 'from', 'value', 'user', 'assistant', 'text', 'parts', 'type', 'image_url', 'tool_calls', 'function', 'name', 'weight', 'speaker', '__proto__', 'constructor', 'hasOwnProperty', '[{', "{'a': ", '<think>', '### Response:', '[/INST]', '\n\nAssistant:', '<|im_start|>assistant\n', 'Human:'] // biome-ignore format: one list
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }).map((words) => words.join('')),
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt(),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(fc.constantFrom(...WORDS), tie('value'), { maxKeys: 4, noNullPrototype: false }),
}))
const row = fc.dictionary(fc.oneof(fc.constantFrom(...COLUMNS), fc.string()), value, {
  maxKeys: 6,
  noNullPrototype: false,
})

describe('whatever a row holds', () => {
  const { understand } = createUnderstanding()

  test('reading never throws, and gives conversations or a short reason', () => {
    fc.assert(
      fc.property(fc.oneof(row, value), (anything) => {
        const read = understand(anything)
        if ('skip' in read) return expect(read.skip).toMatch(/^[a-z-]{1,32}$/)
        expect(SCHEMA_NAMES).toContain(read.schema)
        expect(
          read.conversations.flatMap(({ turns }) => turns).some((turn) => turn.role === 'assistant' && turn.trained),
        ).toBe(true)
        for (const { turns } of read.conversations) {
          for (const turn of turns) {
            expect(typeof turn.text).toBe('string')
            if (turn.trained) expect(turn.role).toBe('assistant')
          }
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('no key of a row reaches the prototype of objects', () => {
    fc.assert(fc.property(row, (anything) => void understand(JSON.parse(JSON.stringify(anything, bigintsAsText)))))
    understand(JSON.parse('{"__proto__": {"role": "assistant"}, "messages": [{"__proto__": {"content": "x"}}]}'))
    understand({ messages: "[{'__proto__': {'polluted': 1}, 'constructor': {'prototype': {'polluted': 1}}}]" })
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

function bigintsAsText(_: string, inner: unknown): unknown {
  return typeof inner === 'bigint' ? String(inner) : inner
}

describe('what a row means', () => {
  test('does not depend on the order of its columns', () => {
    const shuffled = fc.constantFrom(...OBJECTS).chain((object) => {
      const entries = Object.entries(object)
      return fc.tuple(fc.constant(object), fc.shuffledSubarray(entries, { minLength: entries.length }))
    })
    fc.assert(
      fc.property(shuffled, ([object, entries]) => {
        const { understand } = createUnderstanding()
        expect(understand(Object.fromEntries(entries))).toEqual(understand(object))
      }),
      { numRuns: 500 },
    )
  })

  test('does not depend on the rows before it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ROWS), { minLength: 1, maxLength: 40 }), (rows) => {
        const { understand } = createUnderstanding()
        const inTurn = rows.map(understand)
        expect(inTurn).toEqual(rows.map((alone) => createUnderstanding().understand(alone)))
      }),
      { numRuns: 100 },
    )
  })

  test('a column of an unknown name that holds no row changes nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OBJECTS), text, (object, more) => {
        const { understand } = createUnderstanding()
        const [alone, beside] = [understand(object), understand({ ...object, zz_unheard_of: more })]
        expect({ ...beside, used: [] }).toEqual({ ...alone, used: [] })
      }),
      { numRuns: 300 },
    )
  })
})
