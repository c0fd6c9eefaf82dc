/** Which findings are at or above the gate that the caller set, and how many there are of each severity. */
import { plural } from '../model/numbers.ts'
import type { Problem } from '../model/options.ts'
import type { Confidence, Finding, Report } from '../model/report.ts'
import type { RenderOptions } from './reporter.ts'
import { SEVERITIES } from './wording.ts'

const CONFIDENCES: readonly Confidence[] = ['high', 'medium', 'low']

/** A declared gate that behaves as declared, and what a baseline or an ignore names, never fails a build. */
export function failing(report: Report, options: RenderOptions): readonly Finding[] {
  const { failOn = 'high', minConfidence = 'low', known } = options
  if (failOn === 'never') return []
  const worst = SEVERITIES.indexOf(failOn)
  const least = CONFIDENCES.indexOf(minConfidence)
  return report.findings.filter(
    (finding) =>
      SEVERITIES.indexOf(finding.severity) <= worst &&
      CONFIDENCES.indexOf(finding.confidence) <= least &&
      !known?.has(finding.fingerprint) &&
      !behaves(finding, report),
  )
}

/** The finding is a gate that its owner declared, and it does what was declared. */
export function behaves(finding: Finding, report: Report): boolean {
  return report.declared.some(({ name, status }) => name === finding.declared && status === 'as-declared')
}

/** Inputs that could not be read whole; a file with nothing in it is told, but is no failure. */
export function failures({ problems = [] }: Pick<RenderOptions, 'problems'>): readonly Problem[] {
  return problems.filter(({ code }) => code !== 'nothing-scannable')
}

/** @example unreadWords({ problems }) // '2 inputs could not be read whole' */
export function unreadWords(options: Pick<RenderOptions, 'problems'>): string | undefined {
  const files = new Set(failures(options).map(({ file, message }) => file || message))
  return files.size === 0 ? undefined : `${plural(files.size, 'input')} could not be read whole`
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
