import { expect, test } from '@jest/globals'
import { createUnderstanding } from '../../src/schemas/index.ts'

const { understand } = createUnderstanding()
const nested = (depth: number, open: string, close: string) => JSON.parse(open.repeat(depth) + close.repeat(depth))

test('a hundred thousand nested lists are no messages, and no crash', () => {
  const deep = nested(100_000, '[', ']')
  expect(understand({ messages: deep })).toEqual({ skip: 'unknown-schema' })
  expect(understand({ prompt: 'a', completion: deep })).toEqual({ skip: 'no-answer' })
  expect(understand({ messages: '['.repeat(100_000) })).toEqual({ skip: 'unknown-schema' })
  const call = { role: 'assistant', tool_calls: [{ name: 'f', arguments: { deep } }] }
  expect(understand({ messages: [call] })).toMatchObject({ conversations: [{ turns: [{ text: '<tool_call>f()' }] }] })
})

test('a row of two hundred thousand turns, or of as many rows, is read whole', () => {
  const turns = Array.from({ length: 200_000 }, (_, at) => ({ role: at % 2 ? 'assistant' : 'user', content: 'a' }))
  expect(understand({ messages: turns })).toMatchObject({ schema: 'messages' })
  const read = understand({ train: Array.from({ length: 200_000 }, () => ({ prompt: 'a', completion: 'b' })) })
  expect('skip' in read ? 0 : read.conversations.length).toBe(200_000)
})

test('a tree of more paths than are read is skipped whole, with its reason', () => {
  const replies = Array.from({ length: 5000 }, () => ({ role: 'assistant', text: 'Yes.', replies: [] }))
  expect(understand({ message_tree_id: 'a', prompt: { role: 'prompter', text: 'Q', replies } })).toEqual({
    skip: 'tree-too-large',
  })
})

test('a megabyte of markers is split in linear time', () => {
  const started = performance.now()
  for (const mark of [
    '</s>',
    '[INST]',
    '<|im_start|>user\n',
    '### ',
    'Human: ',
    '\n',
    '<think>',
    '答：',
    'GPT4 Correct User:',
    'a:\n',
  ]) {
    understand({ text: mark.repeat(1_000_000 / mark.length) })
    understand({ prompt: mark.repeat(1_000_000 / mark.length), completion: mark.repeat(1_000_000 / mark.length) })
  }
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('more shapes than are remembered are still understood', () => {
  for (let shape = 0; shape < 5000; shape += 1) {
    expect(understand({ instruction: 'a', output: 'b', [`extra-${shape}`]: 1 })).toMatchObject({ schema: 'alpaca' })
  }
})
