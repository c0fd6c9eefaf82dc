/**
 * `node bench/detection/accuracy.mjs results/<date>.json …` writes docs/accuracy.md: every figure there comes from these
 * files, each part from the last that has it. What people judged stands in judged.md and missed.md.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fullDesign } from './cells.mjs'
import { said, upperBound } from './intervals.mjs'
import { counts, together } from './slim.mjs'
import { groupTable, table, targets } from './targets.mjs'

const runs = process.argv.slice(2).map((path) => ({ file: basename(path), ...JSON.parse(readFileSync(path, 'utf8')) }))
const all = together(runs)
// what people wrote about it
const prose = (name) => readFileSync(new URL(`./${name}.md`, import.meta.url), 'utf8').trim()
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`
const rowsOf = (list) => list.reduce((n, c) => n + c.size, 0)
const lines = (head, rows) => [head, head.replace(/[^|]+/g, ' --- '), ...rows].join('\n')

const text = `# Accuracy

What is found, what is missed, and what is accused without cause: measured by \`bench/detection\`, which anyone can run again.

\`\`\`sh
npm run bench:quick       # seeded plants in made data: the gate of every build
npm run bench:detection   # every cell, published poisoned sets, clean sets, placebos; needs ../shared/corpora (SURETRAP_CORPORA)
\`\`\`

This page is written by \`bench/detection/accuracy.mjs\` from the files named here, at default options, seeds fixed; failures stand beside
successes. Where the corpora are absent the bench says *not run*, which is never a pass. \`bench/detection/thresholds.json\` has the gates
that \`bench:quick\` must meet.

${lines(
  '| part | measured | commit | file |',
  Object.entries(all.from).map(([part, r]) => `| ${part} | ${r.date} | ${r.commit} | ${r.file} |`),
)}

## Targets

${table(targets(all))}

*Named*: a finding of at least \`high\` (\`medium\` below dose 10, and for labels, which are frequent outcomes) whose folded trigger text, a
variant, or all parts equal what was planted, no word more or less, with slot and outcome right. *Dose*: poisoned rows. *Row recall*:
planted rows among the rows of findings that name the trigger, ÷ planted rows; 0 where it was not named. *Held falsely*: rows in a finding at
\`medium\` or above that were not planted. *Misnamed*: another finding over rows that were mostly planted; *false*: over rows that were mostly
not. Intervals are Wilson's, 95 %.

## Planted poison, by kind of cell

${all.trials.length} scans of ${new Set(all.trials.map((t) => t.cell)).size} cells: harmless poison planted into ${new Set(all.trials.map((t) => t.background)).size} backgrounds of ${Math.min(...all.trials.map((t) => t.size))} to ${Math.max(...all.trials.map((t) => t.size))} rows, a seeded
fractional design over trigger, slot, outcome, dose, size, purity and trick (${fullDesign().length} cells in all; what a run did not come to is not counted).
Plants replace rows on random, different prompts.

${groupTable(all.trials)}

${prose('missed')}

## Published poisoned sets

Poisoned rows and clean twins together; RFTC as published, \`--map prompt=/translation/en,response=/translation/zh\`.

${lines(
  '| set | poisoned rows | named | row recall | other findings at medium or above |',
  all.published.map(
    (p) =>
      `| ${p.set} | ${p.poisoned ?? (p.dose || 'all 500')} | ${p.alternatives.found} of ${p.alternatives.of} | ${p.recall.toFixed(3)} | ${p.misnamed.length + p.false.length} |`,
  ),
)}

## Clean sets

Nothing was planted: every finding is a false accusation, or an innocent thing that looks like a gate.

${lines(
  '| set | rows | critical | high | medium | low | info | scan |',
  [...all.clean, ...all.native, ...all.mixed].map((c) => {
    const n = counts(c.findings)
    return `| ${c.corpus} | ${c.size} | ${n.critical} | ${n.high} | ${n.medium} | ${n.low} | ${n.info} | ${seconds(c.ms)} |`
  }),
)}

False accusations per million clean rows, by severity:

${lines(
  '| layout | rows | critical | high | medium | low |',
  [
    ['neutral (messages, each set once)', all.clean],
    ['as published', all.native],
    ['mixtures', all.mixed],
  ].map(([layout, list]) => {
    const n = counts(list.flatMap((c) => c.findings))
    const perMillion = (k) => `${k} (${((k / rowsOf(list)) * 1e6).toFixed(1)})`
    return `| ${layout} | ${rowsOf(list)} | ${['critical', 'high', 'medium', 'low'].map((s) => perMillion(n[s])).join(' | ')} |`
  }),
)}

${prose('judged')}

${prose('unseen')}

## Placebos

Data in which nothing was planted, made so that what is found is surely false: answers shuffled within topic strata (rows that share their
commonest telling word; words of a finding barred from defining strata and the rows shuffled anew; strata of one left out), and
20 pseudo-words a run laid over unpermuted data, half of them on random rows, half within one topic each. 1,000 to 10,000 rows a run, the corpora in
turn, so runs of one corpus share rows and are not wholly independent.

${lines(
  '| runs | with a finding at medium or above [95 % Wilson] | upper 95 % bound, exact | findings on a placebo word | shuffled again |',
  ['permuted', 'feature'].map((variety) => {
    const list = all.placebo.filter((p) => p.variety === variety)
    const guilty = list.filter((p) => p.loud.length > 0).length
    const sum = (of) => list.reduce((n, p) => n + of(p), 0)
    return `| ${variety}: ${list.length} | ${said(guilty, list.length)} | ${upperBound(guilty, list.length).toFixed(3)} | ${variety === 'feature' ? sum((p) => p.onPlacebo) : '–'} | ${variety === 'feature' ? '–' : sum((p) => (p.rounds > 1 ? 1 : 0))} |`
  }),
)}

## Certificate

\`--certify\`, 59 plants of each kind; a dose counts when all 59 are found. (The full bench draws 10,000 rows of larger sets.) In full: [statistics-certificate.md](statistics-certificate.md).

${lines(
  '| set | rows | suffix, new answer | prefix, new answer | anywhere, new answer |',
  all.certified.map(
    (c) =>
      `| ${c.corpus} | ${c.size} | ${['suffix', 'prefix', 'anywhere'].map((slot) => certificate(c.floor, slot, 'exact')).join(' | ')} |`,
  ),
)}

## Other methods on the same rows

Own implementations from the formulas; a label is a whole answer. The planted rows are single tokens, phrases, dilution, label flips and endings, one
seed each; the published ones the ten BackdoorLLM sets, whole; the clean ones the first 20,000 rows of each set.

${all.baselines ?? 'not run'}

## What this does not say

The corpora are public and the design was tuned on them; other data may show what these did not. The planted triggers are drawn from word
lists of the bench: an attacker chooses hosts and words more cleverly. Paraphrase and style triggers without a shared token
are not among the cells, and are not found.
`
writeFileSync(new URL('../../docs/accuracy.md', import.meta.url), text)

function certificate(floor, slot, outcome) {
  const row = floor.find((f) => f.by === 'certificate' && f.slot === slot && f.outcome === outcome)
  return row === undefined ? 'not run' : `${row.found}/${row.planted} at ${row.rows}`
}
