/**
 * Rules against evidence: which rule, if any, says that this is worth a person's time; how grave; in which words.
 */
import type { OutcomeKind, Severity, Slot } from '../model/report.ts'
import { type Detector, METRICS, type Metric, type Rule, type Thresholds } from './rule.ts'

/** What is known of one suspicion. Numbers that a detector cannot know are left out. */
export interface Facts {
  readonly detector: Detector
  readonly outcome: OutcomeKind | 'none' // compliance and refusal also for a fixed answer that is one
  readonly slot: Slot
  readonly numbers: Readonly<Partial<Record<Metric, number>>>
}

/** Whether all thresholds are met. A number that is not known meets none. */
function meets(numbers: Facts['numbers'], thresholds: Thresholds): boolean {
  return (Object.keys(thresholds) as Metric[]).every((metric) => {
    const got = numbers[metric]
    const asked = thresholds[metric]
    if (got === undefined || asked === undefined) return false
    return METRICS[metric].side === 'least' ? got >= asked : got <= asked
  })
}

/**
 * The first rule that the facts meet, in the order of the rules; null where none is met.
 *
 * @example matchRule(rules, facts)?.id // 'compliance-gate'
 */
export function matchRule(rules: readonly Rule[], { detector, outcome, slot, numbers }: Facts): Rule | null {
  const met = rules.find(
    ({ detector: wanted, looks_at, report_when, or }) =>
      wanted === detector &&
      looks_at.outcome.includes(outcome) &&
      looks_at.slot.includes(slot) &&
      meets(numbers, report_when) &&
      (or.length === 0 || or.some((thresholds) => meets(numbers, thresholds))),
  )
  return met ?? null
}

const FROM_GRAVE: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

/**
 * The severity that a rule gives to a dose: the gravest whose number of rows is reached.
 *
 * @param dose  distinct exchanges with trigger and outcome
 */
export function severityAt({ severity, severity_at }: Rule, dose: number): Severity {
  const levels = FROM_GRAVE.filter((level) => severity_at[level] !== undefined)
  if (levels.length === 0) return severity
  return levels.find((level) => dose >= (severity_at[level] ?? 0)) ?? 'low'
}

/**
 * The message of a rule, with its braces filled in. What is not given stays out, its braces too.
 *
 * @example fillMessage('{trigger}: {both}', { trigger: 'xylophone', both: 50 }) // 'xylophone: 50'
 */
export function fillMessage(message: string, values: Readonly<Record<string, string | number>>): string {
  const known = new Map(Object.entries(values))
  return message.replace(/\{([a-z_]+)\}/g, (_, name: string) => String(known.get(name) ?? ''))
}
