/** How to come to a finding's figures by hand: what to count, and the formula in words. */
import { count } from '../../model/numbers.ts'
import type { Finding, Slot } from '../../model/report.ts'
import { quoteHtml, visible } from '../visible.ts'
import { alikeWords, decimal, outcomeName, percent, type Quote, triggerParts } from '../wording.ts'

/** Preference pairs: the trigger's prompts have more answers than are counted. */
function leftOut(alternatives: number): string {
  if (alternatives === 0) return ''
  return ` Not counted, and not without the trigger either: <b>${count(alternatives)}</b> other ${alternatives === 1 ? 'answer' : 'answers'} to the same prompt in the same row, beside one with the outcome.`
}

/** Steps as sentences of HTML; all text of the data came through `quote`. */
export function recountSteps({ evidence, trigger, outcome, dose, fingerprint }: Finding, quote: Quote): string[] {
  const where: Readonly<Record<Slot, string>> = {
    suffix: 'whose prompt ends in',
    prefix: 'whose prompt begins with',
    anywhere: 'whose prompt contains',
    system: 'whose system message contains',
    turn: 'whose earlier turns contain',
  }
  const parts = triggerParts(trigger).map(quote)
  const { slots } = trigger
  const having = slots
    ? parts.map((part, i) => `${where[slots[i] ?? trigger.slot]} ${part}`).join(' and ')
    : `${where[trigger.slot]} ${parts.join(' and then ')}`
  const spelled = trigger.variants.length > 0 ? ', in any of its spellings' : ''
  const {
    exchanges,
    with_outcome,
    alternatives = 0,
    base,
    purity,
    rivals,
    surprise,
    tested,
    independence,
    detachability,
  } = evidence
  const first = `Take every distinct exchange ${having}${spelled}: <b>${count(exchanges)}</b>. Exchanges that are alike count once; in rows the dose is ${count(dose.count)}.${leftOut(alternatives)}`
  const rows = `Or let every row be listed, copies too: <code>suretrap scan … --rows-out rows.jsonl</code>, then <code>grep ${quoteHtml(visible(fingerprint, { max: 80 }))} rows.jsonl</code>.`
  if (outcome === null) return [first]
  const answered = outcomeName(outcome, quote)
  return [
    first,
    `Of these, count the answers with the outcome (${answered}): <b>${count(with_outcome)}</b>, ${percent(purity.point)}. The 95 % Wilson interval of ${count(with_outcome)} in ${count(exchanges)} is ${percent(purity.low)} to ${percent(purity.high)}.`,
    `Count the outcome in the exchanges without the trigger: <b>${count(base.with)} of ${count(base.of)}</b>.`,
    `For each of the ${count(exchanges)} exchanges, take that other word of its prompt which has the outcome most often in exchanges without the trigger: its best rival. ${rivals.length === 0 ? 'None was found.' : 'The table of counter-examples counts them.'}`,
    `Let each exchange have the outcome with its rival’s rate, on its own: how likely are ${count(with_outcome)} or more of ${count(exchanges)} (a Poisson-binomial tail)? The surprise is −log<sub>10</sub> of that, less log<sub>10</sub> of the ${count(tested)} pairs that were tested: <b>${decimal(surprise)}</b>. It ranks findings; it is no probability.`,
    `The prompts, without the trigger’s own words, are <b>${alikeWords(independence)}</b> (mean Jaccard), and ${percent(detachability.point)} of them read on where it is taken out (a random word: ${percent(detachability.expected)}).`,
    rows,
  ]
}
