/** GitLab Code Quality: a list that the merge-request widget compares by fingerprint. */
import { createHash } from 'node:crypto'
import type { Problem } from '../model/options.ts'
import type { Finding, Severity } from '../model/report.ts'
import { failures } from './gate.ts'
import { archiveOf, shownPath } from './paths.ts'
import type { RenderOptions, Reporter } from './reporter.ts'
import { jsonText, visible } from './visible.ts'
import { story } from './wording.ts'

const SEVERITY: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
}

export const gitlab: Reporter = {
  id: 'gitlab',
  *render({ findings, inputs }, options) {
    const seen = new Map<string, number>()
    yield '['
    for (const [at, finding] of findings.entries()) {
      const fingerprint = visible(finding.fingerprint)
      const times = seen.get(fingerprint) ?? 0 // files scanned apart may give one finding each; GitLab wants every fingerprint once
      seen.set(fingerprint, times + 1)
      const entry = {
        description: story(finding, (text) => `“${visible(text, { max: 200 })}”`),
        check_name: visible(finding.rule),
        fingerprint: times === 0 ? fingerprint : `${fingerprint}-${times + 1}`,
        severity: SEVERITY[finding.severity],
        location: place(finding, inputs[0]?.file ?? 'dataset', options),
      }
      yield `${at === 0 ? '\n' : ',\n'}${jsonText(entry)}`
    }
    for (const [at, problem] of failures(options).entries())
      yield `${at + findings.length === 0 ? '\n' : ',\n'}${jsonText(unread(problem, options))}`
    yield '\n]\n'
  },
}

/** What could not be read must not look clean: it is an entry of its own. */
function unread({ code, file, message, hint }: Problem, options: RenderOptions): object {
  return {
    description: visible(`could not be read: ${message} (${hint})`, { max: 600 }),
    check_name: visible(code),
    fingerprint: createHash('sha256')
      .update(JSON.stringify([code, file, message]))
      .digest('hex')
      .slice(0, 32),
    severity: 'critical',
    location: { path: visible(shownPath(archiveOf(file || 'dataset').file, options)), lines: { begin: 1 } },
  }
}

/** Rows of files without lines are put at line 1: a row number is no line. */
function place(finding: Finding, otherwise: string, options: RenderOptions): object {
  const { sarifAnchor } = options
  const [first] = finding.rows
  const file = sarifAnchor?.file ?? first?.file ?? otherwise
  const line = sarifAnchor?.line ?? first?.line ?? 1
  return { path: visible(shownPath(archiveOf(file).file, options)), lines: { begin: line } }
}
