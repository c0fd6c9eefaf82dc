/** One finding on the page: the story in its heading, then rows, charts, counter-examples, and how to recount it. */
import { count, plural } from '../../model/numbers.ts'
import type { CounterRow, Finding } from '../../model/report.ts'
import { marked } from '../mark.ts'
import type { RenderOptions } from '../reporter.ts'
import { htmlAttribute, htmlText, quoteHtml, visible } from '../visible.ts'
import { decimal, doseWords, outcomeName, percent, placedTrigger, shownPlaces, story } from '../wording.ts'
import { doseChart, evidenceChart, placesChart } from './charts.ts'
import { counterExamples } from './counter-examples.ts'
import { MAX_EXCERPT, MAX_TEXT, mask, quote, whereIs } from './pieces.ts'
import { recountSteps } from './recount.ts'

const MAX_ROWS = 10
const MAX_VARIANTS = 12

export function findingArticle(
  finding: Finding,
  counters: readonly CounterRow[],
  { place, open }: { readonly place: number; readonly open: boolean },
  options: RenderOptions,
): string {
  const { severity, confidence, dose, rule, declared } = finding
  const tags = [
    `${confidence} confidence`,
    plural(dose.count, 'row'),
    htmlText(rule, { max: 60 }),
    ...(declared === null ? [] : [`declared: ${htmlText(declared, { max: 60 })}`]),
  ]
  const left = [triggerSection(finding), rowsSection(finding, options)]
  const below = [counterExamples(finding, counters, options), recount(finding), figures(finding, options)]
  return `<article class="finding ${htmlAttribute(severity)}" id="finding-${place}"><details${open ? ' open' : ''}>
<summary><span class="line"><span class="badge">${htmlText(severity)}</span>${tags.map((tag) => `<span>${tag}</span>`).join('')}</span><h2>${story(finding, quote)}</h2></summary>
<div class="body"><div>${left.join('\n')}</div><div>${charts(finding).join('\n')}</div>
${below.join('\n')}</div></details></article>\n`
}

function triggerSection({ trigger, outcome, dose }: Finding): string {
  const others = trigger.variants.filter((variant) => variant !== trigger.text)
  const also =
    others.length === 0
      ? ''
      : `<p>Also spelled ${others.slice(0, MAX_VARIANTS).map(quote).join(' ')}${others.length > MAX_VARIANTS ? ` and ${others.length - MAX_VARIANTS} more` : ''}</p>`
  const shown = placedTrigger(trigger, (part) => `<code class="trigger">${htmlText(part, { max: MAX_TEXT })}</code>`)
  return `<section><h3>Trigger and outcome</h3><p>${shown}</p>${also}<p>Outcome: ${outcomeName(outcome, quote)}</p><p>Dose: ${plural(dose.count, 'row')}. ${sentence(doseWords(dose.band))}</p></section>`
}

/** Rows are masked; where the report holds their text, a click shows it. */
function rowsSection(finding: Finding, { showText }: RenderOptions): string {
  const inside = (text: string) => `<mark>${quoteHtml(text)}</mark>`
  const items = finding.rows.slice(0, MAX_ROWS).map((row) => {
    const at = `<span class="at">${whereIs(row)}</span>`
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
  // Rows of one thing alone are counted, and not listed: nothing is taken out for their sake.
  const listed = finding.outcome === null ? '' : '; <code>--rows-out FILE</code> lists every row'
  const rest = left > 0 ? `<p>${count(left)} more${listed}.</p>` : ''
  const hint = showText
    ? '<p>Text is masked; open a row to read it.</p>'
    : '<p>Text is masked; <code>--show-text</code> keeps it.</p>'
  return `<section><h3>In place</h3>${hint}<ul class="rows">${items.join('')}</ul>${rest}</section>`
}

function charts(finding: Finding): string[] {
  const figure = (title: string, svg: string, words: string) =>
    svg === '' ? [] : [`<section><h3>${title}</h3><figure>${svg}<figcaption>${words}</figcaption></figure></section>`]
  const { purity } = finding.evidence
  const shown = shownPlaces(finding)
  const heap = 'Rows in equal parts of the set. A heap points at one source.'
  const interval = `The line spans the 95 % interval, ${percent(purity.low)} to ${percent(purity.high)}.`
  return [
    ...(finding.outcome === null ? [] : figure('Observed, and what else explains', evidenceChart(finding), interval)),
    ...figure('Dose', doseChart(finding), 'Thresholds of published attacks: 10, 50 and 250 rows.'),
    ...figure('Where the rows sit', placesChart(finding), shown === undefined ? heap : `${heap} Drawn are ${shown}.`),
  ]
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

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
