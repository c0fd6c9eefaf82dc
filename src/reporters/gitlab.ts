/** GitLab Code Quality: a list that the merge-request widget compares by fingerprint. */
import type { Finding, Severity } from '../model/report.ts'
import { archiveOf, relativeTo } from './paths.ts'
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
    yield '\n]\n'
  },
}

/** Rows of files without lines are put at line 1: a row number is no line. */
function place(finding: Finding, otherwise: string, { sarifRoot, sarifAnchor }: RenderOptions): object {
  const [first] = finding.rows
  const file = sarifAnchor?.file ?? first?.file ?? otherwise
  const line = sarifAnchor?.line ?? first?.line ?? 1
  return { path: visible(relativeTo(sarifRoot, archiveOf(file).file)), lines: { begin: line } }
}
