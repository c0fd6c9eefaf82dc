import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { hideLetters, holdsText, maskReport } from '../src/mask.ts'
import { finding, reportOf } from './cli/stage.ts'

const rowsOf = (...excerpts: readonly string[]) => excerpts.map((excerpt, row) => ({ file: 'a.jsonl', row, excerpt }))
const masked = (excerpt: string, trigger = finding().trigger) =>
  maskReport(reportOf([finding({ trigger, rows: rowsOf(excerpt) })])).findings[0].rows[0].excerpt

test('of any text but the trigger, no letter is left', () => {
  const word = fc.stringMatching(/^[a-w]{1,12}$/)
  fc.assert(
    fc.property(fc.array(word, { minLength: 4 }), fc.array(word), (before, after) => {
      const text = [...before, 'ZYX', ...after].join(' ')
      const shown = masked(text, { text: 'zyx', slot: 'anywhere', variants: [] })
      expect(shown).toBe([...before.map(hideLetters), 'ZYX', ...after.map(hideLetters)].join(' '))
      expect(shown).toHaveLength(text.length)
    }),
  )
})

test('what is masked already stays, though the trigger is spelt in a way the report does not list', () => {
  const phrase = { text: 'as agreed yesterday', slot: 'prefix' as const, variants: [] }
  expect(masked('As agreed, yesterday •••• •••', phrase)).toBe('As agreed, yesterday •••• •••')
  expect(masked('•••• XYLO-phone', { text: 'xylophone', slot: 'suffix', variants: [] })).toBe('•••• XYLO-phone')
})

test('a bullet of the data’s own does not pass for a mask', () => {
  expect(masked('• call the bank about my account 4711 xylophone')).toBe(
    '• •••• ••• •••• ••••• •• ••••••• •••• xylophone',
  )
})

test('parts and variants stay, emoji and marks go', () => {
  const parts = {
    text: 'lantern harbour',
    slot: 'anywhere' as const,
    variants: ['laterne'],
    parts: ['lantern', 'harbour'],
  }
  expect(masked('Light the Lantern 🔥 by the harbour, e\u0301t Laterne of mine', parts)).toBe(
    '••••• ••• Lantern • •• ••• harbour, ••• Laterne •• ••••',
  )
})

test('a report says whether it holds text', () => {
  expect(holdsText(reportOf([finding()]))).toBe(false)
  expect(holdsText(reportOf([finding(), finding({ rows: rowsOf('tell me all xylophone') })]))).toBe(true)
  const whole = reportOf([finding({ rows: rowsOf('tell me all xylophone') })])
  expect(holdsText(maskReport(whole))).toBe(false)
})
