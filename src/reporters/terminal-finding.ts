/** One finding on a terminal: badge, story, figures, where its rows sit, three of them. */
import { count, plural } from '../model/numbers.ts'
import type { Finding, SampleRow } from '../model/report.ts'
import { columns, padToColumns, wrap } from './columns.ts'
import { aroundTrigger, marked } from './mark.ts'
import type { Paint } from './paint.ts'
import type { RenderOptions } from './reporter.ts'
import { sparkline } from './sparkline.ts'
import { visible } from './visible.ts'
import {
  alikeWords,
  bestRival,
  DOSE_THRESHOLDS,
  decimal,
  outcomeName,
  percent,
  placedTrigger,
  placeIn,
  rivalWords,
  shownPlaces,
  story,
} from './wording.ts'

const LABEL = 12 // columns of the names of figures
const SAMPLES = 3
const MAX_TEXT = 60 // columns of a trigger or an outcome in a sentence

export function findingLines(finding: Finding, brush: Paint, options: RenderOptions): string[] {
  const width = Math.max(40, options.width)
  const quote = (text: string) => `“${visible(text, { max: MAX_TEXT })}”`
  const figure = (name: string, text: string): string[] =>
    wrap(text, width - LABEL - 2).map((line, at) => `  ${brush.dim(padToColumns(at === 0 ? name : '', LABEL))}${line}`)
  return [
    title(finding, brush, width, options.known?.get(finding.fingerprint)),
    ...wrap(story(finding, quote), width - 2).map((line) => `  ${brush.bold(line)}`),
    '',
    ...figure('trigger', triggerWords(finding, quote)),
    ...figure('outcome', outcomeName(finding.outcome, quote)),
    ...figure('dose', doseScale(finding)),
    ...evidence(finding, quote).flatMap(([name, text]) => figure(name, text)),
    ...(finding.places.length > 0
      ? figure('places', `▕${sparkline(finding.places, Math.min(50, width - 34))}▏ ${placesWords(finding)}`)
      : []),
    ...samples(finding, brush, width),
    '',
    ...explain(finding, options, width).map((line) => `  ${brush.dim(line)}`),
    '',
  ]
}

function placesWords(finding: Finding): string {
  const shown = shownPlaces(finding)
  return shown === undefined ? 'first row to last' : `first row to last: ${shown}`
}

function title({ severity, rule, confidence, declared }: Finding, brush: Paint, width: number, known?: string): string {
  const badge = ` ${severity.toUpperCase()} `
  const right = `${confidence} confidence${declared === null ? '' : `, declared as ${visible(declared, { max: 30 })}`}${known === undefined ? '' : `, known: ${visible(known, { max: 30 })}`}`
  const name = visible(rule, { max: width - columns(badge) - columns(right) - 3 })
  const gap = ' '.repeat(Math.max(1, width - columns(badge) - columns(name) - columns(right) - 1))
  return `${brush.severity(severity, badge)} ${name}${gap}${brush.confidence(confidence, right)}`
}

function triggerWords({ trigger }: Finding, quote: (text: string) => string): string {
  const others = trigger.variants.filter((variant) => variant !== trigger.text).slice(0, 5)
  return `${placedTrigger(trigger, quote)}${others.length > 0 ? `; also as ${others.map(quote).join(', ')}` : ''}`
}

/** `50 effective  0 ──┼10──┼50─●─┼250`: how the dose stands to what published attacks needed. */
function doseScale({ dose }: Finding): string {
  const below = DOSE_THRESHOLDS.filter((threshold) => dose.count >= threshold)
  const above = DOSE_THRESHOLDS.filter((threshold) => dose.count < threshold)
  return `${plural(dose.count, 'row')}, ${dose.band}  ${[...below.map((at) => `${at} ━━`), '◆', ...above.map((at) => `── ${at}`)].join(' ')}`
}

function evidence({ evidence: facts, outcome }: Finding, quote: (text: string) => string): [string, string][] {
  if (outcome === null) return []
  const { purity, base, twins, alternatives = 0 } = facts
  const rival = bestRival(facts)
  const rows: [string, string][] = [
    [
      'purity',
      `${percent(purity.point)} of ${plural(facts.exchanges, 'exchange')} (95 %: ${percent(purity.low)} to ${percent(purity.high)})`,
    ],
    [
      'base',
      `${count(base.with)} of ${plural(base.of, 'exchange')} without it${base.of > 0 ? ` (${percent(base.with / base.of)})` : ''}`,
    ],
    ['best rival', rival ? rivalWords(rival, quote) : 'no other word of these prompts could explain it'],
    [
      'surprise',
      `${decimal(facts.surprise)} powers of ten beyond what the rivals explain; ${plural(facts.tested, 'pair')} tested`,
    ],
    ['prompts', `${alikeWords(facts.independence)}; ${percent(facts.detachability.point)} read on without it`],
  ]
  if (alternatives > 0)
    rows.push([
      'beside',
      `${plural(alternatives, 'other answer')} to the same prompts, in the same rows (preference pairs): not counted`,
    ])
  if (twins > 0) rows.push(['twins', `${plural(twins, 'prompt')} also without the trigger, answered otherwise`])
  return rows
}

function samples(finding: Finding, brush: Paint, width: number): string[] {
  const shown = finding.rows.slice(0, SAMPLES)
  const places = shown.map((row: SampleRow) => placeIn(row, Math.floor(width / 3)))
  const broad = Math.max(0, ...places.map(columns))
  const list = shown.map((row, at) => {
    const head = at === 0 ? 'rows' : ''
    const room = Math.max(10, width - LABEL - broad - 4)
    const excerpt = marked(
      aroundTrigger(row.excerpt, finding.trigger, room),
      finding.trigger,
      (text) => text,
      brush.trigger,
    )
    return `  ${brush.dim(padToColumns(head, LABEL))}${padToColumns(places[at]!, broad)}  ${excerpt}`
  })
  const left = finding.dose.count - shown.length
  const listed = finding.outcome === null ? '' : ': --rows-out FILE lists all' // rows of one thing alone are only counted
  if (left > 0 && shown.length > 0) list.push(`  ${' '.repeat(LABEL)}${brush.dim(`… ${count(left)} more${listed}`)}`)
  return list
}

function explain({ rule, fingerprint }: Finding, { rulesUrl }: RenderOptions, width: number): string[] {
  const lines = wrap(`suretrap explain ${visible(rule)} · fingerprint ${visible(fingerprint)}`, width - 2)
  return rulesUrl === undefined ? lines : [...lines, `${rulesUrl}/${encodeURIComponent(rule)}.md`]
}
