/** What a reporter is: a report made into text, piece by piece. It never prints, never looks up a colour, never ends a run. */
import type { Problem } from '../model/options.ts'
import type { Confidence, Report, Severity } from '../model/report.ts'

export interface Reporter {
  readonly id: string
  render(report: Report, options: RenderOptions): Iterable<string> | AsyncIterable<string>
}

export interface RenderOptions {
  readonly color: boolean
  readonly width: number // columns
  readonly showText: boolean // excerpts of the report are not masked; HTML hides them until clicked
  readonly verbose?: boolean
  readonly cwd?: string // the working directory: whole paths inside of it are shown from there
  readonly sarifRoot?: string // folder that locations are relative to
  readonly sarifAnchor?: { readonly file: string; readonly line: number } // where alerts hang when the data are not in the repository
  readonly sarifCategory?: string // one analysis of several in a commit
  readonly rulesUrl?: string // where a rule is explained: `${rulesUrl}/${id}.md`
  readonly rules?: readonly RuleText[] // what the rules say of themselves; without it, their ids must do
  readonly failOn?: Severity | 'never'
  readonly minConfidence?: Confidence
  readonly known?: ReadonlyMap<string, string> // fingerprints of known findings, and why they are let be
  readonly problems?: readonly Problem[] // inputs that could not be read whole
  readonly block?: 'dataset-card' // Markdown: only a section for a dataset's card
}

export interface RuleText {
  readonly id: string
  readonly title: string
  readonly description?: string
  readonly innocent?: readonly string[] // what else looks so
  readonly sources?: readonly string[]
}
