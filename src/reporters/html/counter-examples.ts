/** Without the trigger: what prompts like those with it are answered, and what the best rivals bring about. */
import { count, plural } from '../../model/numbers.ts'
import type { CounterRow, Finding } from '../../model/report.ts'
import type { RenderOptions } from '../reporter.ts'
import { quoteHtml, visible } from '../visible.ts'
import { bestRival, percent } from '../wording.ts'
import { MAX_EXCERPT, mask, quote, whereIs } from './pieces.ts'

const MAX_RIVALS = 8
const MAX_ROWS = 5

export function counterExamples(
  { evidence, outcome }: Finding,
  rows: readonly CounterRow[],
  options: RenderOptions,
): string {
  if (outcome === null) return ''
  const { base, rivals, twins } = evidence
  const rivalRows = rivals.slice(0, MAX_RIVALS).map((rival) => {
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
  const head = `<section class="wide"><h3>Counter-examples: without the trigger</h3>${rowList(rows, options)}`
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
<div class="scroll" role="region" tabindex="0" aria-label="table"><table><thead><tr><th scope="col">rival word</th><th scope="col" class="n">with outcome</th><th scope="col" class="n">of</th><th scope="col" class="n">rate</th><th scope="col" class="n">best rival for</th></tr></thead><tbody>${rivalRows.join('')}${all}</tbody></table></div>${left}</section>`
}

/** As the rows with the trigger: masked, and opened by a click where the report holds their text. */
function rowList(rows: readonly CounterRow[], { showText }: RenderOptions): string {
  if (rows.length === 0) return ''
  const items = rows.slice(0, MAX_ROWS).map((row) => {
    const at = `<span class="at">${whereIs(row)}, ${likeness(row)}</span>`
    const told = (hide: (text: string) => string) => {
      const [prompt, answer] = [row.excerpt, row.answer].map((text) => hide(visible(text, { max: MAX_EXCERPT })))
      return `${prompt} <span class="answer"><b>is answered</b> ${answer}</span>`
    }
    const masked = told((text) => `<span class="mask">${quoteHtml(showText ? mask(text) : text)}</span>`)
    if (!showText) return `<li>${at}${masked}</li>`
    return `<li>${at}<details><summary>${masked}</summary><p>${told(quoteHtml)}</p></details></li>`
  })
  return `<p>Most like these prompts, in a sample of the set:</p><ul class="rows">${items.join('')}</ul>`
}

function likeness({ likeness: share }: CounterRow): string {
  if (share >= 1) return 'the same words'
  return share <= 0 ? 'no word the same' : `${percent(share)} of the words the same`
}
