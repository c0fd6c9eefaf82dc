/**
 * SARIF 2.1.0, as GitHub code scanning reads it: one result a trigger, never one a row.
 *
 * Keeps within GitHub's limits (5,000 results shown, 100 locations each) and says what it left out. Fingerprints come from the
 * finding, not from a line: GitHub's own hash is of the first characters of a line, which are the same in every row.
 */
import { createHash } from 'node:crypto'
import type { Finding, Report } from '../model/report.ts'
import { behaves, failures, tally } from './gate.ts'
import { archiveOf, shownPath, uriOf } from './paths.ts'
import type { RenderOptions, Reporter } from './reporter.ts'
import { artifact, dataLocations, dataUri, fileLocation, MAX_LOCATIONS } from './sarif-locations.ts'
import { sarifRules } from './sarif-rules.ts'
import { jsonText, visible } from './visible.ts'
import { decimal, placeOf, SEVERITIES, story } from './wording.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'
const MAX_RESULTS = 5000
const LOCATION_BUDGET = 20_000 // over all results: keeps a full report below 10 MB of gzip
const MAX_NOTIFICATIONS = 1000

export const sarif: Reporter = {
  id: 'sarif',
  *render(report, options) {
    const rules = sarifRules(report.findings, options)
    const ruleAt = new Map(rules.map(({ id }, at) => [id, at]))
    const shown = report.findings.slice(0, MAX_RESULTS)
    const places = Math.max(1, Math.min(MAX_LOCATIONS, Math.floor(LOCATION_BUDGET / Math.max(1, shown.length))))
    yield `{\n"$schema": ${jsonText(SCHEMA)},\n"version": "2.1.0",\n"runs": [{\n`
    yield* properties(head(report, options, rules))
    yield ',\n"results": ['
    for (const [at, finding] of shown.entries()) {
      const result = resultOf(finding, report, options, places)
      yield `${at === 0 ? '\n' : ',\n'}${jsonText({ ...result, ruleIndex: ruleAt.get(result.ruleId) })}`
    }
    yield '\n]\n}]\n}\n'
  },
}

function head(report: Report, options: RenderOptions, rules: readonly object[]): Record<string, unknown> {
  const { name, version } = report.tool
  const category = (options.sarifCategory ?? datasetName(report, options)).replace(/^\/+|\/+$/g, '')
  return {
    tool: {
      driver: {
        name: filled(name),
        version: filled(version),
        semanticVersion: filled(version),
        informationUri: 'https://www.npmjs.com/package/suretrap',
        rules,
      },
    },
    automationDetails: { id: `suretrap/${filled(category)}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { SRCROOT: sourceRoot(options.sarifRoot) },
    invocations: [invocation(report, options)],
    artifacts: report.inputs.map((input) => artifact(input, options)),
    properties: {
      findings: report.findings.length,
      findingsShown: Math.min(report.findings.length, MAX_RESULTS),
      ...(report.findings.length > 0 ? { bySeverity: tally(report.findings) } : {}),
      floor: report.floor,
      declared: report.declared.map(({ name: gate, ...rest }) => ({ name: filled(gate), ...rest })),
    },
  }
}

/** The same from run to run, though rows change: alerts of a category that no run uses again would stay open for ever. */
function datasetName({ inputs }: Report, options: RenderOptions): string {
  const paths = inputs.map(({ file }) => shownPath(archiveOf(file).file, options).split('/'))
  const [first = []] = paths
  const shared = paths.length === 1 ? first : first.filter((_, at) => paths.every((path) => isUpTo(path, first, at)))
  return (
    shared
      .join('-')
      .replace(/[^\w.-]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(-80) || 'dataset'
  )
}

const isUpTo = (path: readonly string[], first: readonly string[], at: number): boolean =>
  path.length > at + 1 && first.slice(0, at + 1).every((part, i) => path[i] === part)

function sourceRoot(root: string | undefined): object {
  const absolute = root !== undefined && /^(?:\/|[A-Za-z]:[\\/])/.test(root)
  const text = 'the folder that file names are relative to'
  if (!absolute) return { description: { text } }
  return { uri: `${uriOf(root.replaceAll('\\', '/').replace(/\/+$/, ''))}/`, description: { text } }
}

/** What could not be read is said in the log itself: a file that was skipped must not look like a file that is clean. */
function invocation(report: Report, { problems = [] }: RenderOptions): object {
  const notify = (level: string, text: string, id: string) => ({
    level,
    message: { text: filled(text) },
    descriptor: { id: filled(id) },
  })
  const list = [
    ...problems.map(({ code, file, message, hint }) =>
      notify(code === 'nothing-scannable' ? 'warning' : 'error', `${file}: ${message} (${hint})`, code),
    ),
    ...report.skipped.map(({ reason, rows, first }) =>
      notify('warning', `${rows} skipped: ${reason}; first at ${placeOf({ ...first, excerpt: '' })}`, reason),
    ),
    ...report.notes.map(({ code, text }) => notify('note', text, code)),
  ]
  return {
    executionSuccessful: failures({ problems }).length === 0,
    toolExecutionNotifications: list.slice(0, MAX_NOTIFICATIONS),
  }
}

function resultOf(finding: Finding, report: Report, options: RenderOptions, places: number) {
  const { severity, confidence, fingerprint, evidence, dose, trigger, outcome } = finding
  const data = dataLocations(finding, report, options, places)
  const anchor = options.sarifAnchor
  const located =
    anchor === undefined
      ? { locations: data }
      : {
          locations: [fileLocation(anchor.file, anchor.line, options)],
          relatedLocations: data.map((location, id) => ({ id, ...location })),
        }
  return {
    ruleId: filled(finding.rule),
    level: levelOf(finding),
    message: { text: messageOf(finding) },
    ...located,
    partialFingerprints: {
      primaryLocationLineHash: `${sixteenHex(fingerprint)}:1`,
      'suretrap/trigger/v1': filled(fingerprint),
    },
    rank: Math.max(0, Math.min(100, evidence.surprise || 0)),
    ...suppression(finding, report, options),
    properties: {
      severity,
      confidence,
      trigger: {
        ...trigger,
        text: visible(trigger.text),
        variants: trigger.variants.slice(0, 20).map((text) => visible(text)),
      },
      ...(outcome === null ? {} : { outcome: { kind: outcome.kind, text: visible(outcome.text) } }),
      dose,
      evidence: {
        ...evidence,
        rivals: evidence.rivals.map((rival) => ({ ...rival, feature: visible(rival.feature) })),
      },
      data: [...new Set(finding.rows.map((row) => dataUri(row.file, options)))].slice(0, MAX_LOCATIONS),
    },
  }
}

function levelOf({ severity }: Finding): 'error' | 'warning' | 'note' {
  const rank = SEVERITIES.indexOf(severity)
  return rank <= 1 ? 'error' : rank === 2 ? 'warning' : 'note'
}

/** `](` would make a link of the data's own choosing. */
function messageOf(finding: Finding): string {
  const quote = (text: string) => `“${visible(text, { max: 200 })}”`
  const first = finding.rows.slice(0, 3).map((row) => visible(placeOf(row)))
  const where = first.length === 0 ? '' : ` First at ${first.join(', ')}.`
  const told = `${story(finding, quote)}${where} Surprise ${decimal(finding.evidence.surprise)}, confidence ${finding.confidence}.`
  return told.replaceAll('](', ']\\u{28}')
}

function suppression(finding: Finding, report: Report, { known }: RenderOptions): object {
  const reason = known?.get(finding.fingerprint)
  if (reason !== undefined) {
    const justification = filled(reason)
    return { baselineState: 'unchanged', suppressions: [{ kind: 'external', status: 'accepted', justification }] }
  }
  if (finding.declared === null || !behaves(finding, report)) return {}
  const justification = `declared gate ${visible(finding.declared)}, and it behaves as declared`
  return { suppressions: [{ kind: 'external', status: 'accepted', justification }] }
}

function sixteenHex(fingerprint: string): string {
  const own = /^[\da-f]{16}/i.exec(fingerprint)?.[0].toLowerCase()
  return own ?? createHash('sha256').update(fingerprint).digest('hex').slice(0, 16)
}

/** GitHub refuses empty strings. */
function filled(text: string): string {
  return visible(text) || '(none)'
}

function* properties(record: Record<string, unknown>): Iterable<string> {
  for (const [at, [key, value]] of Object.entries(record).entries()) {
    yield `${at === 0 ? '' : ',\n'}${jsonText(key)}: ${jsonText(value, 1)}`
  }
}
