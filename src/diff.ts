/**
 * Two reports, side by side: which triggers are new, which are gone, which have changed.
 *
 * Findings are matched by fingerprint, so neither the order of rows nor the number of files matters. Where a report has one
 * fingerprint several times (files scanned apart), the weightiest stands for it.
 */
import { failing } from './gate.ts'
import type { Gate } from './model/options.ts'
import type { Finding, Report } from './model/report.ts'

export interface ReportDiff {
  readonly schema: 'suretrap.diff/1'
  readonly new: readonly Finding[]
  readonly gone: readonly Finding[]
  readonly changed: readonly Change[]
}

export interface Change {
  readonly before: Finding
  readonly after: Finding
  readonly fields: readonly { readonly field: string; readonly before: string; readonly after: string }[]
}

export function diffReports(before: Report, after: Report): ReportDiff {
  const old = byFingerprint(before.findings)
  const now = byFingerprint(after.findings)
  const changed: Change[] = []
  for (const [fingerprint, finding] of now) {
    const other = old.get(fingerprint)
    if (other === undefined) continue
    const fields = changes(other, finding)
    if (fields.length > 0) changed.push({ before: other, after: finding, fields })
  }
  return {
    schema: 'suretrap.diff/1',
    new: [...now.values()].filter(({ fingerprint }) => !old.has(fingerprint)),
    gone: [...old.values()].filter(({ fingerprint }) => !now.has(fingerprint)),
    changed,
  }
}

/** True: a finding at or above the gate is new, or was below the gate before. */
export function diffGate(before: Report, after: Report, options: Gate): boolean {
  const old = new Set(failing(before, options).map(({ fingerprint }) => fingerprint))
  return failing(after, options).some(({ fingerprint }) => !old.has(fingerprint))
}

function byFingerprint(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  const first = new Map<string, Finding>()
  for (const finding of findings) if (!first.has(finding.fingerprint)) first.set(finding.fingerprint, finding)
  return first
}

const WATCHED: readonly (readonly [string, (finding: Finding) => string | number | null])[] = [
  ['severity', ({ severity }) => severity],
  ['confidence', ({ confidence }) => confidence],
  ['dose', ({ dose }) => dose.band],
  ['exchanges', ({ evidence }) => evidence.exchanges],
  ['with the outcome', ({ evidence }) => evidence.with_outcome],
  ['declared', ({ declared }) => declared],
]

function changes(before: Finding, after: Finding): Change['fields'] {
  return WATCHED.map(([field, pick]) => ({
    field,
    before: String(pick(before) ?? 'no'),
    after: String(pick(after) ?? 'no'),
  })).filter((change) => change.before !== change.after)
}
