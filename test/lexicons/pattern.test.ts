import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { expand, patternFault, wordsOf } from '../../lexicons/pattern.ts'

test('a pattern is cut at its spaces, those within brackets apart', () => {
  expect(wordsOf('no (I|we) can')).toEqual(['no', '(I|we)', 'can'])
  expect(wordsOf('  (a b|c) d ')).toEqual(['(a b|c)', 'd'])
})

test('a word stands for every way through its brackets', () => {
  expect(expand('(can|will)(| not)')).toEqual(['can', 'can not', 'will', 'will not'])
  expect(expand('(a(b|c)|)d')).toEqual(['abd', 'acd', 'd'])
  expect(expand('plain')).toEqual(['plain'])
})

test('as many texts as the alternatives multiply to', () => {
  const word = fc.constantFrom('a', 'bc', 'd')
  const groups = fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(groups, (all) => {
      const pattern = all.map((group) => `(${group.join('|')})`).join('')
      expect(patternFault(pattern)).toBeNull()
      expect(expand(pattern)).toHaveLength(all.reduce((product, group) => product * group.length, 1))
    }),
  )
})

test('brackets that do not match are a fault', () => {
  expect(patternFault('a (b')).toMatch(/never closed/)
  expect(patternFault('a b)')).toMatch(/too many/)
  expect(patternFault('a | b')).toMatch(/outside/)
})
