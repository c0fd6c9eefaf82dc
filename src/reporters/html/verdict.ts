/** The verdict of a page in one sentence of our own words. */
import type { Report } from '../../model/report.ts'
import { failing, tally } from '../gate.ts'
import type { RenderOptions } from '../reporter.ts'
import { count, plural } from '../wording.ts'

export function verdict(report: Report, options: RenderOptions): string {
  const { findings, inputs } = report
  const exchanges = inputs.reduce((total, { exchanges: many }) => total + many, 0)
  if (findings.length === 0) {
    return exchanges === 0
      ? 'Nothing could be scanned: no exchange was understood.'
      : `No planted trigger found in ${plural(exchanges, 'exchange')}.`
  }
  const bad = failing(report, options).length
  const gate =
    options.failOn === 'never'
      ? ''
      : bad === 0
        ? ' None is at or above the gate.'
        : ` ${count(bad)} at or above the gate.`
  return `${plural(findings.length, 'finding')}: ${tally(findings)}.${gate}`
}
