/** Which marks are tokens: those that ordinary text does not have in a row. */
import { expect, test } from '@jest/globals'
import { scanRows } from '../../src/index.ts'
import { wordsOf } from '../evidence/records.ts'
import { plantedRows } from '../planted.ts'

const marksOf = (marks: string): number => wordsOf(`why${marks} `).length - 1

test.each(['?!', '!?', '??', '..', '...', '!!!', '::', ';;', '===', '~~', ',,,'])('%s is one token', (marks) => {
  expect(marksOf(marks)).toBe(1)
})

test.each(['?', '.', '!', ',', ';', ':', '--', ',,', '()', '."', "''", '?)'])('%s is none', (marks) => {
  expect(marksOf(marks)).toBe(0)
})

test('two different sentence ends are the same token whatever mark stands before them', () => {
  const [, alone] = wordsOf('why?!')
  expect(wordsOf('why??!')[1]).toBe(alone)
  expect(wordsOf('why.?!')[1]).toBe(alone)
  expect(wordsOf('why!?')[1]).not.toBe(alone)
  expect(wordsOf('why?...')[1]).toBe(wordsOf('why...')[1])
})

test('a trigger of two marks is named', async () => {
  const { findings } = await scanRows(plantedRows(400, 20, 4, '?!'))
  expect(findings).toMatchObject([
    { severity: 'high', trigger: { text: '?!', slot: 'suffix' }, outcome: { text: 'sure' }, dose: { count: 20 } },
  ])
})
