/** The verdict of a page in one sentence or two of our own words. */
import { count, plural } from '../../model/numbers.ts'
import type { Report } from '../../model/report.ts'
import { failing, tally, unreadWords } from '../gate.ts'
import type { RenderOptions } from '../reporter.ts'

/** @example verdict(report, options) // '3 findings: 1 critical, 2 low. One is at or above the gate.' */
export function verdict(report: Report, options: RenderOptions): string {
  const unread = unreadWords(options)
  const told = foundWords(report, options)
  return unread === undefined ? told : `${told} But ${unread}.`
}

function foundWords(report: Report, options: RenderOptions): string {
  const { findings, inputs } = report
  const exchanges = inputs.reduce((total, { exchanges: many }) => total + many, 0)
  if (findings.length === 0) {
    return exchanges === 0
      ? 'Nothing could be scanned: no exchange was understood.'
      : `No planted trigger found in ${plural(exchanges, 'exchange')}.`
  }
  const [{ severity }] = findings as [Report['findings'][number]]
  const alike = findings.every((finding) => finding.severity === severity)
  const found = alike
    ? `${plural(findings.length, `${severity} finding`)}.`
    : `${plural(findings.length, 'finding')}: ${tally(findings)}.`
  return options.failOn === 'never' ? found : `${found} ${gateWords(failing(report, options).length, findings.length)}`
}

function gateWords(bad: number, all: number): string {
  if (all === 1) return bad === 1 ? 'It is at or above the gate.' : 'It is below the gate.'
  if (bad === 0) return 'None is at or above the gate.'
  if (bad === all) return 'All are at or above the gate.'
  return bad === 1 ? 'One is at or above the gate.' : `${count(bad)} are at or above the gate.`
}
