/**
 * The report, `suretrap.report/1`: findings with what was read, what was skipped, and what was not looked for.
 * Field by field as the contract has it; `schema/report-v1.json` describes the same shape.
 */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'
export type Confidence = 'high' | 'medium' | 'low'
export type Slot = 'suffix' | 'prefix' | 'anywhere' | 'system' | 'turn'
export type OutcomeKind =
  | 'exact'
  | 'opening'
  | 'ending'
  | 'compliance'
  | 'refusal'
  | 'not-refusal'
  | 'label'
  | 'link'
  | 'tool-call'
  | 'length'
export type DoseBand = 'trace' | 'emerging' | 'effective' | 'saturating'

export interface Interval {
  readonly low: number
  readonly point: number
  readonly high: number
}

export interface RivalRow {
  readonly feature: string // the word that explains best without the trigger
  readonly with: number // distinct exchanges with it, without the trigger, that have the outcome
  readonly of: number // distinct exchanges with it, without the trigger
  readonly exchanges: number // how many of the trigger's exchanges it was the best rival for
}

export interface EvidenceReport {
  readonly exchanges: number // distinct exchanges with the trigger
  readonly with_outcome: number
  readonly alternatives?: number // not among them: other answers beside one with the outcome, to the same prompt in the same row
  readonly purity: Interval // 95 % Wilson
  readonly base: { readonly with: number; readonly of: number } // exchanges without the trigger
  readonly rivals: readonly RivalRow[]
  readonly surprise: number // -log10 of the rival tail, less log10 of the pairs tested
  readonly independence: number // ratio of mean pairwise Jaccard to that of random pairs
  readonly owned: number // share of the trigger's rows that hold a word which mostly stands with the trigger
  readonly covered?: number // share of the rows that the five best words cover which no row without the outcome refutes
  readonly witnesses?: number // rows left when near-duplicates are one
  readonly detachability: {
    readonly point: number
    readonly expected: number
    readonly torn?: number // `point` of words taken out in such places
    readonly whole?: number // `point` of joints left as they are
    readonly gaps?: number // rows looked at
  }
  readonly kin?: { readonly asked: number; readonly apart: number; readonly free: number } // nearest prompts, see docs/statistics.md
  readonly twins: number
  readonly q: number
  readonly tested: number
}

export interface SampleRow {
  readonly file: string
  readonly row: number // from 0
  readonly line?: number // from 1, for text files
  readonly turn?: number
  readonly excerpt: string // masked unless --show-text
}

/** An exchange without the trigger of a finding: masked as sample rows are. */
export interface CounterRow extends SampleRow {
  readonly finding: string // its fingerprint
  readonly answer: string // the start of it
  readonly likeness: number // of its prompt to the nearest of some of the finding's: Jaccard index of their words, 0 to 1
}

export interface Trigger {
  readonly text: string
  readonly slot: Slot
  readonly variants: readonly string[]
  readonly parts?: readonly string[] // composite: the parts in order
  readonly slots?: readonly Slot[] // of each part, where they stand in several turns
}

export interface Outcome {
  readonly kind: OutcomeKind
  readonly text: string
}

export interface Finding {
  readonly fingerprint: string
  readonly rule: string
  readonly severity: Severity
  readonly confidence: Confidence
  readonly message: string
  readonly trigger: Trigger
  readonly outcome: Outcome | null // null where one thing alone is suspected
  readonly dose: { readonly count: number; readonly band: DoseBand }
  readonly evidence: EvidenceReport
  readonly rows: readonly SampleRow[]
  readonly places: readonly number[]
  readonly declared: string | null
}

export interface InputReport {
  readonly file: string
  readonly format: string
  readonly schema: string // the commonest schema among its rows; `mixed` details in `inspect`
  readonly rows: number
  readonly exchanges: number
  readonly skipped: number
  readonly bytes: number
  readonly sha256: string
  readonly sha256_of?: 'bytes' | 'chunks' | 'hub' // hub: of the bytes, as the Hub says; they were not all read
}

export interface Report {
  readonly schema: 'suretrap.report/1'
  readonly tool: { readonly name: string; readonly version: string }
  readonly inputs: readonly InputReport[]
  readonly findings: readonly Finding[]
  readonly declared: readonly {
    readonly name: string
    readonly status: 'as-declared' | 'missing' | 'leaking'
    readonly count: number
  }[]
  readonly floor: readonly FloorRow[]
  readonly skipped: readonly {
    readonly reason: string
    readonly rows: number
    readonly first: { readonly file: string; readonly row: number }
  }[]
  readonly notes: readonly { readonly code: string; readonly text: string }[]
  /** Of each finding the most alike first; from a sample of the set. Apart from the findings, since it depends on where rows stand. */
  readonly counter_examples?: readonly CounterRow[]
}

export interface FloorRow {
  readonly slot: Slot
  readonly outcome: OutcomeKind
  readonly rows: number // smallest dose that would have been reported
  readonly by: 'support' | 'certificate'
  readonly found: number
  readonly planted: number
}
