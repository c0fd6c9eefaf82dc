/**
 * What the command line needs of the library, and the one place that loads it.
 *
 * Loading is put off until a command asks: `--version` and `--help` never pay for the readers. Tests hand in a fake.
 */
import type { Baseline, Ignore, Sorted } from '../baseline.ts'
import type { ReportDiff } from '../diff.ts'
import type { InspectResult } from '../model/inspection.ts'
import type { Gate, Problem, ScanOptions, ScanResult } from '../model/options.ts'
import type { Finding, Report } from '../model/report.ts'
import type { Quarantined, QuarantineOptions } from '../quarantine.ts'
import type { Restored, UndoOptions } from '../unquarantine.ts'
import type { ShardChoice } from './values.ts'

export interface Api {
  scanInputs(inputs: readonly string[], options: ScanOptions): Promise<ScanResult>
  planCommand(inputs: readonly string[], shards: number, options: ScanOptions): Promise<unknown>
  collectShard(inputs: readonly string[], part: ShardChoice, options: ScanOptions): Promise<Uint8Array>
  suspectShard(
    inputs: readonly string[],
    part: ShardChoice,
    profile: Uint8Array,
    options: ScanOptions,
  ): Promise<Uint8Array>
  confirmShard(
    inputs: readonly string[],
    part: ShardChoice,
    candidates: Uint8Array,
    options: ScanOptions,
  ): Promise<Uint8Array>
  mergeStates(states: readonly Uint8Array[]): Promise<Uint8Array>
  judgeState(state: Uint8Array, options: ScanOptions): Promise<ScanResult>
  inspect(inputs: readonly string[], options: ScanOptions): Promise<InspectResult>

  readonly METRICS: Readonly<Record<string, { readonly side: string; readonly unit: string }>>
  loadRules(paths: readonly string[]): Promise<readonly RuleLike[]>
  quarantine(report: Report, inputs: readonly string[], options: QuarantineOptions): Promise<Quarantined>
  undoQuarantine(folder: string, options: UndoOptions): Promise<Restored>

  spoolStdin(options: { readonly signal: AbortSignal }): Promise<{ readonly path: string; dispose(): Promise<void> }>

  reporterFor(id: string): ReporterLike | undefined | Promise<ReporterLike | undefined>
  formatFromPath(path: string): string | undefined
  visible(text: string): string

  gate(report: Report, options: Gate): boolean
  failing(report: Report, options: Gate): readonly Finding[]
  byWeight(a: Finding, b: Finding): number
  maskReport(report: Report): Report
  holdsText(report: Report): boolean
  sortKnown(report: Report, baseline: Baseline | undefined, ignores: readonly Ignore[], today: string): Sorted
  makeBaseline(reports: readonly Report[], reason?: string): Baseline
  pruneBaseline(baseline: Baseline, reports: readonly Report[]): Baseline
  readBaseline(text: string, file: string): Baseline
  diffReports(before: Report, after: Report): ReportDiff
  diffGate(before: Report, after: Report, options: Gate): boolean
}

/** The calls that read data, and may take long. Their options come last. */
export const HEAVY = [
  'scanInputs',
  'planCommand',
  'inspect',
  'collectShard',
  'suspectShard',
  'confirmShard',
  'mergeStates',
  'judgeState',
  'quarantine',
  'undoQuarantine',
] as const satisfies readonly (keyof Api)[]
export type Heavy = (typeof HEAVY)[number]

export interface RuleLike {
  readonly id: string
  readonly title: string
  readonly severity: string
  readonly severity_at: Readonly<Record<string, number>>
  readonly looks_at: { readonly outcome: readonly string[]; readonly slot: readonly string[] }
  readonly report_when: Readonly<Record<string, number>>
  readonly or: readonly Readonly<Record<string, number>>[]
  readonly innocent: readonly string[]
  readonly sources: readonly string[]
}

/** What a rule says of itself, for reporters. */
export interface RuleText {
  readonly id: string
  readonly title: string
  readonly description?: string
  readonly innocent?: readonly string[]
  readonly sources?: readonly string[]
}

export interface ReporterLike {
  render(report: Report, options: Rendering): Iterable<string> | AsyncIterable<string>
}

/** What the command line tells a reporter. */
export interface Rendering extends Gate {
  readonly color: boolean
  readonly width: number // columns
  readonly showText: boolean
  readonly verbose?: boolean
  readonly cwd?: string
  readonly sarifRoot?: string
  readonly sarifAnchor?: { readonly file: string; readonly line: number }
  readonly sarifCategory?: string
  readonly problems?: readonly Problem[]
  readonly rules?: readonly RuleText[]
  readonly known?: ReadonlyMap<string, string> // fingerprints that do not count, and why
  readonly block?: 'dataset-card'
}

export async function loadApi(): Promise<Api> {
  const [light, heavy] = await Promise.all([loadLight(), loadHeavy()])
  return { ...light, ...heavy }
}

/** What reads data. */
export function loadHeavy(): Promise<Pick<Api, Heavy>> {
  return import('../index.ts')
}

/** What looks at reports and writes them. */
export async function loadLight(): Promise<Omit<Api, Heavy>> {
  const [gate, baseline, diff, mask, reporters, rules, stdin] = await Promise.all([
    import('../gate.ts'),
    import('../baseline.ts'),
    import('../diff.ts'),
    import('../mask.ts'),
    import('../reporters/index.ts'),
    import('../rules/index.ts'),
    import('../readers/stdin.ts'),
  ])
  return { ...gate, ...baseline, ...diff, ...mask, ...reporters, ...rules, ...stdin }
}
