/**
 * Evidence without its text: letters become dots, the trigger stays. A report that was made with text can be shown without.
 *
 * What is masked already is left as it is, since the trigger may stand there in a spelling that the report does not list.
 */
import type { CounterRow, Finding, Report, SampleRow, Trigger } from './model/report.ts'

const LETTERS = /[\p{L}\p{N}\p{M}\p{S}]/gu
const DOT = '•'
const SLACK = 12 // characters that a trigger's spelling in a row may be longer than those listed: spaces, marks, a comma

/** Letter for letter, so that the shape of the text can still be seen. */
export function hideLetters(text: string): string {
  return text.replace(LETTERS, DOT)
}

export function maskReport(report: Report): Report {
  const { findings, counter_examples: counters } = report
  return {
    ...report,
    findings: findings.map(maskFinding),
    ...(counters !== undefined && { counter_examples: counters.map(maskCounter) }),
  }
}

/** True: some row of it can be read. */
export function holdsText(report: Report): boolean {
  const { findings, counter_examples: counters = [] } = report
  return (
    findings.some(({ rows, trigger }) => rows.some((row) => maskRow(row, trigger).excerpt !== row.excerpt)) ||
    counters.some((row) => [row.excerpt, row.answer].some((text) => hideLetters(text) !== text))
  )
}

function maskFinding(finding: Finding): Finding {
  const { rows, trigger } = finding
  return { ...finding, rows: rows.map((row) => maskRow(row, trigger)) }
}

/** No trigger stands in it: nothing of it stays. */
function maskCounter(row: CounterRow): CounterRow {
  return { ...row, excerpt: hideLetters(row.excerpt), answer: hideLetters(row.answer) }
}

function maskRow(row: SampleRow, trigger: Trigger): SampleRow {
  const spellings = [...new Set([...(trigger.parts ?? []), trigger.text, ...trigger.variants])]
    .filter((text) => text.trim() !== '')
    .sort((a, b) => b.length - a.length)
  if (isMasked(row.excerpt, spellings[0]?.length ?? 0)) return row
  return { ...row, excerpt: hideAround(row.excerpt, spellings) }
}

/** Dots, and at most one stretch of letters about as long as the trigger. */
function isMasked(excerpt: string, longest: number): boolean {
  const letters = [...excerpt.matchAll(LETTERS)]
  if (letters.length === 0) return true
  const from = letters[0].index
  const last = letters[letters.length - 1]
  const stretch = excerpt.slice(from, last.index + last[0].length)
  return !stretch.includes(DOT) && stretch.length <= longest + SLACK && excerpt.includes(DOT)
}

function hideAround(excerpt: string, spellings: readonly string[]): string {
  const lower = excerpt.toLowerCase()
  if (lower.length !== excerpt.length) return hideLetters(excerpt) // lower case grew: places would not match
  let made = ''
  let from = 0
  for (;;) {
    const found = spellings
      .map((text) => ({ at: lower.indexOf(text.toLowerCase(), from), length: text.length }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at || b.length - a.length)[0]
    if (found === undefined) return made + hideLetters(excerpt.slice(from))
    made += hideLetters(excerpt.slice(from, found.at)) + excerpt.slice(found.at, found.at + found.length)
    from = found.at + found.length
  }
}
