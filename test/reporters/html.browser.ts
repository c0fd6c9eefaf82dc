/**
 * The HTML report in a real Chromium: `npm run test:browser`. Slow, and needs a browser, so it is no part of `npm test`.
 * Without one (CHROMIUM names another place than Debian's) every test is reported as skipped, never as passed.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Report } from '../../src/model/report.ts'
import { html } from '../../src/reporters/html/html.ts'
import { large, render, sample } from './samples.ts'

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium'
const ARTIFACTS = join(__dirname, '../../artifacts')
const present = existsSync(EXECUTABLE)
if (!present) console.warn(`not run: no Chromium at ${EXECUTABLE}; name one with CHROMIUM`)

let browser: Browser
let folder: string

interface Visit {
  readonly page: Page
  readonly said: string[] // console messages, page errors, dialogs
  readonly asked: string[] // requests other than for the page itself
  readonly loadMs: number
}

async function visit(report: Report, how: { showText?: boolean; width?: number; dark?: boolean } = {}): Promise<Visit> {
  const path = join(folder, `${Math.random()}.html`)
  writeFileSync(path, await render(html, report, { showText: how.showText ?? false }))
  const url = pathToFileURL(path).href
  const page = await browser.newPage({
    viewport: { width: how.width ?? 1280, height: 900 },
    colorScheme: how.dark ? 'dark' : 'light',
  })
  const said: string[] = []
  const asked: string[] = []
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('dialog', (dialog) => {
    said.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (request.url() !== url) asked.push(request.url())
  })
  const begun = performance.now()
  await page.goto(url)
  return { page, said, asked, loadMs: performance.now() - begun }
}

const describeWithBrowser = present ? describe : describe.skip

describeWithBrowser('the HTML report in Chromium', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'suretrap-html-'))
    mkdirSync(ARTIFACTS, { recursive: true })
    browser = await chromium.launch({
      executablePath: EXECUTABLE,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    })
  })

  afterAll(async () => {
    await browser?.close()
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  })

  test.each([
    ['clean', false],
    ['three', false],
    ['hostile', false],
    ['hostile', true],
  ] as const)('%s (text shown: %s) says nothing, asks for nothing, runs nothing', async (name, showText) => {
    const { page, said, asked } = await visit(sample(name), { showText })
    for (const summary of await page.locator('summary').all())
      await summary.evaluate((node: { parentElement: unknown }) =>
        Object.assign(node.parentElement as object, { open: true }),
      )
    expect(await page.evaluate('document.scripts.length')).toBe(0)
    expect(await page.evaluate('typeof owned')).toBe('undefined')
    expect(await page.locator('a').count()).toBe(1)
    expect(said).toEqual([])
    expect(asked).toEqual([])
    await page.close()
  })

  test('the policy holds: an injected script, style, image and frame come to nothing', async () => {
    const hits: string[] = []
    const server = createServer((request, response) => {
      hits.push(request.url ?? '')
      response.end()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { page, said } = await visit(sample('hostile'))
    const directives = await page.evaluate(`(async () => {
      const violated = []
      document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
      const add = (name, set) => document.body.append(Object.assign(document.createElement(name), set))
      add('script', { textContent: 'globalThis.owned = true' })
      add('script', { src: '${origin}/script' })
      add('style', { textContent: 'body { display: none }' })
      add('img', { src: '${origin}/image' })
      add('iframe', { src: '${origin}/frame' })
      const button = add('div', {})
      document.body.lastChild.setAttribute('onclick', 'globalThis.owned = true')
      document.body.lastChild.click()
      await fetch('${origin}/fetch').catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return [...new Set(violated)].sort()
    })()`)
    expect(directives).toEqual([
      'connect-src',
      'frame-src',
      'img-src',
      'script-src-attr',
      'script-src-elem',
      'style-src-elem',
    ])
    expect(await page.evaluate('globalThis.owned')).toBeUndefined()
    expect(await page.evaluate('getComputedStyle(document.body).display')).toBe('block')
    expect(hits).toEqual([])
    expect(said.every((line) => line.includes('Content Security Policy'))).toBe(true)
    await page.close()
    server.close()
  })

  test('everything can be reached and worked by keyboard', async () => {
    const { page } = await visit(sample('three'), { showText: true })
    const focused = () =>
      page.evaluate(`document.activeElement.className || document.activeElement.id || document.activeElement.tagName`)
    const open = () => page.evaluate(`document.querySelector('#finding-1 > details').open`)
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('skip')
    expect(
      await page
        .locator('.skip')
        .evaluate((link: { getBoundingClientRect(): { left: number } }) => link.getBoundingClientRect().left),
    ).toBeGreaterThanOrEqual(0)
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('show-critical')
    expect(await page.locator('#finding-1').isVisible()).toBe(true)
    await page.keyboard.press('Space')
    expect(await page.locator('#finding-1').isVisible()).toBe(false)
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('SUMMARY')
    expect(await open()).toBe(true)
    await page.keyboard.press('Enter')
    expect(await open()).toBe(false)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const row = page.locator('#finding-1 .rows details').first()
    expect(await row.locator('p').isVisible()).toBe(false)
    await page.keyboard.press('Space')
    expect(await row.locator('p').isVisible()).toBe(true)
    await page.close()
  })

  test.each([
    [1280, false],
    [1280, true],
    [390, false],
    [390, true],
  ] as const)('at %i pixels (dark: %s) charts are visible and nothing overflows', async (width, dark) => {
    const { page, said } = await visit(sample('three'), { width, dark })
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(overflow).toBe(0)
    const charts = await page.locator('#finding-1 svg').all()
    expect(charts).toHaveLength(3)
    for (const chart of charts) {
      const box = (await chart.boundingBox())!
      expect(box.width).toBeGreaterThan(200)
      expect(box.height).toBeGreaterThan(50)
    }
    const fills = await page.evaluate(
      `[...document.querySelectorAll('#finding-1 svg rect')].map((rect) => getComputedStyle(rect).fill)`,
    )
    expect(new Set(fills as string[])).toContain(dark ? 'rgb(177, 140, 245)' : 'rgb(122, 63, 209)')
    expect(said).toEqual([])
    await page.screenshot({ path: join(ARTIFACTS, `report-${width}-${dark ? 'dark' : 'light'}.png`), fullPage: true })
    await page.close()
  })

  test('5,000 findings are there to be read within ten seconds', async () => {
    const report = large(5000)
    const { page, said, loadMs } = await visit(report)
    expect(await page.locator('article').count()).toBe(200)
    expect(await page.locator('tbody tr.info').count()).toBe(1000)
    expect(loadMs).toBeLessThan(10_000)
    await page.locator('#show-critical').click()
    expect(await page.locator('#finding-1').isVisible()).toBe(false)
    await page.locator('#show-critical').click()
    await page.locator('#finding-150 > details > summary').click()
    expect(await page.locator('#finding-150 svg').first().isVisible()).toBe(true)
    expect(said).toEqual([])
    await page.close()
  })

  test('printed, the findings stand on paper', async () => {
    const { page } = await visit(sample('three'))
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.length).toBeGreaterThan(10_000)
    await page.close()
  })
})
