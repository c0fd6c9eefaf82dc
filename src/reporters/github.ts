/**
 * GitHub Actions annotations, as workflow commands. A step shows ten of a kind and drops the rest in silence, so the tenth is
 * a count of what is left: the whole is for the job summary (Markdown) or SARIF.
 */
import { plural } from '../model/numbers.ts'
import type { Finding } from '../model/report.ts'
import { failing, failures, tally } from './gate.ts'
import { archiveOf, shownPath } from './paths.ts'
import type { RenderOptions, Reporter } from './reporter.ts'
import { clip, workflowCommand } from './visible.ts'
import { story } from './wording.ts'

const MAX_OF_A_KIND = 10
const MAX_PROBLEMS = 4 // told one by one; the other annotations are for findings
const KINDS = ['error', 'warning', 'notice'] as const
type Kind = (typeof KINDS)[number]

export const github: Reporter = {
  id: 'github',
  *render(report, options) {
    const bad = new Set(failing(report, options))
    const kindOf = (finding: Finding): Kind =>
      bad.has(finding) ? 'error' : ['critical', 'high', 'medium'].includes(finding.severity) ? 'warning' : 'notice'
    const problems = failures(options)
    const told = problems.slice(0, MAX_PROBLEMS)
    for (const { file, message, hint } of told)
      yield workflowCommand(
        'error',
        { title: 'suretrap could not read', file: pathOf(file, options) },
        `${message}: ${hint}`,
      )
    if (problems.length > told.length)
      yield workflowCommand('error', { title: 'suretrap' }, `${problems.length - told.length} more could not be read`)
    for (const kind of KINDS) {
      const taken = kind === 'error' ? told.length + (problems.length > told.length ? 1 : 0) : 0
      const room = MAX_OF_A_KIND - taken
      const findings = report.findings.filter((finding) => kindOf(finding) === kind)
      const shown = findings.length > room ? findings.slice(0, room - 1) : findings
      for (const finding of shown) yield annotation(kind, finding, options)
      const rest = findings.slice(shown.length)
      if (rest.length > 0)
        yield workflowCommand(kind, { title: 'suretrap' }, `${plural(rest.length, 'further finding')}: ${tally(rest)}`)
    }
    const exchanges = report.inputs.reduce((total, input) => total + input.exchanges, 0)
    const verdict =
      report.findings.length === 0
        ? 'no finding'
        : `${plural(report.findings.length, 'finding')}: ${tally(report.findings)}`
    yield `suretrap: ${verdict} in ${plural(exchanges, 'exchange')}\n`
  },
}

function annotation(kind: Kind, finding: Finding, options: RenderOptions): string {
  const [first] = finding.rows
  const { sarifAnchor: anchor } = options
  const place =
    anchor !== undefined
      ? { file: pathOf(anchor.file, options), line: anchor.line }
      : first === undefined
        ? {}
        : { file: pathOf(first.file, options), line: first.line }
  const title = `${finding.severity}: ${clip(finding.rule, 80)}`
  return workflowCommand(
    kind,
    { ...place, title },
    story(finding, (text) => `“${clip(text, 200)}”`),
  )
}

function pathOf(file: string, options: RenderOptions): string {
  return shownPath(archiveOf(file).file, options)
}
