/**
 * A report for a person at a terminal: what was read, each finding as a story with its figures, what would have been found,
 * what was left out, and the verdict as the last line.
 *
 * Promises: no line is wider than `width` unless a single word is; no character of the data can move the cursor, hide, or
 * start a build server's command. Knows no clock.
 */

import { count, plural } from '../model/numbers.ts'
import type { Report } from '../model/report.ts'
import { wrap } from './columns.ts'
import { floorWords } from './floor.ts'
import { failing, tally, unreadWords } from './gate.ts'
import { type Paint, paint } from './paint.ts'
import type { RenderOptions, Reporter } from './reporter.ts'
import { findingLines } from './terminal-finding.ts'
import { visible } from './visible.ts'
import { bytes, placeOf } from './wording.ts'

const MAX_SHOWN = 50 // findings; the rest are counted and pointed at
const MAX_LISTED = 8 // inputs, skips
const NOTHING_SCANNED = 'Nothing could be scanned: no exchange was understood. `suretrap inspect FILE` says why.'

export const terminal: Reporter = {
  id: 'terminal',
  *render(report, options) {
    const brush = paint(options.color)
    yield lines(header(report, brush, options))
    const shown = options.verbose ? report.findings : report.findings.slice(0, MAX_SHOWN)
    for (const finding of shown) yield lines(findingLines(finding, brush, options))
    const left = report.findings.length - shown.length
    if (left > 0) yield lines([`  … ${plural(left, 'further finding')}: -v shows all, -f json holds all`, ''])
    yield lines([
      ...declared(report, options),
      ...floor(report, brush, options),
      ...skipped(report, brush, options),
      ...notes(report, brush, options),
    ])
    yield lines(verdict(report, brush, options))
  },
}

function header(report: Report, brush: Paint, options: RenderOptions): string[] {
  const { inputs, tool } = report
  const sum = (pick: (input: Report['inputs'][number]) => number) =>
    inputs.reduce((total, input) => total + pick(input), 0)
  const skipped = sum((input) => input.skipped)
  const facts = [
    `${visible(tool.name)} ${visible(tool.version)}`,
    plural(inputs.length, 'file'),
    bytes(sum((input) => input.bytes)),
    plural(
      sum((input) => input.rows),
      'row',
    ),
    plural(
      sum((input) => input.exchanges),
      'exchange',
    ),
    ...(skipped > 0 ? [`${count(skipped)} skipped`] : []),
  ]
  const shown = options.verbose ? inputs : inputs.slice(0, MAX_LISTED)
  const [name, ...rest] = wrap(facts.join(' · '), options.width)
  const list = shown.flatMap(({ file, format, schema, exchanges }) => {
    const about = `${visible(format)}, ${visible(schema)}, ${plural(exchanges, 'exchange')}`
    return hanging(`${visible(file, { max: options.width - 4 })}  ${about}`, options).map(brush.dim)
  })
  if (inputs.length > shown.length) list.push(brush.dim(`  … ${plural(inputs.length - shown.length, 'further file')}`))
  return [brush.bold(name!), ...rest.map(brush.dim), ...list, '']
}

function declared(report: Report, options: RenderOptions): string[] {
  if (report.declared.length === 0) return []
  const rows = report.declared.flatMap(({ name, status, count: many }) =>
    hanging(`${visible(name)}: ${status.replace('-', ' ')}, ${plural(many, 'exchange')}`, options),
  )
  return ['Declared gates', ...rows, '']
}

function floor(report: Report, brush: Paint, options: RenderOptions): string[] {
  if (report.floor.length === 0) return []
  const measured = report.floor.some(({ by }) => by === 'certificate')
  const rows = floorWords(report.floor).flatMap((row) => hanging(row, options))
  const title = measured ? 'What would have been found' : 'What could have been found (--certify measures it)'
  return [brush.bold(title), ...rows, '']
}

function skipped(report: Report, brush: Paint, options: RenderOptions): string[] {
  if (report.skipped.length === 0) return []
  const rows = report.skipped.slice(0, MAX_LISTED).flatMap(({ reason, rows: many, first }) => {
    const where = visible(placeOf({ ...first, excerpt: '' }))
    return hanging(`${visible(reason)}: ${plural(many, 'row')}, first ${where}`, options)
  })
  if (report.skipped.length > MAX_LISTED) {
    rows.push(`  … ${plural(report.skipped.length - MAX_LISTED, 'further reason')}`)
  }
  return [brush.bold('Skipped'), ...rows, '']
}

function notes(report: Report, brush: Paint, options: RenderOptions): string[] {
  if (report.notes.length === 0) return []
  const rows = report.notes.flatMap(({ code, text }) => hanging(`${visible(code)}: ${visible(text)}`, options))
  return [brush.bold('Notes'), ...rows, '']
}

function hanging(text: string, { width }: RenderOptions): string[] {
  return wrap(text, width - 4).map((line, at) => `${at === 0 ? '  ' : '    '}${line}`)
}

function verdict(report: Report, brush: Paint, options: RenderOptions): string[] {
  const told = (text: string, tint: (line: string) => string) => wrap(text, options.width).map(tint)
  const exchanges = report.inputs.reduce((total, input) => total + input.exchanges, 0)
  const { findings } = report
  if (findings.length === 0 && exchanges === 0) return told(NOTHING_SCANNED, brush.bold)
  const unread = unreadWords(options)
  const none = `No planted trigger found in ${plural(exchanges, 'exchange')}`
  if (findings.length === 0) {
    return unread === undefined
      ? told(`✓ ${none}.`, brush.good)
      : told(`✗ ${none}, but ${unread}.`, (line) => brush.severity('critical', line))
  }
  const total = `${unread === undefined ? '' : `${unread}; `}${plural(findings.length, 'finding')}: ${tally(findings)}`
  if (options.failOn === 'never') return told(`${total}.`, brush.bold)
  const bad = failing(report, options).length
  const gate = `--fail-on ${options.failOn ?? 'high'}${options.minConfidence ? ` --min-confidence ${options.minConfidence}` : ''}`
  if (bad === 0) return told(`${total}; none at or above ${gate}`, brush.bold)
  return told(`✗ ${total}; ${count(bad)} at or above ${gate}`, (line) => brush.severity('critical', line))
}

/** A log line that begins with `::` would be obeyed by GitHub Actions, indented or not. */
function lines(list: readonly string[]): string {
  return list.map((line) => `${line.trimEnd().replace(/^(\s*):(?=:)/, '$1\\u{3a}')}\n`).join('')
}
