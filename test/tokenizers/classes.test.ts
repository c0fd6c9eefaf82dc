import { expect, test } from '@jest/globals'
import { classify } from '../../characters/classify.ts'
import { packedClasses } from '../../characters/pack.ts'
import { CLASS_RUNS, CLASS_RUNS_UNICODE } from '../../src/tokenizers/class-runs.ts'
import { CLASSES, classOf, IGNORABLE, MARK, SEPARATOR, SINGLE, SYMBOL, WORD } from '../../src/tokenizers/classes.ts'

const CODES = 0x110000

const isSame = process.versions.unicode === CLASS_RUNS_UNICODE

test('what the package holds of characters is what the categories of Unicode give', () => {
  if (isSame) return expect(packedClasses() === CLASS_RUNS).toBe(true)
  let others = 0
  for (let code = 0; code < CODES; code++) {
    // What this engine's Unicode does not know yet, it takes for a separator.
    if (classOf(code) !== classify(code) && /\P{Cn}/u.test(String.fromCodePoint(code))) others++
  }
  expect(others).toBeLessThan(32)
})

test('every code point has one of the classes', () => {
  let most = 0
  for (let code = 0; code < CODES; code++) most = Math.max(most, classOf(code))
  expect(most).toBe(CLASSES - 1)
})

test.each([
  ['é', WORD],
  ['漢', SINGLE],
  ['ก', SINGLE],
  ['한', WORD],
  ['€', SYMBOL],
  ['😀', SYMBOL],
  ['\u200b', IGNORABLE],
  ['\u{e0041}', IGNORABLE],
  ['\u0301', MARK],
  ['“', SEPARATOR],
])('%j is of class %d', (text, kind) => {
  expect(classOf(text.codePointAt(0)!)).toBe(kind)
})
