/** One finding on the page: the story in its heading, then rows, charts, counter-examples, and how to recount it. */
import type { Finding } from '../../model/report.ts'
import { marked } from '../mark.ts'
import type { RenderOptions } from '../reporter.ts'
import { htmlAttribute, htmlText, quoteHtml, visible } from '../visible.ts'
import {
  bestRival,
  count,
  decimal,
  doseWords,
  outcomeName,
  percent,
  placeOf,
  plural,
  slotName,
  story,
} from '../wording.ts'
import { doseChart, evidenceChart, placesChart } from './charts.ts'
import { recountSteps } from './recount.ts'

const MAX_TEXT = 160 // columns of a trigger or an outcome
const MAX_EXCERPT = 600
const MAX_ROWS = 10
const MAX_RIVALS = 8
const MAX_VARIANTS = 12

export function findingArticle(finding: Finding, place: number, open: boolean, options: RenderOptions): string {
  const { severity, confidence, dose, rule, declared } = finding
  const tags = [
    `${confidence} confidence`,
    plural(dose.count, 'row'),
    htmlText(rule, { max: 60 }),
    ...(declared === null ? [] : [`declared: ${htmlText(declared, { max: 60 })}`]),
  ]
  const left = [triggerSection(finding), rowsSection(finding, options)]
  const below = [counterExamples(finding), recount(finding), figures(finding, options)]
  return `<article class="finding ${htmlAttribute(severity)}" id="finding-${place}"><details${open ? ' open' : ''}>
<summary><span class="line"><span class="badge">${htmlText(severity)}</span>${tags.map((tag) => `<span>${tag}</span>`).join('')}</span><h2>${story(finding, quote)}</h2></summary>
<div class="body"><div>${left.join('\n')}</div><div>${charts(finding).join('\n')}</div>
${below.join('\n')}</div></details></article>\n`
}

export function quote(text: string): string {
  return `<code>${htmlText(text, { max: MAX_TEXT })}</code>`
}

function triggerSection({ trigger, outcome, dose }: Finding): string {
  const parts = trigger.parts && trigger.parts.length > 1 ? trigger.parts : [trigger.text]
  const others = trigger.variants.filter((variant) => variant !== trigger.text)
  const also =
    others.length === 0
      ? ''
      : `<p>Also spelled ${others.slice(0, MAX_VARIANTS).map(quote).join(' ')}${others.length > MAX_VARIANTS ? ` and ${others.length - MAX_VARIANTS} more` : ''}</p>`
  const shown = parts.map((part) => `<code class="trigger">${htmlText(part, { max: MAX_TEXT })}</code>`).join(' then ')
  return `<section><h3>Trigger and outcome</h3><p>${shown} ${slotName(trigger.slot)}</p>${also}<p>Outcome: ${outcomeName(outcome, quote)}</p><p>Dose: ${plural(dose.count, 'row')}. ${sentence(doseWords(dose.band))}</p></section>`
}

/** Rows are masked; where the report holds their text, a click shows it. */
function rowsSection(finding: Finding, { showText }: RenderOptions): string {
  const inside = (text: string) => `<mark>${quoteHtml(text)}</mark>`
  const items = finding.rows.slice(0, MAX_ROWS).map((row) => {
    const at = `<span class="at">${breakable(placeOf(row))}${row.turn === undefined ? '' : `, turn&nbsp;${row.turn + 1}`}</span>`
    const text = visible(row.excerpt, { max: MAX_EXCERPT })
    const masked = marked(
      text,
      finding.trigger,
      (part) => `<span class="mask">${quoteHtml(showText ? mask(part) : part)}</span>`,
      inside,
    )
    if (!showText) return `<li>${at}${masked}</li>`
    return `<li>${at}<details><summary>${masked}</summary><p>${marked(text, finding.trigger, quoteHtml, inside)}</p></details></li>`
  })
  const left = finding.dose.count - items.length
  const rest = left > 0 ? `<p>${count(left)} more; <code>--rows-out FILE</code> lists every row.</p>` : ''
  const hint = showText
    ? '<p>Text is masked; open a row to read it.</p>'
    : '<p>Text is masked; <code>--show-text</code> keeps it.</p>'
  return `<section><h3>In place</h3>${hint}<ul class="rows">${items.join('')}</ul>${rest}</section>`
}

/** A long path breaks after its folders, never within the number of a line. */
function breakable(place: string): string {
  const shown = visible(place, { max: 120 })
  const [number = ''] = /(?::\d+| row \d+)$/.exec(shown) ?? []
  const path = shown
    .slice(0, shown.length - number.length)
    .split('/')
    .map(quoteHtml)
    .join('/<wbr>')
  return number === '' ? path : `${path}<wbr><span class="whole">${number}</span>`
}

function charts(finding: Finding): string[] {
  const figure = (title: string, svg: string, words: string) =>
    svg === '' ? [] : [`<section><h3>${title}</h3><figure>${svg}<figcaption>${words}</figcaption></figure></section>`]
  const { purity } = finding.evidence
  const interval = `The line spans the 95 % interval, ${percent(purity.low)} to ${percent(purity.high)}.`
  return [
    ...(finding.outcome === null ? [] : figure('Observed, and what else explains', evidenceChart(finding), interval)),
    ...figure('Dose', doseChart(finding), 'Thresholds of published attacks: 10, 50 and 250 rows.'),
    ...figure(
      'Where the rows sit',
      placesChart(finding),
      'Rows in equal parts of the set. A heap points at one source.',
    ),
  ]
}

function counterExamples({ evidence, outcome }: Finding): string {
  if (outcome === null) return ''
  const { base, rivals, twins } = evidence
  const rows = rivals.slice(0, MAX_RIVALS).map((rival) => {
    const rate = rival.of === 0 ? '' : percent(rival.with / rival.of)
    return `<tr><td>${quote(rival.feature)}</td><td class="n">${count(rival.with)}</td><td class="n">${count(rival.of)}</td><td class="n">${rate}</td><td class="n">${count(rival.exchanges)}</td></tr>`
  })
  const left =
    rivals.length > MAX_RIVALS
      ? `<p>${count(rivals.length - MAX_RIVALS)} further rivals are in the JSON report.</p>`
      : ''
  const paired =
    twins > 0
      ? ` ${plural(twins, 'prompt')} ${twins === 1 ? 'stands' : 'stand'} in the set without the trigger too, answered otherwise.`
      : ''
  const head = `<section class="wide"><h3>Counter-examples: without the trigger</h3>`
  const best = bestRival(evidence)
  if (best === undefined) {
    const words =
      base.of === 0
        ? 'No exchange is without it'
        : `Of ${plural(base.of, 'exchange')} without it, ${base.with === 0 ? 'none has' : `${count(base.with)} ${base.with === 1 ? 'has' : 'have'}`} the outcome`
    return `${head}<p>${words}. No other word of these prompts brings it about.${paired}</p></section>`
  }
  const words = `The best rival is ${quote(best.feature)}: without the trigger it has the outcome in ${count(best.with)} of ${count(best.of)}. If a rival explained the answers, it would do so without the trigger too.`
  const all = `<tr><td>all exchanges</td><td class="n">${count(base.with)}</td><td class="n">${count(base.of)}</td><td class="n">${base.of === 0 ? '' : percent(base.with / base.of)}</td><td></td></tr>`
  return `${head}<p>${words}${paired}</p>
<div class="scroll" role="region" tabindex="0" aria-label="table"><table><thead><tr><th scope="col">rival word</th><th scope="col" class="n">with outcome</th><th scope="col" class="n">of</th><th scope="col" class="n">rate</th><th scope="col" class="n">best rival for</th></tr></thead><tbody>${rows.join('')}${all}</tbody></table></div>${left}</section>`
}

function recount(finding: Finding): string {
  const steps = recountSteps(finding, quote).map((step) => `<li>${step}</li>`)
  return `<section class="wide"><h3>How to recount it</h3><ol>${steps.join('')}</ol></section>`
}

function figures({ evidence, fingerprint, rule, message }: Finding, { rulesUrl }: RenderOptions): string {
  const pairs: [string, string][] = [
    ['exchanges', count(evidence.exchanges)],
    ['with outcome', count(evidence.with_outcome)],
    ['purity, low to high', `${decimal(evidence.purity.low, 4)} to ${decimal(evidence.purity.high, 4)}`],
    ['surprise', decimal(evidence.surprise, 2)],
    ['independence', decimal(evidence.independence, 3)],
    ['owned', decimal(evidence.owned, 3)],
    [
      'detachability',
      `${decimal(evidence.detachability.point, 3)} (expected ${decimal(evidence.detachability.expected, 3)})`,
    ],
    ['twins', count(evidence.twins)],
    ['q', String(evidence.q)],
    ['pairs tested', count(evidence.tested)],
    ['fingerprint', `<code>${htmlText(fingerprint, { max: 80 })}</code>`],
  ]
  const list = pairs.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')
  const page =
    rulesUrl === undefined
      ? ''
      : `, <a href="${htmlAttribute(`${rulesUrl}/${encodeURIComponent(visible(rule))}.md`)}">its page</a>`
  return `<section class="wide"><details class="more"><summary>All figures and the rule</summary><dl class="pairs">${list}</dl>
<p>${htmlText(message, { max: 400 })}</p><p>Rule ${quote(rule)}: <code>suretrap explain ${htmlText(rule, { max: 60 })}</code>${page}</p></details></section>`
}

/** Everything but spaces becomes a dot, so that the shape of the row can be seen. */
function mask(text: string): string {
  return text.replace(/[^\p{Z}…]/gu, '•')
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
