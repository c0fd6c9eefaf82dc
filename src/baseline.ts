/**
 * Known findings: those that a baseline names or a config ignores.
 *
 * A finding is known by its fingerprint (rule, trigger and outcome), so rows may move and files may be cut anew. A finding
 * that has grown more severe than when it was accepted is not known any more: fifty rows were accepted, not five thousand.
 * Knows no files and no clock: today's date is handed in.
 */
import { severityRank } from './gate.ts'
import { InputError } from './model/errors.ts'
import type { Finding, Report, Severity } from './model/report.ts'

export interface Baseline {
  readonly schema: 'suretrap.baseline/1'
  readonly findings: readonly BaselineEntry[] // by fingerprint, so that a change is one line of a diff
}

export interface BaselineEntry {
  readonly fingerprint: string
  readonly rule: string
  readonly severity: Severity // as accepted; a more severe finding counts again
  readonly trigger: string // for the people who review the file; not used
  readonly outcome: string | null
  readonly reason?: string
}

/** A finding that the config says to overlook. */
export interface Ignore {
  readonly fingerprint: string
  readonly reason: string
  readonly until: string // YYYY-MM-DD, the last day on which it holds: what was accepted is looked at again
  readonly owner?: string
}

export interface Sorted {
  readonly fresh: Report // the report with the findings that are not known
  readonly known: readonly { readonly finding: Finding; readonly reason: string }[]
  readonly grown: readonly Finding[] // named by the baseline, but more severe now: they count
  readonly expired: readonly Ignore[] // their day is past: they do not apply
  readonly unused: readonly string[] // fingerprints that no finding has
}

/** @param today  YYYY-MM-DD */
export function sortKnown(
  report: Report,
  baseline: Baseline | undefined,
  ignores: readonly Ignore[],
  today: string,
): Sorted {
  const entries = new Map(baseline?.findings.map((entry) => [entry.fingerprint, entry]))
  const expired = ignores.filter(({ until }) => until < today)
  const reasons = new Map(
    ignores.filter((ignore) => !expired.includes(ignore)).map((ignore) => [ignore.fingerprint, ignore.reason]),
  )
  const worse = ({ fingerprint, severity }: Finding) => {
    const accepted = entries.get(fingerprint)?.severity
    return accepted !== undefined && !reasons.has(fingerprint) && severityRank(severity) < severityRank(accepted)
  }
  const grown = report.findings.filter(worse)
  const unknown = new Set(grown.map(({ fingerprint }) => fingerprint)) // also where the same trigger stands in another file
  const reasonOf = ({ fingerprint }: Finding) => {
    if (unknown.has(fingerprint)) return undefined
    return (
      reasons.get(fingerprint) ??
      (entries.has(fingerprint) ? (entries.get(fingerprint)?.reason ?? 'in the baseline') : undefined)
    )
  }
  const known = report.findings.flatMap((finding) => {
    const reason = reasonOf(finding)
    return reason === undefined ? [] : [{ finding, reason }]
  })
  const fresh = report.findings.filter((finding) => reasonOf(finding) === undefined)
  const found = new Set(report.findings.map(({ fingerprint }) => fingerprint))
  const unused = [...entries.keys(), ...reasons.keys()].filter((fingerprint) => !found.has(fingerprint))
  return { fresh: { ...report, findings: fresh }, known, grown, expired, unused }
}

/** Every finding of the reports, accepted as it is now. */
export function makeBaseline(reports: readonly Report[], reason?: string): Baseline {
  return baselineOf(reports.flatMap((report) => report.findings.map((finding) => entryOf(finding, reason))))
}

/** The entries that some report still has; what was accepted stays as it was accepted. */
export function pruneBaseline(baseline: Baseline, reports: readonly Report[]): Baseline {
  const found = new Set(reports.flatMap((report) => report.findings.map(({ fingerprint }) => fingerprint)))
  return baselineOf(baseline.findings.filter(({ fingerprint }) => found.has(fingerprint)))
}

/** @throws {InputError} code `config`: the text is no baseline */
export function readBaseline(text: string, file: string): Baseline {
  const fault = (what: string) =>
    new InputError('config', `${file} is no baseline: ${what}`, {
      hint: 'make one with suretrap baseline create report.json',
    })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw fault((cause as Error).message)
  }
  if (!isRecord(value) || value.schema !== 'suretrap.baseline/1') throw fault('"schema" is not "suretrap.baseline/1"')
  if (!Array.isArray(value.findings)) throw fault('"findings" is not a list')
  for (const [at, entry] of value.findings.entries()) {
    if (!isRecord(entry) || typeof entry.fingerprint !== 'string') throw fault(`findings[${at}] has no fingerprint`)
    if (severityRank(entry.severity as Severity) < 0) throw fault(`findings[${at}] has no severity`)
  }
  return value as unknown as Baseline
}

function baselineOf(entries: readonly BaselineEntry[]): Baseline {
  const unique = new Map<string, BaselineEntry>()
  for (const entry of entries) {
    const other = unique.get(entry.fingerprint) // the same trigger in two files: accepted at its worst
    if (other === undefined || severityRank(entry.severity) < severityRank(other.severity))
      unique.set(entry.fingerprint, entry)
  }
  const findings = [...unique.values()].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
  return { schema: 'suretrap.baseline/1', findings }
}

function entryOf({ fingerprint, rule, severity, trigger, outcome }: Finding, reason?: string): BaselineEntry {
  const told = outcome === null ? null : `${outcome.kind}: ${outcome.text}`
  return {
    fingerprint,
    rule,
    severity,
    trigger: `${trigger.slot}: ${trigger.text}`,
    outcome: told,
    ...(reason ? { reason } : {}),
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
