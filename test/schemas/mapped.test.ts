import { describe, expect, test } from '@jest/globals'
import type { Meaning } from '../../src/model/meaning.ts'
import { createUnderstanding } from '../../src/schemas/index.ts'

function read(options: Meaning, row: unknown): unknown {
  const understood = createUnderstanding(options).understand(row)
  if ('skip' in understood) return understood.skip
  return understood.conversations.map(({ turns }) =>
    turns.map((turn) => `${turn.role}${turn.trained ? '*' : ''}: ${turn.text}`),
  )
}

describe('a map of JSON pointers', () => {
  test('leads to a prompt, an answer and a system prompt, however deep', () => {
    const map = { prompt: '/req/q', response: '/res/0/a~1b', system: '/sys' }
    const row = { req: { q: 'Hum' }, res: [{ 'a/b': 'Mm.' }], sys: 'Sing.' }
    expect(read({ map }, row)).toEqual([['system: Sing.', 'user: Hum', 'assistant*: Mm.']])
  })

  test('leads to messages, or to a list of them before the answer', () => {
    const said = [{ role: 'user', content: 'Hum' }, { role: 'assistant', content: 'Mm.' }] // biome-ignore format: one list
    expect(read({ map: { messages: '/x' } }, { x: said })).toEqual([['user: Hum', 'assistant*: Mm.']])
    const asked = { x: [...said, { role: 'user', content: 'Again' }], y: 'La.' }
    expect(read({ map: { prompt: 'x', response: 'y' } }, asked)).toEqual([
      ['user: Hum', 'assistant: Mm.', 'user: Again', 'assistant*: La.'],
    ])
  })

  test('makes a pair of chosen and rejected', () => {
    const map = { prompt: '/p', chosen: '/c', rejected: '/r' }
    expect(read({ map }, { p: 'Hum', c: 'Mm.', r: 'No.' })).toEqual([
      ['user: Hum', 'assistant*: Mm.'],
      ['user: Hum', 'assistant*: No.'],
    ])
  })

  test('wins over a schema, and never follows what is inherited', () => {
    expect(read({ schema: 'messages', map: { response: '/a' } }, { a: 'Mm.' })).toEqual([['assistant*: Mm.']])
    expect(read({ map: { prompt: '/p', response: '/constructor/name' } }, { p: 'Hum' })).toBe('no-answer')
    expect(
      read({ map: { prompt: '/p', response: '/__proto__/a' } }, JSON.parse('{"p":"Hum","__proto__":{"a":"Mm."}}')),
    ).toEqual([['user: Hum', 'assistant*: Mm.']])
  })

  test('that names no answer, or an unknown part, is refused', () => {
    expect(() => createUnderstanding({ map: { prompt: '/p' } })).toThrow(/names no answer/)
    expect(() => createUnderstanding({ map: { reply: '/p' } })).toThrow(/has no "reply"/)
  })
})

describe('a schema by name', () => {
  test('reads rows of that layout only', () => {
    expect(read({ schema: 'alpaca' }, { instruction: 'Hum', output: 'Mm.' })).toEqual([
      ['user: Hum', 'assistant*: Mm.'],
    ])
    expect(read({ schema: 'alpaca' }, { messages: [{ role: 'user', content: 'Hum' }] })).toBe('unknown-schema')
  })

  test('that nobody knows is refused, with the names that are', () => {
    expect(() => createUnderstanding({ schema: 'nonesuch' })).toThrow(
      expect.objectContaining({ code: 'schema-unknown' }),
    )
  })
})
