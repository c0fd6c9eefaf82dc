/**
 * A rule: when to trouble a person with what the detectors found, in which words, and what else looks so. Data, not code.
 */
import type { OutcomeKind, Severity, Slot } from '../model/report.ts'

/** What raises the suspicion that a rule weighs. */
export const DETECTORS = ['association', 'composite', 'hidden-character', 'template-token'] as const
export type Detector = (typeof DETECTORS)[number]

/** The numbers that a rule may ask about: which way the threshold points, and what is counted. */
export const METRICS = {
  support: { side: 'least', unit: 'distinct exchanges with trigger and outcome' },
  exchanges: { side: 'least', unit: 'distinct exchanges with the trigger' },
  rate: { side: 'least', unit: 'share of these with the outcome: lower 95 % Wilson bound' },
  purity: { side: 'least', unit: 'share of these with the outcome, as observed' },
  base_rate: { side: 'most', unit: 'share of the exchanges without the trigger that have the outcome' },
  surprise: { side: 'least', unit: '-log10 of the rival tail, less log10 of the pairs tested' },
  independence: { side: 'most', unit: 'likeness of the prompts over that of random pairs' },
  owned: { side: 'most', unit: 'share of the prompts that hold a word which mostly stands with the trigger' },
  witnesses: { side: 'least', unit: 'exchanges left after near copies are merged' },
  detached: { side: 'least', unit: 'share of the prompts that read on without the trigger, over that of random words' },
  twins: { side: 'least', unit: 'same prompts without the trigger, answered otherwise' },
  kin: { side: 'least', unit: 'share of the prompts whose nearest one has neither trigger nor outcome' },
  q: { side: 'most', unit: 'false discovery rate over all pairs tested' },
} as const satisfies Readonly<Record<string, { side: 'least' | 'most'; unit: string }>>
export type Metric = keyof typeof METRICS

export type Thresholds = Readonly<Partial<Record<Metric, number>>>

export interface Rule {
  readonly id: string
  readonly title: string
  readonly severity: Severity // the highest that it gives
  readonly severity_at: Readonly<Partial<Record<Severity, number>>> // from so many rows; none: `severity` at any dose
  readonly detector: Detector
  readonly looks_at: { readonly outcome: readonly (OutcomeKind | 'none')[]; readonly slot: readonly Slot[] }
  readonly report_when: Thresholds // all of these
  readonly or: readonly Thresholds[] // and, where there are any, all of one of these
  readonly message: string
  readonly innocent: readonly string[]
  readonly sources: readonly string[]
}
