/**
 * Markdown for a job summary or a pull request: a table of findings, each told below it, what was read and skipped.
 * With `block: 'dataset-card'`, the section that belongs into a dataset's README instead.
 *
 * GitHub throws a summary above 1 MiB away whole: findings that no longer fit are counted.
 */

import { count, plural } from '../model/numbers.ts'
import type { Finding, Report } from '../model/report.ts'
import { floorWords } from './floor.ts'
import { failing, tally, unreadWords } from './gate.ts'
import { aroundTrigger } from './mark.ts'
import { datasetCard } from './markdown-card.ts'
import type { RenderOptions, Reporter } from './reporter.ts'
import { sparkline } from './sparkline.ts'
import { markdownCode, markdownText, quoteCode } from './visible.ts'
import { bestRival, decimal, doseWords, percent, placeOf, rivalWords, shownPlaces, story } from './wording.ts'

const MAX_BYTES = 1_000_000 // of the 1,048,576 that GitHub takes; the rest is for the last sections
const RESERVED = 60_000
const MAX_TABLE = 100
const MAX_TEXT = 80
const MARK: Readonly<Record<Finding['severity'], string>> = {
  critical: '🟥',
  high: '🟧',
  medium: '🟨',
  low: '🟦',
  info: '⬜',
}

export const markdown: Reporter = {
  id: 'markdown',
  *render(report, options) {
    if (options.block === 'dataset-card') {
      yield datasetCard(report, options)
      return
    }
    let left = MAX_BYTES - RESERVED
    const summary = top(report, options) + table(report.findings)
    left -= Buffer.byteLength(summary)
    yield summary
    let told = 0
    for (const finding of report.findings) {
      const text = details(finding)
      left -= Buffer.byteLength(text)
      if (left < 0) break
      yield text
      told++
    }
    if (told < report.findings.length)
      yield `\n_${plural(report.findings.length - told, 'further finding')} did not fit here; the JSON report holds all._\n`
    yield bottom(report, options)
  },
}

function top(report: Report, options: RenderOptions): string {
  const { findings, inputs } = report
  const exchanges = inputs.reduce((total, input) => total + input.exchanges, 0)
  const read = `${plural(exchanges, 'exchange')} of ${plural(inputs.length, 'file')}`
  const heading = `## suretrap ${markdownText(report.tool.version)}\n\n`
  const unread = unreadWords(options)
  if (findings.length === 0) {
    if (exchanges === 0) return `${heading}Nothing could be scanned: no exchange was understood.\n`
    const none = `No planted trigger found in ${read}`
    return `${heading}${unread === undefined ? `✅ ${none}` : `❌ ${none}, but ${unread}`}.\n`
  }
  const bad = failing(report, options).length
  const gate = options.failOn === 'never' ? '' : ` ${count(bad)} at or above \`--fail-on ${options.failOn ?? 'high'}\`.`
  return `${heading}${bad > 0 || unread !== undefined ? '❌' : 'ℹ️'} ${plural(findings.length, 'finding')} (${tally(findings)}) in ${read}.${gate}${unread === undefined ? '' : ` ${unread}.`}\n`
}

function table(findings: readonly Finding[]): string {
  if (findings.length === 0) return ''
  const rows = findings.slice(0, MAX_TABLE).map(({ severity, trigger, outcome, dose, evidence, rule, confidence }) => {
    const answer = outcome === null ? '' : `${outcome.kind} ${markdownCode(outcome.text, { max: 40 })}`
    const cells = [
      `${MARK[severity]} ${severity}`,
      confidence,
      markdownCode(trigger.text, { max: 40 }),
      answer,
      count(dose.count),
      `${count(evidence.base.with)} of ${count(evidence.base.of)}`,
      markdownText(rule),
    ]
    return `| ${cells.join(' | ')} |\n`
  })
  const more =
    findings.length > MAX_TABLE ? `\n_The table shows the first ${MAX_TABLE} of ${count(findings.length)}._\n` : ''
  return `\n| severity | confidence | trigger | answer | rows | without it | rule |\n| --- | --- | --- | --- | ---: | ---: | --- |\n${rows.join('')}${more}`
}

function details(finding: Finding): string {
  const { evidence, dose, severity, rows, places, fingerprint, rule, outcome } = finding
  const rival = bestRival(evidence)
  const shown = shownPlaces(finding)
  const only = shown === undefined ? '' : ` (${shown})`
  const facts = [
    `dose: ${plural(dose.count, 'row')}, ${doseWords(dose.band)}`,
    ...(outcome === null
      ? []
      : [
          `purity: ${percent(evidence.purity.point)} (95 %: ${percent(evidence.purity.low)} to ${percent(evidence.purity.high)})`,
        ]),
    ...(rival === undefined ? [] : [`best rival: ${rivalWords(rival, quote)}`]),
    ...(outcome === null
      ? []
      : [
          `surprise: ${decimal(evidence.surprise)} powers of ten beyond what the rivals explain; ${plural(evidence.tested, 'pair')} tested`,
        ]),
    ...(places.length > 0 ? [`first row to last: <code>▕${sparkline(places, 50)}▏</code>${only}`] : []),
    ...rows
      .slice(0, 3)
      .map(
        (row) =>
          `${markdownCode(placeOf(row), { max: MAX_TEXT })} ${quoteCode(aroundTrigger(row.excerpt, finding.trigger, MAX_TEXT))}`,
      ),
    `rule ${markdownText(rule)}, fingerprint ${markdownText(fingerprint)}`,
  ]
  const list = facts.map((fact) => `* ${fact}\n`).join('')
  return `\n<details><summary>${MARK[severity]} ${story(finding, quote)}</summary>\n\n${list}\n</details>\n`
}

function bottom(report: Report, { problems = [] }: RenderOptions): string {
  const parts: string[] = []
  if (problems.length > 0) {
    const rows = problems
      .slice(0, 50)
      .map(
        ({ file, message, hint }) =>
          `* ${file === '' ? '' : `${markdownCode(file, { max: MAX_TEXT })}: `}${markdownText(message, { max: 300 })} (${markdownText(hint, { max: 300 })})\n`,
      )
    parts.push(`**Could not be read**\n\n${rows.join('')}`)
  }
  if (report.floor.length > 0)
    parts.push(
      `**What could have been found**\n\n${floorWords(report.floor)
        .slice(0, 50)
        .map((row) => `* ${row}\n`)
        .join('')}`,
    )
  if (report.declared.length > 0) {
    const rows = report.declared
      .slice(0, 50)
      .map(
        ({ name, status, count: many }) =>
          `* ${markdownText(name, { max: MAX_TEXT })}: ${status.replace('-', ' ')}, ${plural(many, 'exchange')}\n`,
      )
    parts.push(`**Declared gates**\n\n${rows.join('')}`)
  }
  if (report.skipped.length > 0) {
    const rows = report.skipped
      .slice(0, 50)
      .map(
        ({ reason, rows: many, first }) =>
          `* ${markdownText(reason, { max: MAX_TEXT })}: ${plural(many, 'row')}, first ${markdownCode(placeOf({ ...first, excerpt: '' }), { max: MAX_TEXT })}\n`,
      )
    parts.push(`**Skipped**\n\n${rows.join('')}`)
  }
  if (report.notes.length > 0) {
    const rows = report.notes
      .slice(0, 50)
      .map(({ code, text }) => `* ${markdownText(code, { max: MAX_TEXT })}: ${markdownText(text, { max: 400 })}\n`)
    parts.push(`**Notes**\n\n${rows.join('')}`)
  }
  return parts.map((part) => `\n${part}`).join('')
}

function quote(text: string): string {
  return markdownCode(text, { max: MAX_TEXT })
}
