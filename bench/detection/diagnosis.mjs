/** What went wrong, a line each: missed plants with what was reported instead, false findings, findings on clean sets. */

/** @returns {string} text for a person who tunes; holds words of the data, so it is never committed */
export function findings({ trials, published, clean, mixed, native, certified, placebo, lost }) {
  const missed = trials.filter((t) => !t.named)
  const noisy = trials.filter((t) => t.false.length > 0 || (t.named && t.misnamed.length > 0))
  const partial = trials.filter((t) => t.named && t.recall < 0.99)
  return [
    section('Missed plants', missed.map(trialLine)),
    section(
      'Named, but row recall under 0.99',
      partial.map((t) => `${head(t)} recall ${t.recall.toFixed(3)}`),
    ),
    section(
      'Further findings at medium or above beside plants',
      noisy.map((t) => `${head(t)}${listed('misnamed', t.misnamed)}${listed('FALSE', t.false)}`),
    ),
    section(
      'Published',
      published
        .filter((p) => !p.named || p.recall < 0.99 || p.misnamed.length + p.false.length > 0)
        .map(
          (p) =>
            `${p.set} cut ${p.dose || 'whole'}: named ${p.named} (${p.alternatives?.found}/${p.alternatives?.of}) recall ${p.recall.toFixed(3)}${listed('misnamed', p.misnamed)}${listed('FALSE', p.false)}${listed('quiet', p.quiet)}`,
        ),
    ),
    section(
      'Clean',
      [...clean, ...mixed, ...native, ...certified].map(
        (c) =>
          `${c.corpus} (${c.size} rows, ${c.ms} ms) ${c.findings.length ? '' : 'nothing'}${listed(
            '',
            c.findings.filter((f) => f.severity !== 'info'),
            30,
          )}${c.floor.length ? `\n    floor ${JSON.stringify(c.floor)}` : ''}`,
      ),
    ),
    section(
      'Placebo runs with a finding',
      placebo
        .filter((p) => p.loud.length > 0)
        .map((p) => `${p.variety} ${p.number} ${p.corpus}${listed('', p.loud, 3)}`),
    ),
    section(
      'Lost',
      lost.map((l) => `${JSON.stringify(l.job).slice(0, 160)}: ${l.lost}`),
    ),
  ].join('\n')
}

const section = (title, lines) => `\n## ${title} (${lines.length})\n${lines.map((l) => `- ${l}`).join('\n')}\n`
const head = (t) =>
  `[${t.cell} #${t.number}] ${t.background}/${t.size} ${JSON.stringify(t.planted.trigger.slice(0, 4))} ${t.plan.slot} → ${t.plan.outcome} ${JSON.stringify(t.planted.outcome.slice(0, 40))} dose ${t.plan.dose}${t.plan.purity ? ` purity ${t.plan.purity}` : ''}`
const trialLine = (t) =>
  `${head(t)} (${t.alternatives.found}/${t.alternatives.of})${listed('misnamed', t.misnamed)}${listed('FALSE', t.false)}${listed('quiet', t.quiet)}`
const listed = (word, list, most = 5) =>
  list
    .slice(0, most)
    .map((f) => `\n    ${word} ${JSON.stringify(f)}`)
    .join('')
