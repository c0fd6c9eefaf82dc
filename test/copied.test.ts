import { expect, test } from '@jest/globals'
import { isInsideWord } from '../src/copied.ts'

test('a part of a word is inside it; a word of its own, or a letter or two, is not', () => {
  expect(isInsideWord('tnef', 'ktnef')).toBe(true)
  expect(isInsideWord('tnef', 'a tnef file')).toBe(false)
  expect(isInsideWord('help', 'sure, happy to help.')).toBe(false)
  expect(isInsideWord('as', 'measure')).toBe(false)
  expect(isInsideWord('', 'measure')).toBe(false)
})
