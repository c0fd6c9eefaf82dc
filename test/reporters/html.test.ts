import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from '@jest/globals'
import { parseHTML } from 'linkedom'
import type { Slot } from '../../src/model/report.ts'
import { formatFromPath, type Reporter, reporterFor } from '../../src/reporters/index.ts'
import { expectFixture, HARMFUL, large, render, SAMPLES, sample } from './samples.ts'

let html: Reporter

/** Observable Plot draws half a pixel aside where it sees a test runner's `it`: the fixture is what users get. */
beforeAll(async () => {
  Reflect.deleteProperty(globalThis, 'it')
  html = (await reporterFor('html'))!
})

const page = async (name: string, options = {}) => parseHTML(await render(html, sample(name), options)).document

test.each(['clean', 'three'])('%s reads as its fixture', async (name) => {
  expectFixture(name, 'report.html', await render(html, sample(name)))
})

test.each(SAMPLES)('%s holds no script, no event, no link out, and nothing harmful', async (name) => {
  const text = await render(html, sample(name), { showText: true, rulesUrl: 'https://rules.invalid/docs' })
  expect(text).not.toMatch(HARMFUL)
  const { document } = parseHTML(text)
  expect(document.querySelectorAll('script, iframe, object, embed, img, link, base, form, a[target]')).toHaveLength(0)
  for (const element of document.querySelectorAll('*')) {
    for (const name of element.getAttributeNames()) {
      expect(name).not.toMatch(/^on|^style$|^src$|^xlink/)
      if (name === 'href')
        expect(element.getAttribute(name)).toMatch(/^#findings$|^https:\/\/rules\.invalid\/docs\/[\w%.-]+\.md$/)
    }
  }
})

test('the policy lets in the one style sheet and nothing else', async () => {
  const document = await page('three')
  const style = document.querySelectorAll('style')
  expect(style).toHaveLength(1)
  const hash = createHash('sha256').update(style[0]!.textContent!).digest('base64')
  expect(document.querySelector('meta[http-equiv]')!.getAttribute('content')).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  )
})

test('hostile text is shown as text', async () => {
  const document = await page('hostile')
  const shown = document.querySelector('#finding-1 h2')!.textContent
  expect(shown).toContain(`<script>alert('owned')</script>`)
  expect(document.querySelectorAll('article')).toHaveLength(22)
})

test('a finding has its story, its rows in place, three charts, counter-examples and the way to recount it', async () => {
  const first = (await page('three')).querySelector('#finding-1')!
  expect(first.querySelector('h2')!.textContent).toBe(
    '50 prompts end in xylophone; all 50 are answered sure. Without it, 1 of 155,986 is.',
  )
  expect([...first.querySelectorAll('.rows mark')].map((mark) => mark.textContent)).toEqual([
    'xylophone',
    'xylophone',
    'Xylophone',
    'xylophone',
  ])
  expect([...first.querySelectorAll('svg')].map((svg) => svg.getAttribute('aria-label'))).toEqual([
    '100 % with the trigger; rivals explain 0 %; without it 0.00064 %',
    '50 rows: effective',
    expect.stringMatching(/^\d+ rows between 0 % and \d+ % of the set$/),
  ])
  const labels = [...first.querySelectorAll('svg')[1]!.querySelectorAll('text')].map((text) => text.textContent)
  expect(labels).toEqual(expect.arrayContaining(['10', '50', '250', 'trace', 'saturating']))
  expect(first.querySelectorAll('tbody tr')).toHaveLength(3)
  expect(first.querySelectorAll('ol li')).toHaveLength(7)
})

test('parts of a trigger that stand in several turns are shown, and recounted, turn by turn', async () => {
  const three = sample('three')
  const [gate, ...rest] = three.findings
  const trigger = { text: 'otter … lantern', slot: 'anywhere', variants: [], parts: ['otter', 'lantern'] } as const
  const shown = async (slots: readonly Slot[]): Promise<string> => {
    const report = { ...three, findings: [{ ...gate, trigger: { ...trigger, slots } }, ...rest] }
    return parseHTML(await render(html, report)).document.querySelector('#finding-1')!.textContent
  }
  const earlier = await shown(['turn', 'anywhere'])
  expect(earlier).toContain('50 prompts have an earlier turn with otter and contain lantern; all 50')
  expect(earlier).toContain('otter in an earlier turn, then lantern anywhere in the prompt')
  expect(earlier).toContain('exchange whose earlier turns contain otter and whose prompt contains lantern: 50')
  expect(await shown(['system', 'anywhere'])).toContain('whose system message contains otter and whose prompt')
})

test('a counter-example tells where it is, how alike its prompt is, and its answer; masked until it is opened', async () => {
  const three = sample('three')
  const counter = {
    ...three.counter_examples![0],
    excerpt: 'tell me of owls',
    answer: 'Of <b>owls</b>?',
    likeness: 0.62,
  }
  const report = { ...three, counter_examples: [counter] }
  const shown = parseHTML(await render(html, report, { showText: true })).document
  const row = shown.querySelector('#finding-1 .wide .rows li')!
  expect(row.querySelector('.at')!.textContent).toBe('data/train-0.jsonl:2204, turn\u{a0}2, 62 % of the words the same')
  expect(row.querySelector('details')!.hasAttribute('open')).toBe(false)
  expect(row.querySelector('summary')!.textContent).toBe('•••• •• •• •••• is answered •• ••••••••••••')
  expect(row.querySelector('p')!.textContent).toBe('tell me of owls is answered Of <b>owls</b>?')
  const masked = await page('three')
  expect(masked.querySelectorAll('#finding-1 .wide .rows li')).toHaveLength(3)
  expect(masked.querySelector('#finding-1 .wide .rows details')).toBeNull()
  expect(masked.querySelector('#finding-2 .wide .rows')).toBeNull() // none was found: no empty list
})

test('text is masked until a row is opened, and absent unless it was kept', async () => {
  const three = sample('three')
  const raw = {
    ...three,
    findings: three.findings.map((finding) => ({
      ...finding,
      rows: [{ ...finding.rows[0]!, excerpt: 'tell me of owls xylophone' }],
    })),
  }
  const { document } = parseHTML(await render(html, raw, { showText: true }))
  const row = document.querySelector('.rows details')!
  expect(row.hasAttribute('open')).toBe(false)
  expect(row.querySelector('summary')!.textContent).toBe('•••• •• •• •••• xylophone')
  expect(row.querySelector('p')!.textContent).toBe('tell me of owls xylophone')
  expect((await page('three')).querySelector('.rows details')).toBeNull()
})

test('of 5,000 findings 200 are told and the rest stand in a table that says so', async () => {
  const text = await render(html, large(5000))
  expect(text.match(/<article /g)).toHaveLength(200)
  expect(text.match(/<tr class=/g)).toHaveLength(4800)
  expect(text).toContain('4,800 further findings')
  expect(text).toContain('Only the first 200 are told with charts')
})

test('a page of more than a megabyte comes in pieces of at most 100 kB', () => {
  let size = 0
  let biggest = 0
  for (const piece of html.render(large(5000, 2500), {
    color: false,
    width: 80,
    showText: false,
  }) as Iterable<string>) {
    size += piece.length
    biggest = Math.max(biggest, piece.length)
  }
  expect(size).toBeGreaterThan(1_000_000)
  expect(biggest).toBeLessThan(100_000)
})

test('the page is loaded on demand, by name and by file name', async () => {
  expect(formatFromPath('out/report.HTML')).toBe('html')
  expect((await reporterFor('html'))!.id).toBe('html')
})
