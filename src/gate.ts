/**
 * The gate: which findings should stop a build.
 *
 * A finding counts if it is at least as severe and at least as certain as asked, and is not a declared gate that behaves as
 * declared. Knows no exit codes, and no baseline: what is known is taken out before (`baseline.ts`).
 */
import type { Gate } from './model/options.ts'
import type { Confidence, Finding, Report, Severity } from './model/report.ts'

export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']
export const CONFIDENCES: readonly Confidence[] = ['high', 'medium', 'low']

/** True: at least one finding is at or above the gate. */
export function gate(report: Report, options: Gate = {}): boolean {
  return failing(report, options).length > 0
}

/** The findings at or above the gate, in the report's order. */
export function failing(report: Report, options: Gate = {}): readonly Finding[] {
  const { failOn = 'high', minConfidence = 'low' } = options
  if (failOn === 'never') return []
  const behaving = new Set(report.declared.filter(({ status }) => status === 'as-declared').map(({ name }) => name))
  return report.findings.filter(
    (finding) =>
      severityRank(finding.severity) <= severityRank(failOn) &&
      CONFIDENCES.indexOf(finding.confidence) <= CONFIDENCES.indexOf(minConfidence) &&
      !(finding.declared !== null && behaving.has(finding.declared)),
  )
}

/** 0 is the most severe. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity)
}

/** The contract's order: severity, surprise (largest first), fingerprint; then the file, where one set was scanned apart. */
export function byWeight(a: Finding, b: Finding): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    b.evidence.surprise - a.evidence.surprise ||
    compare(a.fingerprint, b.fingerprint) ||
    compare(a.rows[0]?.file ?? '', b.rows[0]?.file ?? '')
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1 // by code unit, not by locale: the same everywhere
}
