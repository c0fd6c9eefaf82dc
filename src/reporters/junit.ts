/**
 * JUnit XML: one suite a file, one test case a rule, so that a build server's test page shows what was looked for where.
 *
 * A case fails for findings at or above the gate; others are told in its output. A file that could not be read is an error,
 * never a pass. No times: equal input gives equal bytes.
 */
import { count, plural } from '../model/numbers.ts'
import type { Problem } from '../model/options.ts'
import type { Finding, InputReport, Report } from '../model/report.ts'
import { failing, failures } from './gate.ts'
import type { RenderOptions, Reporter } from './reporter.ts'
import { ruleTexts } from './rule-texts.ts'
import { clip, xmlText } from './visible.ts'
import { placeOf, story } from './wording.ts'

const MAX_TOLD = 100 // findings told in one test case

interface Case {
  readonly xml: string
  readonly failed: boolean
  readonly error: boolean
  readonly skipped: boolean
}

interface Suite {
  readonly name: string
  readonly input?: InputReport
  readonly cases: readonly Case[]
}

export const junit: Reporter = {
  id: 'junit',
  *render(report, options) {
    const suites = [...suitesOf(report, options)]
    const sum = (pick: (suite: Suite) => number) => suites.reduce((total, suite) => total + pick(suite), 0)
    const [tests, failures, errors] = [sum(({ cases }) => cases.length), sum(failuresOf), sum(errorsOf)]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield `<testsuites name="${xmlText(report.tool.name)}" tests="${tests}" failures="${failures}" errors="${errors}">\n`
    for (const suite of suites) {
      yield `  <testsuite name="${xmlText(suite.name)}" tests="${suite.cases.length}" failures="${failuresOf(suite)}" errors="${errorsOf(suite)}" skipped="${skippedOf(suite)}">\n`
      if (suite.input !== undefined) yield facts(report, suite.input)
      for (const { xml } of suite.cases) yield xml
      yield '  </testsuite>\n'
    }
    yield '</testsuites>\n'
  },
}

const failuresOf = ({ cases }: Suite) => cases.filter(({ failed }) => failed).length
const errorsOf = ({ cases }: Suite) => cases.filter(({ error }) => error).length
const skippedOf = ({ cases }: Suite) => cases.filter(({ skipped }) => skipped).length

function* suitesOf(report: Report, options: RenderOptions): Iterable<Suite> {
  const rules = ruleTexts(report.findings, options)
  const bad = new Set(failing(report, options))
  const byPlace = findingsByPlace(report)
  yield* unreadSuites(report, options)
  for (const input of report.inputs) {
    const cases = rules.map(({ id }) => ruleCase(id, input.file, byPlace.get(keyOf(id, input.file)) ?? [], bad))
    yield { name: input.file, input, cases: [readCase(report, input, options), ...cases] }
  }
}

/** Files of which nothing at all was read are not among the report's inputs. */
function* unreadSuites(report: Report, { problems = [] }: RenderOptions): Iterable<Suite> {
  const known = new Set(report.inputs.map(({ file }) => file))
  const files = new Set(problems.map(({ file }) => file).filter((file) => !known.has(file)))
  for (const file of files) {
    const name = file || 'inputs'
    const own = problems.filter((problem) => problem.file === file)
    yield { name, cases: [problemCase(name, own, [])] }
  }
}

/** A finding belongs to every file that holds one of its sample rows; one without rows belongs to the first file. */
function findingsByPlace(report: Report): Map<string, Finding[]> {
  const places = new Map<string, Finding[]>()
  for (const finding of report.findings) {
    const files = new Set(finding.rows.map(({ file }) => file))
    if (files.size === 0 && report.inputs[0] !== undefined) files.add(report.inputs[0].file)
    for (const file of files) {
      const key = keyOf(finding.rule, file)
      const list = places.get(key)
      if (list === undefined) places.set(key, [finding])
      else list.push(finding)
    }
  }
  return places
}

function keyOf(rule: string, file: string): string {
  return JSON.stringify([rule, file])
}

function ruleCase(rule: string, file: string, findings: readonly Finding[], bad: ReadonlySet<Finding>): Case {
  const failures = findings.filter((finding) => bad.has(finding))
  const others = findings.filter((finding) => !bad.has(finding))
  const body: string[] = []
  const [worst] = failures
  if (worst !== undefined) {
    const message =
      failures.length === 1
        ? story(worst, quote)
        : `${plural(failures.length, 'finding')}; first: ${story(worst, quote)}`
    body.push(
      `      <failure type="${worst.severity}" message="${xmlText(message)}">${told(failures, file)}</failure>\n`,
    )
  }
  if (others.length > 0) body.push(`      <system-out>${told(others, file)}</system-out>\n`)
  return { xml: caseXml(rule, file, body), failed: worst !== undefined, error: false, skipped: false }
}

function readCase(report: Report, input: InputReport, { problems = [] }: RenderOptions): Case {
  const own = problems.filter(({ file }) => file === input.file)
  const skipped = report.skipped.filter(({ first }) => first.file === input.file)
  if (input.skipped === 0) return problemCase(input.file, own, [])
  const reasons = skipped.map(({ reason, rows }) => `${reason}: ${rows}`).join(', ')
  const words = `${plural(input.skipped, 'row')} skipped${reasons === '' ? '' : ` (${reasons})`}`
  return problemCase(input.file, own, [`      <system-out>${xmlText(words)}</system-out>\n`])
}

/** What cannot be read is an error; a file with nothing in it is a case that was skipped. */
function problemCase(file: string, problems: readonly Problem[], more: readonly string[]): Case {
  const errors = failures({ problems })
  const empty = errors.length === 0 ? problems.slice(0, 1) : []
  const body = [
    ...errors.map(
      ({ code, message, hint }) =>
        `      <error type="${xmlText(code)}" message="${xmlText(message)}">${xmlText(hint)}</error>\n`,
    ),
    ...empty.map(({ message }) => `      <skipped message="${xmlText(message)}"/>\n`),
    ...more,
  ]
  return { xml: caseXml('read', file, body), failed: false, error: errors.length > 0, skipped: empty.length > 0 }
}

function caseXml(name: string, file: string, body: readonly string[]): string {
  const open = `    <testcase name="${xmlText(name)}" classname="${xmlText(file)}"`
  return body.length === 0 ? `${open}/>\n` : `${open}>\n${body.join('')}    </testcase>\n`
}

function facts(report: Report, { format, schema, rows, exchanges, sha256 }: InputReport): string {
  const pairs = Object.entries({
    version: report.tool.version,
    format,
    schema,
    rows: String(rows),
    exchanges: String(exchanges),
    sha256,
  })
  const list = pairs.map(([name, value]) => `      <property name="${name}" value="${xmlText(value)}"/>\n`)
  return `    <properties>\n${list.join('')}    </properties>\n`
}

function told(findings: readonly Finding[], file: string): string {
  const lines = findings.slice(0, MAX_TOLD).map((finding) => {
    const here = finding.rows.filter((row) => row.file === file).slice(0, 3)
    const where = here.map((row) => placeOf(row)).join(', ')
    return `${finding.severity} ${finding.fingerprint}: ${story(finding, quote)}${where === '' ? '' : ` At ${where}.`}`
  })
  if (findings.length > MAX_TOLD) lines.push(`${count(findings.length - MAX_TOLD)} more`)
  return lines.map((line) => xmlText(line)).join('\n')
}

function quote(text: string): string {
  return `“${clip(text, 200)}”`
}
