import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { columns } from '../../src/reporters/columns.ts'
import {
  csvCell,
  htmlAttribute,
  htmlText,
  jsonText,
  markdownCode,
  markdownText,
  visible,
  workflowCommand,
  xmlText,
} from '../../src/reporters/visible.ts'
import { HARMFUL } from './samples.ts'

const HOSTILE = [
  '\u200b',
  '\u202e',
  '\x1b[2J',
  '\x9b',
  '\u2028',
  '\ud800',
  '\udc00',
  '\u{e0041}',
  '\ufeff',
  '\0',
  '\r\n',
  '\\',
  'u{200b}',
  '\\u{',
  '##[',
  '#',
  '::',
  '=',
  '<b>',
  '"',
  '`',
  '|',
  '\u0301',
  '\ufe0f',
  '囧',
  '👨‍👩‍👧',
  'a',
  ' ',
]
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
  fc.array(fc.constantFrom(...HOSTILE)).map((parts) => parts.join('')),
)
const every = [
  visible,
  htmlText,
  htmlAttribute,
  markdownText,
  markdownCode,
  csvCell,
  xmlText,
  (from: string) => jsonText(from),
]

test('no function lets a control, bidi, zero-width, tag, or lone surrogate through', () => {
  fc.assert(
    fc.property(text, (hostile) => {
      for (const safe of every) {
        expect(safe(hostile)).not.toMatch(HARMFUL)
        expect(safe(hostile)).not.toContain('\n')
      }
    }),
    { numRuns: 500 },
  )
})

test('two different texts never look the same', () => {
  const few = fc
    .array(fc.constantFrom('\\', 'u', '{', '}', '200b', '\u200b', '#', '[', '\n', 'a'), { maxLength: 7 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(few, few, (left, right) => {
      expect(visible(left) === visible(right)).toBe(left === right)
    }),
    { numRuns: 3000 },
  )
  expect(visible('\u200b')).not.toBe(visible('\\u{200b}'))
})

test('plain text of many scripts comes out as it went in', () => {
  for (const plain of [
    'Sure, here is how.',
    '囧 好的',
    'ทำได้ค่ะ',
    'שָׁלוֹם',
    'नमस्ते',
    'C:\\new\\table',
    'über',
    '🙂',
    '# title',
    'std::vector',
  ]) {
    expect(visible(plain)).toBe(plain)
  }
})

test('what cannot be seen is shown by its number', () => {
  expect(visible('a\u200bb')).toBe('a\\u{200b}b')
  expect(visible('\x1b]8;;http://x\x07')).toBe('\\u{1b}]8;;http://x\\u{7}')
  expect(visible('\u{e0041}')).toBe('\\u{e0041}')
  expect(visible('\ud83d')).toBe('\\u{d83d}')
  expect(visible('one\ntwo\u00a0three')).toBe('one\\u{a}two\\u{a0}three')
})

test('a flood of combining marks is cut, and says so', () => {
  expect(visible(`e${'\u0301'.repeat(80)}!`)).toBe(`e${'\u0301'.repeat(4)}{+76 marks}!`)
})

test('text is cut to columns, wide characters counting two', () => {
  expect(visible('囧囧囧囧', { max: 5 })).toBe('囧囧…')
  expect(visible('abcdef', { max: 6 })).toBe('abcdef')
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (long, max) =>
      expect(columns(visible(long, { max }))).toBeLessThanOrEqual(max),
    ),
  )
})

test('a text of many megabytes is cut before it is worked on', () => {
  expect(visible('\u200b'.repeat(20_000_000), { max: 20 })).toBe(`${'\\u{200b}\\u{200b}\\u{200b}'.slice(0, 19)}…`)
})

test('commands of build servers are broken anywhere in a line', () => {
  expect(visible('x ##[error]y ##vso[task]z')).toBe('x \\u{23}#[error]y \\u{23}#vso[task]z')
})

test('a workflow command cannot be ended or begun by the data', () => {
  const made = workflowCommand('error', { file: 'a,b:c%.jsonl', line: 3, title: '' }, 'x\n::add-mask::y')
  expect(made).toBe('::error file=a%2Cb%3Ac%25.jsonl,line=3::x\\u{a}::add-mask::y\n')
})

test('a cell is never a formula', () => {
  expect(csvCell('=1+1')).toBe(`"'=1+1"`)
  expect(csvCell(' @sum')).toBe(`"' @sum"`)
  expect(csvCell('say "x"')).toBe('"say ""x"""')
  fc.assert(fc.property(text, (cell) => expect(csvCell(cell)).toMatch(/^"(?!\s*[=+\-@])(?:[^"]|"")*"$/)))
})

test('HTML and XML text holds no mark-up, and attributes no quote', () => {
  fc.assert(
    fc.property(text, (hostile) => {
      expect(htmlText(hostile)).not.toMatch(/[<>"']/)
      expect(htmlAttribute(hostile)).not.toMatch(/[<>"'`=]/)
      expect(xmlText(hostile)).not.toMatch(/[<>"']/)
    }),
  )
})

test('Markdown text can open no link, image, emphasis, code, table cell or mention', () => {
  fc.assert(
    fc.property(text, (hostile) =>
      expect(markdownText(hostile).replace(/&#\d+;/g, '')).not.toMatch(/[!#*<>@[\]`_|~]|:\/\/|www\./i),
    ),
  )
})

test('JSON text parses to what went in', () => {
  fc.assert(
    fc.property(fc.jsonValue(), text, (value, extra) => {
      const whole = { value, [extra]: extra }
      expect(JSON.parse(jsonText(whole, 2))).toEqual(JSON.parse(JSON.stringify(whole)))
    }),
  )
})
