import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findMark, findMarkIn, marksOf } from '../../src/tokenizers/find-text.ts'
import { kernel, TEXT } from '../../src/tokenizers/kernel.ts'

const by = kernel()!
const MARKS = [';base64,', '</think>', '<\\/think>', '://', '<tool_call>', ';;;']

// Whole marks, their beginnings, and bytes that begin them, so that many are nearly there.
const piece = fc.oneof(
  fc.constantFrom(...MARKS, ...MARKS.map((mark) => mark.slice(0, -1)), ...MARKS.map((mark) => mark.slice(0, 3))),
  fc.constantFrom(';', '<', ':', '/', 'ü'),
  fc.string({ maxLength: 40 }),
)

test('the first of several texts is found where it stands, within the bounds', () => {
  const texts = fc.uniqueArray(fc.constantFrom(...MARKS), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(
      texts,
      fc.array(piece, { maxLength: 12 }),
      fc.nat(90),
      fc.nat(90),
      fc.nat(40),
      (some, pieces, skipped, cut, shift) => {
        const bytes = Buffer.from(pieces.join(''))
        const from = Math.min(skipped, bytes.length)
        const to = Math.max(from, bytes.length - cut)
        by.bytes.fill(0x3c, TEXT, TEXT + shift + bytes.length + 64) // what stands around it begins a text too
        bytes.copy(by.bytes, TEXT + shift)
        const within = bytes.subarray(from, to)
        const places = some.map((text) => within.indexOf(text)).filter((place) => place >= 0)
        const expected = places.length === 0 ? -1 : from + Math.min(...places)
        const [first, second, third] = some
        const marks = marksOf(first, second, third)
        const home = TEXT + shift
        const place = findMark(by, marks, home + from, home + to)
        expect(place < 0 ? -1 : place - home).toBe(expected)
        expect(findMarkIn(bytes, marks, from, to)).toBe(expected)
      },
    ),
    { numRuns: 2000 },
  )
})

test('a text that runs on behind the end is none', () => {
  for (const mark of MARKS)
    for (let before = 0; before < 70; before++) {
      const text = `${'x'.repeat(before)}${mark}`
      by.bytes.write(text, TEXT)
      const find = (to: number) => findMark(by, marksOf('???', mark), TEXT, TEXT + to)
      expect(find(text.length)).toBe(TEXT + before)
      expect(find(text.length - 1)).toBe(-1)
    }
})
