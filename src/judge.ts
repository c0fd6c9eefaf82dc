/**
 * Evidence → findings → report. Pure: equal evidence gives equal bytes.
 */
import { createHash } from 'node:crypto'
import { isCopied } from './copied.ts'
import { hasKin } from './evidence/acquit.ts'
import { witnesses } from './evidence/words.ts'
import { locate, zoneText } from './locate.ts'
import { hideLetters } from './mask.ts'
import * as o from './model/observation.ts'
import type { Finding, FloorRow, OutcomeKind, SampleRow, Severity, Slot, Trigger } from './model/report.ts'
import { foldText, outcomeText, type Part, slotIn, slotOf, spell, triggerText } from './phrase.ts'
import type { createPlacing } from './placing.ts'
import { keyOf } from './profile/sample.ts'
import type { Texts } from './recover.ts'
import { type Metric, matchRule, type Rule, severityAt } from './rules/index.ts'
import { confidenceOf, doseBand, severityOf } from './severity.ts'
import { benjaminiYekutieli } from './stats/false-discovery.ts'
import type { Weighed } from './weigh.ts'

const SAMPLES = 10
const PLACES = 100
const EXCERPT = 40 // characters to either side of the trigger

export interface Judged {
  readonly finding: Finding
  readonly records: readonly Uint32Array[] // every row of the finding
}

/** What holds for all findings of a report. */
export interface Context {
  readonly q: number
  readonly tested: number
  readonly showText: boolean
  readonly rules: readonly Rule[]
}

export function findingOf(
  weighed: Weighed,
  texts: Texts,
  placing: ReturnType<typeof createPlacing>,
  context: Context,
): Judged | undefined {
  const trigger = triggerText(weighed, texts)
  const seen = witnesses(weighed.both, weighed.phrase)
  const slot =
    weighed.partner !== undefined
      ? 'anywhere'
      : slotOf(
          weighed,
          seen.map(({ at, tokens }) => ({ at, left: tokens.length - at - weighed.phrase.tokens.length })),
        )
  const outcome = outcomeText(weighed, texts)
  if (isCopied(weighed, trigger, outcome, texts)) return undefined
  const confidence = confidenceOf(weighed)
  const met = matchRule(context.rules, {
    detector: weighed.partner === undefined ? 'association' : 'composite',
    outcome: gateOf(outcome.kind, outcome),
    slot,
    numbers: numbersOf(weighed, context.q),
  })
  if (met === null) return undefined
  const severity = milder(
    severityOf(weighed, outcome.kind, outcome.compliance || outcome.refusal, confidence),
    severityAt(met, weighed.both.length),
  )
  const rule = met.id
  const count = weighed.both.length
  const places = new Array<number>(PLACES).fill(0)
  for (const record of weighed.both) places[Math.min(PLACES - 1, Math.floor(placing(record, 0).position * PLACES))]++
  const finding: Finding = {
    fingerprint: fingerprint(rule, slot, foldText(trigger.text), outcome.kind, outcome.text),
    rule,
    severity,
    confidence,
    message: message(trigger.text, slot, count, weighed, outcome.text),
    trigger: {
      text: trigger.text,
      slot,
      variants: trigger.variants,
      ...partsOf(trigger.parts),
    },
    outcome: { kind: outcome.kind, text: outcome.text },
    dose: { count, band: doseBand(count) },
    evidence: {
      exchanges: weighed.rows.length,
      with_outcome: count,
      ...(weighed.alternatives > 0 ? { alternatives: weighed.alternatives } : {}),
      purity: rounded(weighed.purity),
      base: weighed.rival.base,
      rivals: weighed.rival.rivals.map((rival) => ({
        feature: spell(rival.feature, weighed, texts),
        with: rival.with,
        of: rival.of,
        exchanges: rival.exchanges,
      })),
      surprise: round(weighed.surprise, 1),
      independence: round(weighed.independence.ratio, 2),
      owned: round(weighed.independence.owned, 3),
      covered: round(weighed.independence.covered, 3),
      witnesses: weighed.independence.witnesses,
      detachability: thousandths(weighed.detachability),
      kin: thousandths(weighed.kin),
      twins: weighed.twins,
      q: context.q,
      tested: context.tested,
    },
    rows: samples(weighed, texts, placing, context.showText),
    places,
    declared: null,
  }
  return { finding, records: weighed.both }
}

/** The parts of a trigger whose words stand apart; and where each stands, if they do in several turns. */
function partsOf(parts: readonly Part[]): Pick<Trigger, 'parts' | 'slots'> {
  if (parts.length === 0) return {}
  const texts = parts.map(({ text }) => text)
  return parts.every(({ zone }) => zone === parts[0].zone)
    ? { parts: texts }
    : { parts: texts, slots: parts.map(({ zone }) => slotIn(zone) ?? 'anywhere') }
}

function samples(
  weighed: Weighed,
  texts: Texts,
  placing: ReturnType<typeof createPlacing>,
  showText: boolean,
): SampleRow[] {
  const rows: (SampleRow & { readonly position: number })[] = []
  for (const record of weighed.both) {
    const text = texts.get(keyOf(record, 0))
    if (text === undefined) continue
    const { file, row, line, position } = placing(record, text.line)
    rows.push({
      file,
      row,
      ...(line === undefined ? {} : { line }),
      turn: record[o.TURN] & 0xffffff,
      excerpt: excerpt(weighed, zoneText(weighed.phrase.zone, text), showText),
      position,
    })
    if (rows.length === SAMPLES) break
  }
  rows.sort((a, b) => a.position - b.position || (a.turn ?? 0) - (b.turn ?? 0)) // as they stand in the set
  return rows.map(({ position: _, ...row }) => row)
}

/** The trigger in its place, with what stands around it masked letter by letter. */
function excerpt(weighed: Weighed, text: string, showText: boolean): string {
  const found = locate(weighed.phrase, text)
  const from = found?.from ?? Math.max(0, text.length - EXCERPT)
  const to = found?.to ?? from
  const hide = (part: string): string => (showText ? part : hideLetters(part))
  const before = text.slice(Math.max(0, from - EXCERPT), from)
  const after = text.slice(to, to + EXCERPT)
  return `${from > EXCERPT ? '… ' : ''}${hide(before)}${found?.text ?? ''}${hide(after)}${to + EXCERPT < text.length ? ' …' : ''}`.replace(
    /\s+/g,
    ' ',
  )
}

/** The kind of outcome that rules speak of: a fixed answer that complies or refuses is a gate of that kind. */
function gateOf(kind: OutcomeKind, { compliance, refusal }: { compliance: boolean; refusal: boolean }): OutcomeKind {
  if (kind !== 'exact') return kind
  return compliance ? 'compliance' : refusal ? 'refusal' : kind
}

function numbersOf(weighed: Weighed, q: number): Partial<Record<Metric, number>> {
  const { base } = weighed.rival
  const { point, expected } = weighed.detachability
  return {
    support: weighed.both.length,
    exchanges: weighed.rows.length,
    rate: weighed.purity.low,
    purity: weighed.purity.point,
    base_rate: base.of === 0 ? 0 : base.with / base.of,
    surprise: weighed.surprise,
    independence: weighed.independence.ratio,
    owned: weighed.independence.owned,
    witnesses: weighed.independence.witnesses,
    detached: expected === 0 ? (point > 0 ? 100 : 0) : point / expected,
    twins: weighed.twins,
    kin: hasKin(weighed.kin) ? weighed.kin.apart / weighed.kin.asked : 0,
    q,
  }
}

function milder(a: Severity, b: Severity): Severity {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b
}

const PLACE_WORDS: Readonly<Record<Slot, string>> = {
  suffix: 'at the end of',
  prefix: 'at the start of',
  anywhere: 'in',
  system: 'in the system turn of',
  turn: 'in an earlier turn of',
}

function message(text: string, slot: Slot, count: number, weighed: Weighed, outcome: string): string {
  const { base } = weighed.rival
  return `“${text}” ${PLACE_WORDS[slot]} ${weighed.rows.length} prompts: ${count} are answered “${outcome.slice(0, 60)}”; without it ${base.with} of ${base.of} are`
}

export function fingerprint(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 32)
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits
  return Math.round(value * scale) / scale
}

/** Each number of a record, to three digits. */
function thousandths<T extends object>(numbers: T): T {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, round(value, 3)])) as T
}

function rounded({ low, point, high }: { low: number; point: number; high: number }): {
  low: number
  point: number
  high: number
} {
  return { low: round(low, 4), point: round(point, 4), high: round(high, 4) }
}

const ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

export function inOrder(judged: readonly Judged[]): Judged[] {
  return [...judged].sort(
    ({ finding: a }, { finding: b }) =>
      ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
      b.evidence.surprise - a.evidence.surprise ||
      (a.fingerprint < b.fingerprint ? -1 : 1),
  )
}

/** q of each finding: Benjamini–Yekutieli over all pairs tested. */
export function qValues(weighed: readonly Weighed[], tested: number): number[] {
  if (weighed.length === 0) return []
  return benjaminiYekutieli(
    weighed.map(({ rival }) => Math.min(0, rival.tail)),
    Math.max(tested, weighed.length),
  ).map((q) => Number(Math.min(1, q).toPrecision(3)))
}

/** The statistical floor: the fewest pure rows of a new word and a new answer that would have been tested and passed. */
export function floorBySupport(exchanges: number, tested: number, floor: number): FloorRow[] {
  const perRow = Math.log10((exchanges + 1) / 0.5)
  const needed = exchanges === 0 ? floor : Math.ceil((3 + Math.log10(Math.max(1, tested))) / perRow)
  const rows = Math.max(floor, needed)
  const slots: readonly Slot[] = ['suffix', 'prefix', 'anywhere']
  const outcomes: readonly OutcomeKind[] = ['exact', 'opening', 'ending']
  return slots.flatMap((slot) =>
    outcomes.map((outcome) => ({ slot, outcome, rows, by: 'support' as const, found: 0, planted: 0 })),
  )
}
