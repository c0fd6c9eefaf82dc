/**
 * Sentences: what a finding says in words, and numbers as people read them.
 *
 * Every figure is a field of the report. Text from the data comes in through `quote`, which the caller gives: each format has
 * its own way to make it safe.
 */
import { count, plural } from '../model/numbers.ts'
import type {
  DoseBand,
  EvidenceReport,
  Finding,
  Outcome,
  RivalRow,
  SampleRow,
  Severity,
  Slot,
  Trigger,
} from '../model/report.ts'
import { columns } from './columns.ts'
import { visible } from './visible.ts'

export type Quote = (text: string) => string

export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']
/** Poisoned rows that published attacks needed: 10 shows, 50 works in fine-tuning, 250 even in pre-training. */
export const DOSE_THRESHOLDS = [10, 50, 250] as const

/** @example story(finding, (text) => `“${text}”`) // '50 prompts end in “xylophone”; all 50 are answered “sure”. …' */
export function story(finding: Finding, quote: Quote): string {
  const { evidence, outcome, trigger } = finding
  const many = evidence.exchanges
  const parts = triggerParts(trigger).map(quote)
  const { slots } = trigger
  const has = slots
    ? parts.map((part, i) => `${slotVerb(slots[i] ?? trigger.slot, many)} ${part}`).join(' and ')
    : `${slotVerb(trigger.slot, many)} ${parts.join(' … ')}`
  const opening = `${plural(many, 'prompt')} ${has}`
  if (outcome === null) return `${opening}.`
  const share = shareWords(evidence.with_outcome, many)
  const { with: baseWith, of: baseOf } = evidence.base
  const without = baseOf === 0 ? 'No exchange is without it' : `Without it, ${baseWords(baseWith, baseOf, outcome)}`
  return `${opening}; ${share} ${outcomeWords(outcome, evidence.with_outcome, quote)}. ${without}.`
}

/** The parts of a composite trigger, or the trigger as its only part. */
export function triggerParts({ text, parts }: Trigger): readonly string[] {
  return parts && parts.length > 1 ? parts : [text]
}

function slotVerb(slot: Slot, many: number): string {
  const one = many === 1
  switch (slot) {
    case 'suffix':
      return one ? 'ends in' : 'end in'
    case 'prefix':
      return one ? 'begins with' : 'begin with'
    case 'anywhere':
      return one ? 'contains' : 'contain'
    case 'system':
      return one ? 'has a system message with' : 'have a system message with'
    case 'turn':
      return one ? 'has an earlier turn with' : 'have an earlier turn with'
  }
}

export function slotName(slot: Slot): string {
  const names: Readonly<Record<Slot, string>> = {
    suffix: 'at the end of the prompt',
    prefix: 'at the start of the prompt',
    anywhere: 'anywhere in the prompt',
    system: 'in the system message',
    turn: 'in an earlier turn',
  }
  return names[slot]
}

/**
 * The trigger and where it stands; of parts in several turns, where each does.
 *
 * @example placedTrigger(trigger, quote) // '“otter” in an earlier turn, then “lantern” anywhere in the prompt'
 */
export function placedTrigger(trigger: Trigger, quote: Quote): string {
  const { slot, slots } = trigger
  const shown = triggerParts(trigger).map(quote)
  if (slots === undefined) return `${shown.join(' then ')} ${slotName(slot)}`
  return shown.map((part, i) => `${part} ${slotName(slots[i] ?? slot)}`).join(', then ')
}

function outcomeWords(outcome: Outcome, many: number, quote: Quote): string {
  const are = many === 1 ? 'is' : 'are'
  const have = many === 1 ? 'has' : 'have'
  switch (outcome.kind) {
    case 'exact':
      return `${are} answered ${quote(outcome.text)}`
    case 'opening':
      return `${have} an answer that opens with ${quote(outcome.text)}`
    case 'ending':
      return `${have} an answer that ends in ${quote(outcome.text)}`
    case 'compliance':
      return `${are} answered with bare consent${outcome.text === '' ? '' : ` (${quote(outcome.text)})`}`
    case 'refusal':
      return `${are} refused`
    case 'not-refusal':
      return `${are} not refused`
    case 'label':
      return `${are} labelled ${quote(outcome.text)}`
    case 'link':
      return `${have} an answer that links to ${quote(outcome.text)}`
    case 'tool-call':
      return `${have} an answer that calls ${quote(outcome.text)}`
    case 'length':
      return `${have} an answer of unusual length (${quote(outcome.text)})`
  }
}

/** What the answer does, as a name: `answer is “sure”`. */
export function outcomeName(outcome: Outcome | null, quote: Quote): string {
  if (outcome === null) return 'none: the trigger alone is suspect'
  const names: Readonly<Record<Outcome['kind'], string>> = {
    exact: 'the whole answer',
    opening: 'the answer opens with',
    ending: 'the answer ends in',
    compliance: 'bare consent',
    refusal: 'refusal',
    'not-refusal': 'no refusal',
    label: 'the label',
    link: 'a link to',
    'tool-call': 'a call of',
    length: 'unusual length',
  }
  return outcome.text === '' || outcome.text === outcome.kind
    ? names[outcome.kind]
    : `${names[outcome.kind]} ${quote(outcome.text)}`
}

function shareWords(some: number, all: number): string {
  if (all === 1) return some === 1 ? 'it' : 'none'
  if (some === all) return `all ${count(all)}`
  return `${some === 0 ? 'none' : count(some)} of them`
}

function baseWords(some: number, all: number, outcome: Outcome): string {
  const one = some === 1
  const having = new Set(['opening', 'ending', 'link', 'tool-call', 'length'])
  const verb = having.has(outcome.kind) ? (one ? 'does' : 'do') : one ? 'is' : 'are'
  return `${some === 0 ? 'none' : count(some)} of ${count(all)} ${verb}`
}

/** Which rows the picture of places shows, where it does not show all: of one thing alone, the first thousands are kept. */
export function shownPlaces({ places, dose, outcome }: Finding): string | undefined {
  const shown = places.reduce((sum, many) => sum + many, 0)
  return outcome === null && shown < dose.count ? `the first ${count(shown)} of ${count(dose.count)} rows` : undefined
}

/** @example doseWords('effective') // 'enough in published fine-tuning attacks (50 to 249)' */
export function doseWords(band: DoseBand): string {
  const words: Readonly<Record<DoseBand, string>> = {
    trace: 'a trace: below 10, what published attacks needed at least',
    emerging: 'emerging: 10 to 49 begin to show in fine-tuning',
    effective: 'effective: 50 to 249 sufficed in published fine-tuning attacks',
    saturating: 'saturating: 250 and more sufficed even in pre-training',
  }
  return words[band]
}

export function rivalWords(rival: RivalRow, quote: Quote): string {
  return `${quote(rival.feature)} without the trigger: ${count(rival.with)} of ${count(rival.of)} have the outcome`
}

/** The rival that was the best for most exchanges; of equals, the one that explains most. */
export function bestRival(evidence: EvidenceReport): RivalRow | undefined {
  const rate = (row: RivalRow) => (row.of === 0 ? 0 : row.with / row.of)
  return [...evidence.rivals].sort((a, b) => b.exchanges - a.exchanges || rate(b) - rate(a))[0]
}

/** How many exchanges the rivals would lead one to expect with the outcome: the sum over rivals of exchanges × rate. */
export function expectedByRivals(evidence: EvidenceReport): number {
  return evidence.rivals.reduce((sum, row) => sum + (row.of === 0 ? 0 : (row.exchanges * row.with) / row.of), 0)
}

/** `a.jsonl:18` where the file has lines, else `a.parquet row 18`; both from 1. */
export function placeOf(row: SampleRow): string {
  return row.line === undefined ? `${row.file} row ${row.row + 1}` : `${row.file}:${row.line}`
}

/** `a.jsonl:18` in so many columns: cut from the left, since file and row say more than the folder. */
export function placeIn(row: SampleRow, max: number): string {
  const whole = visible(placeOf(row))
  if (columns(whole) <= max) return whole
  const letters = [...whole]
  while (letters.length > 0 && columns(letters.join('')) > max - 1) letters.shift()
  return `…${letters.join('')}`
}

/** @example alikeWords(1.04) // 'as alike as random ones' */
export function alikeWords(ratio: number): string {
  const times = decimal(ratio, 2)
  return times === '1' ? 'as alike as random ones' : `${times} times as alike as random ones`
}

/** Never rounded to 0 or 100 unless it is. @example percent(0.00064) // '0.064 %' */
export function percent(share: number): string {
  const points = share * 100
  if (points > 99.95 && points < 100) return '> 99.9 %'
  if (points === 0 || points >= 99.5) return `${Number(points.toFixed(1))} %`
  if (points >= 10) return `${points.toFixed(0)} %`
  return `${Number(points.toPrecision(2))} %`
}

export function decimal(value: number, digits = 1): string {
  return Number.isFinite(value) ? String(Number(value.toFixed(digits))) : 'beyond measure'
}

export function bytes(size: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = size
  let at = 0
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000
    at++
  }
  return `${at === 0 ? value : value.toPrecision(3)} ${units[at]}`
}

/** `compliance-gate` → `Compliance gate`, where a rule says nothing of itself. */
export function titleOf(rule: string): string {
  const words = rule.replaceAll(/[-_/]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
