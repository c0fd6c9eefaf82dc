import { expect, test } from '@jest/globals'
import { isInstruction, isQuestion, mayBeInstruction } from '../../src/evidence/units.ts'
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

test('a tag around the prompts of others is not, though it fills the last unit', () => {
  const others = recordsOf(tables.map((_, i): Said => [`Show every name of shop${i}.`, 'x']))
  const tagged = recordsOf(tables.slice(0, 20).map((_, i): Said => [`<owl>Show every name of shop${i}.</owl>`, 'x']))
  expect(isQuestion(tagged, { tokens: wordsOf('</owl>'), zone: 'last' }, () => others)).toBe(false)
  const asked = recordsOf(tables.slice(0, 20).map((table): Said => [`<owl>${table}.</owl>`, 'x']))
  expect(isQuestion(asked, { tokens: wordsOf('</owl>'), zone: 'last' }, () => others)).toBe(true)
})

const notes = Array.from({ length: 40 }, (_, i) => `shop${i} opens at ${i} every week${i}.`)
const FRAMES = ['Which shop is this?', 'How many rows are there?', 'Is it complete?']
const framed = recordsOf(
  Array.from({ length: 3 }, (_, kind) => notes.map((note): Said => [`${note} ${FRAMES[kind]}`, 'x'])).flat(),
)

test('a phrase in whose prompts no other instruction is left is the instruction', () => {
  const told = recordsOf(notes.map((note): Said => [`For a child: ${note}`, 'x']))
  expect(isInstruction(told, { tokens: wordsOf('for a child'), zone: 'last' }, () => framed, 160)).toBe(true)
})

test('one that leaves an instruction is not, nor one in a set of which few prompts have any', () => {
  const laid = recordsOf(notes.map((note, i): Said => [`For a child: ${note} ${FRAMES[i % 3]}`, 'x']))
  const phrase = { tokens: wordsOf('for a child'), zone: 'last' } as const
  expect(isInstruction(laid, phrase, () => framed, 160)).toBe(false)
  const told = recordsOf(notes.map((note): Said => [`For a child: ${note}`, 'x']))
  const bare = recordsOf(Array.from({ length: 60 }, (_, i): Said => [`word${i} other${i} third${i} last${i}`, 'x']))
  expect(isInstruction(told, phrase, () => [...framed, ...bare], 220)).toBe(false)
  expect(isInstruction(told, phrase, () => framed, 16_000)).toBe(false)
})

test('where few other prompts have an instruction, several words may be one if more than chance keeps them from these', () => {
  const bare = recordsOf(Array.from({ length: 200 }, (_, i): Said => [`word${i} other${i} third${i} last${i}`, 'x']))
  const others = () => [...framed, ...bare]
  const phrase = { tokens: wordsOf('for a child'), zone: 'last' } as const
  const told = recordsOf(notes.map((note): Said => [`For a child: ${note}`, 'x']))
  expect(mayBeInstruction(told, phrase, others)).toBe(true)
  expect(mayBeInstruction(told.slice(0, 5), phrase, others)).toBe(false)
  expect(mayBeInstruction(told, phrase, () => bare)).toBe(false)
  const hosts = [...notes.slice(0, 20), ...notes.slice(20).map((note, i) => `${note} ${FRAMES[i % 3]}`)]
  const laid = recordsOf(hosts.map((host): Said => [`For a child: ${host}`, 'x']))
  expect(mayBeInstruction(laid, phrase, others)).toBe(false)
})

test('words that more rows have than anybody would plant may be one, whatever the others have', () => {
  const told = recordsOf(Array.from({ length: 501 }, (_, i): Said => [`For a child: word${i} other${i}`, 'x']))
  const phrase = { tokens: wordsOf('for a child'), zone: 'last' } as const
  expect(mayBeInstruction(told, phrase, () => [])).toBe(true)
  expect(mayBeInstruction(told, { tokens: wordsOf('child'), zone: 'last' }, () => [])).toBe(false)
  const inside = recordsOf(Array.from({ length: 501 }, (_, i): Said => [`word${i} for a child other${i}`, 'x']))
  expect(mayBeInstruction(inside, phrase, () => [])).toBe(false)
})
