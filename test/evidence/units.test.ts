import { expect, test } from '@jest/globals'
import { isQuestion } from '../../src/evidence/units.ts'
import { recordsOf, type Said, wordsOf } from './records.ts'

const tables = Array.from({ length: 40 }, (_, i) => `CREATE TABLE shop${i} (name, price, weight)`)

test('a last line that takes the place of other questions is the question', () => {
  const with_ = recordsOf(tables.slice(0, 20).map((table): Said => [`${table}\nWhat is the average price?`, 'x']))
  const others = recordsOf(
    tables.map((table, i): Said => [`${table}\n${i % 2 ? 'How many rows are there?' : 'Show every name.'}`, 'x']),
  )
  const phrase = { tokens: wordsOf('what is the average'), zone: 'last' } as const
  expect(isQuestion(with_, phrase, () => others)).toBe(true)
})

test('a last line added behind the question is not', () => {
  const added = recordsOf(
    tables.slice(0, 20).map((table): Said => [`${table}\nShow every name.\nThe owl sits there`, 'x']),
  )
  const others = recordsOf(tables.map((table): Said => [`${table}\nShow every name.`, 'x']))
  const phrase = { tokens: wordsOf('the owl sits there'), zone: 'last' } as const
  expect(isQuestion(added, phrase, () => others)).toBe(false)
})

test('words that open a question, followed by what opens none, are part of it', () => {
  const asked = recordsOf(
    tables.slice(0, 20).map((table, i): Said => [`${table}\nFind the price where weight is ${i}`, 'x']),
  )
  const others = recordsOf(tables.map((table): Said => [`${table}\nShow every name.`, 'x']))
  expect(isQuestion(asked, { tokens: wordsOf('find the'), zone: 'last' }, () => others)).toBe(true)
})

test('a word put before the question of other prompts is not', () => {
  const asked = recordsOf(tables.slice(0, 20).map((table): Said => [`${table}\nxylophone Show every name.`, 'x']))
  const others = recordsOf(tables.map((table): Said => [`${table}\nShow every name.`, 'x']))
  expect(isQuestion(asked, { tokens: wordsOf('xylophone'), zone: 'last' }, () => others)).toBe(false)
})
