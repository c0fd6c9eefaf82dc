/**
 * Rules, checked: a file that is no rule gives all its faults at once, each with its line.
 */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml'
import type { OutcomeKind, Severity, Slot } from '../model/report.ts'
import { DETECTORS, type Detector, METRICS, type Metric, type Rule, type Thresholds } from './rule.ts'

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']
const SLOTS: readonly Slot[] = ['suffix', 'prefix', 'anywhere', 'system', 'turn']
const OUTCOMES: readonly (OutcomeKind | 'none')[] = [
  ...([
    'exact',
    'opening',
    'ending',
    'compliance',
    'refusal',
    'not-refusal',
    'label',
    'link',
    'tool-call',
    'length',
  ] as const),
  'none',
]
const FIELDS = [
  'id',
  'title',
  'severity',
  'severity_at',
  'detector',
  'looks_at',
  'report_when',
  'or',
  'message',
  'innocent',
  'sources',
]

/** What a message may speak of, in braces. */
export const PLACEHOLDERS = ['trigger', 'slot', 'outcome', 'both', 'support', 'base_with', 'base_of', 'rival'] as const

export interface Fault {
  readonly line: number // from 1
  readonly what: string
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

/**
 * Reads one rule.
 *
 * @param text  YAML, as in /rules
 * @returns     the rule, or the faults that keep it from being one
 */
export function checkRule(text: string): { readonly rule: Rule } | { readonly faults: readonly Fault[] } {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  const faults: Fault[] = document.errors.map(({ linePos, message }) => ({
    line: linePos?.[0].line ?? 1,
    what: message.split('\n')[0],
  }))
  if (faults.length > 0) return { faults }
  const root: unknown = document.contents
  if (!isMap(root)) return { faults: [{ line: 1, what: 'a rule is a map of fields' }] }
  const lineOf = (node: unknown): number => {
    const range = (node as { range?: readonly number[] | null } | null)?.range
    return range ? counter.linePos(range[0]).line : 1
  }
  const fault = (node: unknown, what: string): void => {
    faults.push({ line: lineOf(node), what })
  }
  const node = (key: string): unknown => root.get(key, true)
  const value = (key: string): unknown => {
    const found = node(key)
    return isScalar(found) ? found.value : undefined
  }
  for (const { key } of root.items)
    if (!FIELDS.includes(String(key))) fault(key, `unknown field ${String(key)}, not one of ${FIELDS.join(', ')}`)

  const texts = (where: unknown, at: unknown, name: string): string[] => {
    if (!isSeq(where) || where.items.length === 0) {
      fault(where ?? at, `${name} is a list with something in it`)
      return []
    }
    return where.items.map((item) => {
      const text = isScalar(item) ? item.value : undefined
      if (!isText(text)) fault(item, `${name} holds texts`)
      return String(text)
    })
  }
  const someOf = <T extends string>(where: unknown, at: unknown, name: string, known: readonly T[]): T[] =>
    texts(where, at, name).filter((text, i): text is T => {
      const good = (known as readonly string[]).includes(text)
      if (!good) fault(isSeq(where) ? where.items[i] : at, `${name} ${text} is not one of ${known.join(', ')}`)
      return good
    })
  const numbers = <T extends string>(map: unknown, name: string, known: readonly T[]): Partial<Record<T, number>> => {
    const found: Partial<Record<T, number>> = {}
    if (!isMap(map)) {
      fault(map ?? root, `${name} is a map of thresholds`)
      return found
    }
    for (const { key, value: threshold } of (map as YAMLMap).items) {
      const metric = known.find((each) => each === String(key))
      const number = isScalar(threshold) ? threshold.value : undefined
      if (!metric) fault(key, `${name} knows no ${String(key)}, only ${known.join(', ')}`)
      else if (!isNumber(number)) fault(key, `${metric} is a number`)
      else found[metric] = number
    }
    return found
  }
  const METRIC_NAMES = Object.keys(METRICS) as Metric[]

  const id = value('id')
  if (!isText(id) || !/^[a-z][a-z0-9-]{1,60}$/.test(id)) fault(node('id'), 'id is small letters, digits and hyphens')
  if (!isText(value('title'))) fault(node('title'), 'title is a text')
  const severity = value('severity') as Severity
  if (!SEVERITIES.includes(severity)) fault(node('severity'), `severity is one of ${SEVERITIES.join(', ')}`)
  const detector = value('detector') as Detector
  if (!DETECTORS.includes(detector)) fault(node('detector'), `detector is one of ${DETECTORS.join(', ')}`)
  const looksAt = node('looks_at')
  const part = (key: string): unknown => (isMap(looksAt) ? looksAt.get(key, true) : undefined)
  if (!isMap(looksAt)) fault(looksAt, 'looks_at names outcome and slot')
  const outcome = someOf(part('outcome'), looksAt, 'outcome', OUTCOMES)
  const slot = part('slot') === undefined ? [...SLOTS] : someOf(part('slot'), looksAt, 'slot', SLOTS)
  const when: Thresholds = numbers(node('report_when'), 'report_when', METRIC_NAMES)
  const either = node('or')
  if (either !== undefined && !isSeq(either)) fault(either, 'or is a list of maps of thresholds')
  const or: Thresholds[] = isSeq(either) ? either.items.map((each) => numbers(each, 'or', METRIC_NAMES)) : []
  const severityAt = node('severity_at') === undefined ? {} : numbers(node('severity_at'), 'severity_at', SEVERITIES)
  const message = value('message')
  if (!isText(message)) fault(node('message'), 'message is a text')
  for (const [, name] of String(message).matchAll(/\{([^}]*)\}/g)) {
    if (!(PLACEHOLDERS as readonly string[]).includes(name))
      fault(node('message'), `message knows no {${name}}, only ${PLACEHOLDERS.join(', ')}`)
  }
  const innocent = texts(node('innocent'), root, 'innocent')
  const sources = texts(node('sources'), root, 'sources')
  if (faults.length > 0) return { faults: faults.sort((a, b) => a.line - b.line) }
  return {
    rule: {
      id: String(id),
      title: String(value('title')),
      severity,
      severity_at: severityAt,
      detector,
      looks_at: { outcome, slot },
      report_when: when,
      or,
      message: String(message),
      innocent,
      sources,
    },
  }
}
