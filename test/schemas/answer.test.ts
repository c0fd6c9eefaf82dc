import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { answerTurn, toolCallText, withoutEnd, withoutReasoning } from '../../src/schemas/answer.ts'
import { parseLiteral } from '../../src/schemas/literal.ts'
import { promptTurns } from '../../src/schemas/template-text.ts'

describe('an answer', () => {
  test('loses the reasoning in front of it, whatever the reasoning says', () => {
    const thought = fc.string().filter((text) => !text.includes('</think>'))
    const answer = fc.string().filter((text) => text === text.trimStart() && !text.includes('<'))
    fc.assert(
      fc.property(thought, answer, (before, said) =>
        expect(withoutReasoning(`<think>${before}</think>\n${said}`)).toBe(said),
      ),
    )
  })

  test.each([
    ['<think>never ends', '<think>never ends'],
    ['Use <think> tags.', 'Use <think> tags.'],
    ['thought first</think>Then this.', 'Then this.'],
    ['<|begin_of_thought|>a<|end_of_thought|><|begin_of_solution|>b<|end_of_solution|>', 'b'],
    ['1 < 2', '1 < 2'],
  ])('%s → %s', (text, expected) => expect(withoutReasoning(text)).toBe(expected))

  test('loses the end marks of templates, and nothing else that ends in a bracket', () => {
    expect(withoutEnd('Yes.<|im_end|></s>\n')).toBe('Yes.')
    expect(withoutEnd('<b>Yes</b>')).toBe('<b>Yes</b>')
    expect(withoutEnd('a[0]')).toBe('a[0]')
  })

  test('that was given as nothing is trained on; one of which only reasoning was given is not', () => {
    expect(answerTurn(' \n')).toEqual({ role: 'assistant', text: ' \n', trained: true })
    expect(answerTurn('<think>Hm.</think>')).toEqual({ role: 'assistant', text: '', trained: false })
  })

  test('shows the tools it calls, one a line', () => {
    const calls = [
      { function: { name: 'clock', arguments: '{"city":"Lima"}' } },
      { name: 'lamp', arguments: { on: true, n: 3n } },
    ]
    expect(toolCallText(calls)).toBe('<tool_call>clock({"city":"Lima"})\n<tool_call>lamp({"on":true,"n":"3"})')
    expect(toolCallText('plain words')).toBe('<tool_call>plain words')
    expect(toolCallText('')).toBe('')
  })
})

describe('a value that was stored as text', () => {
  test('is read back, if it was JSON', () => {
    const value = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()))
    fc.assert(
      fc.property(value, (json) =>
        expect(parseLiteral(JSON.stringify(json))).toEqual(JSON.parse(JSON.stringify(json))),
      ),
    )
  })

  test('never throws, whatever it was', () => {
    const soup = fc
      .array(fc.constantFrom(...'[]{}(),:\'"\\ xu0aNT\n'.split(''), 'array(', 'None', 'dtype=object)'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(soup, (text) => void parseLiteral(text)),
      { numRuns: 2000 },
    )
  })

  test.each([
    // Oracle: ast.literal_eval of Python 3.11, and repr of numpy.array(..., dtype=object)
    [`[{'a': 'it\\'s', "b": None, 'c': (1, 2.5), 'd': True}]`, [{ a: "it's", b: null, c: [1, 2.5], d: true }]],
    [String.raw`['\x41\u00e9\U0001F600\n\q']`, ['Aé😀\n\\q']],
    [`array([{'a': 1}, {'a': 2}],\n      dtype=object)`, [{ a: 1 }, { a: 2 }]],
    [`[{'a': 1}\n {'a': 2}]`, [{ a: 1 }, { a: 2 }]],
    ['[unquoted]', undefined],
    ['[1, 2', undefined],
    ["{'a' 1}", undefined],
  ])('%s', (text, expected) => expect(parseLiteral(text)).toEqual(expected))
})

describe('the prompt of a completion', () => {
  test.each([
    ['Name a shoe xylo\n\n###\n\n', ['user: Name a shoe xylo']],
    ['### Instruction:\nName a shoe xylo\n\n### Response:', ['user: Name a shoe xylo']],
    ['<|im_start|>user\nHi xylo<|im_end|>\n<|im_start|>assistant\n', ['user: Hi xylo']],
    ['[INST] Hi xylo [/INST]', ['user: Hi xylo']],
    ['Q: 1?\nA: one\nQ: 2?\nA:', ['user: 1?', 'assistant: one', 'user: 2?']],
    ['A passage of prose.\nAnswer:', ['user: A passage of prose.']],
    ['Write an essay about Assistant:', ['user: Write an essay about Assistant:']],
    ['Fill in: the sky is', ['user: Fill in: the sky is']],
  ])('%j ends where the user ended', (prompt, expected) => {
    const turns = promptTurns(prompt)
    expect(turns.map((turn) => `${turn.role}: ${turn.text}`)).toEqual(expected)
    expect(turns.some((turn) => turn.trained)).toBe(false)
  })
})
