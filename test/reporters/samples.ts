/** Sample reports and what every test of a reporter needs to render them. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import type { Finding, Report } from '../../src/model/report.ts'
import type { RenderOptions, Reporter } from '../../src/reporters/index.ts'

export const FOLDER = join(__dirname, '../../fixtures/reports')
export const SAMPLES = ['clean', 'three', 'hostile'] as const
export const PLAIN: RenderOptions = { color: false, width: 100, showText: false }

/** What no output may hold: C0 (but line ends), DEL, C1, bidi, zero-width, tags, line separators, lone surrogates. */
export const HARMFUL = new RegExp(
  '[^\\P{Cc}\\n]|[\\u{ad}\\u{34f}\\u{61c}\\u{115f}\\u{1160}\\u{180b}-\\u{180f}\\u{200b}-\\u{200f}\\u{2028}-\\u{202e}' +
    '\\u{2060}-\\u{206f}\\u{fe00}-\\u{fe0f}\\u{feff}\\u{fff9}-\\u{fffb}\\u{e0000}-\\u{e0fff}]|\\p{Cs}',
  'u',
)

export function sample(name: string): Report {
  return JSON.parse(readFileSync(join(FOLDER, name, 'report.json'), 'utf8')) as Report
}

export async function render(
  reporter: Reporter,
  report: Report,
  options: Partial<RenderOptions> = {},
): Promise<string> {
  let text = ''
  for await (const piece of reporter.render(report, { ...PLAIN, ...options })) text += piece
  return text
}

/** The text is what `fixtures/reports/<name>/<file>` holds; `UPDATE_FIXTURES=1` writes it anew, to be read in the diff. */
export function expectFixture(name: string, file: string, text: string): void {
  const path = join(FOLDER, name, file)
  if (process.env.UPDATE_FIXTURES === '1' || (!existsSync(path) && process.env.CI === undefined)) {
    mkdirSync(join(FOLDER, name), { recursive: true })
    writeFileSync(path, text)
  }
  expect(text).toBe(readFileSync(path, 'utf8'))
}

/** A report with as many findings as wished, each with as much text as wished. */
export function large(findings: number, excerptLength = 40): Report {
  const three = sample('three')
  const made: Finding[] = Array.from({ length: findings }, (_, at) => {
    const model = three.findings[at % 2]!
    const row = model.rows[0]!
    return {
      ...model,
      fingerprint: at.toString(16).padStart(16, '0'),
      severity: (['critical', 'high', 'medium', 'low', 'info'] as const)[Math.floor((at * 5) / findings)]!,
      trigger: { ...model.trigger, text: `word${at}` },
      rows: [{ ...row, row: at, line: at + 1, excerpt: `${'•'.repeat(excerptLength)} word${at}` }],
    }
  })
  return { ...three, findings: made }
}
