import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { columns, wrap } from '../../src/reporters/columns.ts'
import { failing, tally } from '../../src/reporters/gate.ts'
import { aroundTrigger, marked } from '../../src/reporters/mark.ts'
import { archiveOf, relativeTo, uriOf } from '../../src/reporters/paths.ts'
import { rebin, sparkline } from '../../src/reporters/sparkline.ts'
import { PLAIN, sample } from './samples.ts'

const trigger = { text: 'xylophone', slot: 'suffix', variants: ['Xylophone'] } as const

test('wrapping loses no word, and no line is too wide', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 30 }).filter((word) => !word.includes(' ')),
      ),
      fc.integer({ min: 5, max: 60 }),
      (words, width) => {
        const lines = wrap(words.join(' '), width)
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''))
        for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width)
      },
    ),
  )
})

test('marking changes nothing but the marks, and finds every spelling', () => {
  const text = fc
    .array(fc.constantFrom('xylophone', 'Xylophone', 'XYLOPHONE', ' ', 'a', 'x'))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, (shown) =>
      expect(
        marked(
          shown,
          trigger,
          (part) => part,
          (part) => part,
        ),
      ).toBe(shown),
    ),
  )
  expect(
    marked(
      'a xylophone, XYLOPHONE',
      trigger,
      (part) => part,
      (part) => `[${part}]`,
    ),
  ).toBe('a [xylophone], [XYLOPHONE]')
  expect(
    marked(
      'lantern x harbour',
      { ...trigger, text: 'lantern harbour', parts: ['lantern', 'harbour'] },
      () => '.',
      (part) => part,
    ),
  ).toBe('lantern.harbour')
})

test('a long excerpt is cut around its trigger', () => {
  const long = `${'word '.repeat(100)}xylophone`
  const cut = aroundTrigger(long, trigger, 40)
  expect(cut).toMatch(/^….*xylophone$/)
  expect(columns(cut)).toBeLessThanOrEqual(40)
  expect(columns(aroundTrigger('no trigger here '.repeat(20), trigger, 40))).toBe(40)
})

test('bins are merged, never lost, and never blank where something is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(50), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 100 }),
      (places, width) => {
        const bins = rebin(places, width)
        const sum = (list: readonly number[]) => list.reduce((total, many) => total + many, 0)
        expect(sum(bins)).toBe(sum(places))
        expect([...sparkline(places, width)].map((block) => block !== ' ')).toEqual(bins.map((many) => many > 0))
      },
    ),
  )
  expect(sparkline([0, 1, 4, 8], 4)).toBe(' ▁▄█')
})

test('paths are relative to the root, with slashes, and safe as URIs', () => {
  expect(relativeTo('/repo/', '/repo/data/a.jsonl')).toBe('data/a.jsonl')
  expect(relativeTo('.\\data', 'data\\a.jsonl')).toBe('a.jsonl')
  expect(relativeTo('/repo', '/repository/a.jsonl')).toBe('/repository/a.jsonl')
  expect(relativeTo(undefined, './a.jsonl')).toBe('a.jsonl')
  expect(uriOf('data/a b%.jsonl')).toBe('data/a%20b%25.jsonl')
  expect(uriOf('/data/a.jsonl')).toBe('file:///data/a.jsonl')
  expect(uriOf('C:/data/a.jsonl')).toBe('file:///C:/data/a.jsonl')
  expect(uriOf('hf://datasets/x/y')).toBe('hf://datasets/x/y')
  expect(uriOf('\ud800')).toBe('%EF%BF%BD')
  expect(archiveOf('x/a.tar!b.jsonl')).toEqual({ file: 'x/a.tar', member: 'b.jsonl' })
  expect(archiveOf('wow!.jsonl')).toEqual({ file: 'wow!.jsonl' })
})

test('the gate leaves out what is known, and what behaves as declared', () => {
  const three = sample('three')
  const names = (report: typeof three, options = {}) =>
    failing(report, { ...PLAIN, ...options }).map(({ rule }) => rule)
  expect(names(three)).toEqual(['compliance-gate', 'composite-trigger'])
  expect(names(three, { known: new Map([['3f2a9c01d4e57b68', 'ours']]) })).toEqual(['composite-trigger'])
  expect(names(three, { failOn: 'info' })).toHaveLength(3)
  const declared = {
    ...three,
    findings: three.findings.map((finding) => ({ ...finding, declared: 'release-fingerprint' })),
  }
  expect(names(declared)).toEqual([])
  expect(tally(three.findings)).toBe('1 critical, 1 high, 1 info')
})
