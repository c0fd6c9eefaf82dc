/** Which findings are at or above the gate that the caller set, and how many there are of each severity. */
import type { Confidence, Finding } from '../model/report.ts'
import type { RenderOptions } from './reporter.ts'
import { SEVERITIES } from './wording.ts'

const CONFIDENCES: readonly Confidence[] = ['high', 'medium', 'low']

/** A declared gate that behaves as declared never fails a build. */
export function failing(findings: readonly Finding[], options: RenderOptions): readonly Finding[] {
  const { failOn = 'high', minConfidence = 'low' } = options
  if (failOn === 'never') return []
  const worst = SEVERITIES.indexOf(failOn)
  const least = CONFIDENCES.indexOf(minConfidence)
  return findings.filter(
    ({ severity, confidence, declared }) =>
      declared === null && SEVERITIES.indexOf(severity) <= worst && CONFIDENCES.indexOf(confidence) <= least,
  )
}

/** @example tally(report.findings) // '1 critical, 2 medium' */
export function tally(findings: readonly Finding[]): string {
  const counts = SEVERITIES.map(
    (severity) => [findings.filter((finding) => finding.severity === severity).length, severity] as const,
  )
  return counts
    .filter(([many]) => many > 0)
    .map(([many, severity]) => `${many} ${severity}`)
    .join(', ')
}
