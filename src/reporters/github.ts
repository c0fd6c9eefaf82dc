/**
 * GitHub Actions annotations, as workflow commands. A step shows ten of a kind and drops the rest in silence, so the tenth is
 * a count of what is left: the whole is for the job summary (Markdown) or SARIF.
 */
import type { Finding } from '../model/report.ts'
import { failing, tally } from './gate.ts'
import { archiveOf, relativeTo } from './paths.ts'
import type { RenderOptions, Reporter } from './reporter.ts'
import { clip, workflowCommand } from './visible.ts'
import { plural, story } from './wording.ts'

const MAX_OF_A_KIND = 10
const KINDS = ['error', 'warning', 'notice'] as const
type Kind = (typeof KINDS)[number]

export const github: Reporter = {
  id: 'github',
  *render(report, options) {
    const bad = new Set(failing(report, options))
    const kindOf = (finding: Finding): Kind =>
      bad.has(finding) ? 'error' : ['critical', 'high', 'medium'].includes(finding.severity) ? 'warning' : 'notice'
    for (const problem of (options.problems ?? []).slice(0, MAX_OF_A_KIND - 1)) {
      yield workflowCommand(
        'warning',
        { title: 'suretrap could not read', file: pathOf(problem.file, options) },
        `${problem.message}: ${problem.hint}`,
      )
    }
    for (const kind of KINDS) {
      const room =
        kind === 'warning' ? MAX_OF_A_KIND - Math.min(options.problems?.length ?? 0, MAX_OF_A_KIND - 1) : MAX_OF_A_KIND
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

function pathOf(file: string, { sarifRoot }: RenderOptions): string {
  return relativeTo(sarifRoot, archiveOf(file).file)
}
