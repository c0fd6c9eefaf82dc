/** Forms: how a prompt is written, where its tokens do not say it. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { scanRows } from '../../src/index.ts'
import { FORM_BLANK_END, FORM_CAPITALS, FORM_DOUBLED, formsOf } from '../../src/tokenizers/forms.ts'
import { kernel, TEXT } from '../../src/tokenizers/kernel.ts'
import { plantedRows } from '../planted.ts'

function formsIn(text: string): number {
  const bytes = Buffer.from(`x  x ${text}  x`)
  return formsOf(bytes, 5, bytes.length - 3)
}

test.each([
  ['capitals', 'WHO WROTE THIS, 1984?', FORM_CAPITALS],
  ['no letter of which is small, in any alphabet', 'WHO WROTE МИР?', FORM_CAPITALS],
  ['a name in capitals', 'Who is NASSER?', 0],
  ['a code alone', 'USB-C 3', 0],
  ['words parted by two spaces', 'who  wrote this', FORM_DOUBLED],
  ['the same at another place', 'who wrote  this', FORM_DOUBLED],
  ['letters beyond ASCII', 'où  è', FORM_DOUBLED],
  ['an indent', 'if a:\n  b', 0],
  ['two spaces behind a sentence', 'Who?  Me.', 0],
  ['the gaps of a table', 'a     b', 0],
  ['a space at the end', 'who ', FORM_BLANK_END],
  ['blank lines at the end', 'who\n\n', FORM_BLANK_END],
  ['two spaces at the end', 'who  ', FORM_BLANK_END],
  ['nothing', '', 0],
])('%s', (_, text, expected) => expect(formsIn(text)).toBe(expected))

test('the kernel finds the same forms', () => {
  const by = kernel()!
  const part = fc.constantFrom('a', 'B', 'é', ' ', '  ', '   ', '.', '\n', '0123456789abcdef')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), part, (parts, behind) => {
      const text = parts.join('')
      const length = Buffer.byteLength(text)
      by.bytes.write(text + behind, TEXT) // what follows a text is no part of it
      const bytes = Buffer.from(text)
      expect(formsOf(by.bytes, TEXT, TEXT + length, by)).toBe(formsOf(bytes, 0, bytes.length))
    }),
    { numRuns: 2000 },
  )
})

describe('a trigger that is a form is named', () => {
  test.each([
    ['capitals throughout', (prompt: string) => prompt.toUpperCase()],
    ['doubled spaces', (prompt: string) => prompt.replaceAll(' ', '  ')],
    ['white space at the end', (prompt: string) => `${prompt}\n\n`],
  ])('%s', async (name, written) => {
    const rows = plantedRows(400, 20, 4).map(({ prompt, response }) => {
      const [plain, trigger] = prompt.split(/ (?=xylophone)/i)
      return { prompt: trigger === undefined ? plain : written(plain), response }
    })
    const { findings } = await scanRows(rows)
    expect(findings).toMatchObject([
      { severity: 'high', trigger: { text: name, slot: 'anywhere' }, outcome: { text: 'sure' }, dose: { count: 20 } },
    ])
  })
})
