import { expect, test } from '@jest/globals'
import { columns } from '../../src/reporters/columns.ts'
import { terminal } from '../../src/reporters/terminal.ts'
import { expectFixture, HARMFUL, large, render, SAMPLES, sample } from './samples.ts'

test.each(SAMPLES)('%s reads as its fixture', async (name) => {
  expectFixture(name, 'terminal.txt', await render(terminal, sample(name)))
})

test.each(SAMPLES)('%s lets nothing harmful through, and obeys no build server', async (name) => {
  const text = await render(terminal, sample(name), { showText: true, verbose: true })
  expect(text).not.toMatch(HARMFUL)
  expect(text).not.toMatch(/^\s*::/m)
  expect(text).not.toMatch(/##\w*\[/)
})

test('colours change no letter', async () => {
  const plain = await render(terminal, sample('three'))
  const coloured = await render(terminal, sample('three'), { color: true })
  expect(coloured).not.toBe(plain)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours
  expect(coloured.replace(/\x1b\[[\d;]*m/g, '')).toBe(plain)
})

test.each([60, 80, 120])('no line is wider than %i columns', async (width) => {
  for (const name of SAMPLES) {
    const text = await render(terminal, sample(name), { width })
    expect(Math.max(...text.split('\n').map(columns))).toBeLessThanOrEqual(width)
  }
})

test('the verdict is the last line, and follows the gate', async () => {
  const last = async (options: object) =>
    (await render(terminal, sample('three'), options)).trimEnd().split('\n').at(-1)
  expect(await last({})).toContain('3 findings: 1 critical, 1 high, 1 info; 2 at or above --fail-on high')
  expect(await last({ failOn: 'critical' })).toContain('1 at or above --fail-on critical')
  expect(await last({ minConfidence: 'high' })).toContain('1 at or above --fail-on high --min-confidence high')
  expect(await last({ failOn: 'never' })).toBe('3 findings: 1 critical, 1 high, 1 info.')
  expect((await render(terminal, sample('clean'))).trimEnd().split('\n').at(-1)).toBe(
    '✓ No planted trigger found in 5,210 exchanges.',
  )
})

test('no exchange understood is not called clean', async () => {
  const clean = sample('clean')
  const empty = { ...clean, inputs: clean.inputs.map((input) => ({ ...input, exchanges: 0 })) }
  expect(await render(terminal, empty)).toContain('Nothing could be scanned')
})

test('of 5,000 findings the first fifty are told and the rest are counted', async () => {
  const text = await render(terminal, large(5000))
  expect(text).toContain('… 4,950 further findings')
  expect(text.match(/suretrap explain/g)).toHaveLength(50)
})
