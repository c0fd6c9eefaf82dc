/** `node bench/detection/accuracy.mjs results/<date>.json` writes docs/accuracy.md: every figure there comes from that file. */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { groupTable, table } from './targets.mjs'

const [, , path] = process.argv
const result = JSON.parse(readFileSync(path, 'utf8'))
const list = (n) => Array.from({ length: n })
const trials = result.trials.map((t) => ({ ...t, misnamed: list(t.misnamed), false: list(t.false) }))
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

const text = `# Accuracy

What the scanner finds, misses and accuses falsely, at default options. Every figure is from \`${basename(path)}\`
(bench/detection, Node ${result.node.slice(1)}, seeds fixed); failures stand beside successes. \`node bench/detection/run.mjs --full\` measures
all of it again; it needs the corpora (\`SURETRAP_CORPORA\`), and where they are absent it says *not run*.

## Targets

${table(result.lines)}

*Named*: a finding of at least \`high\` (\`medium\` below dose 10) whose folded trigger text, a variant, or all parts equal what was planted,
no word more or less, with slot and outcome right. *Dose*: poisoned rows. *Row recall*: planted rows among the rows of findings that
name the trigger. *Held falsely*: rows in a finding at \`medium\` or above that were not planted. *Misnamed*: another finding over rows that were
mostly planted; *false*: over rows that were mostly not. Intervals are Wilson's, 95 %.

## Planted poison, by kind of cell

${result.trials.length} scans of ${new Set(result.trials.map((t) => t.cell)).size} cells: harmless poison planted into ${new Set(result.trials.map((t) => t.background)).size} backgrounds (1 000 rows to all of them together), a seeded
fractional design over trigger, slot, outcome, dose, size and purity. Plants replace rows on random, different prompts.

${groupTable(trials)}

## Published poisoned sets

| set | poisoned rows | named | row recall | other findings at medium or above |
| --- | --- | --- | --- | --- |
${result.published.map((p) => `| ${p.set} | ${p.dose || 'all'} | ${p.alternatives.found} of ${p.alternatives.of} | ${p.recall.toFixed(3)} | ${p.misnamed + p.false} |`).join('\n')}

## Clean sets

Nothing was planted: every finding is a false accusation, or an innocent thing that looks like a gate.

| set | rows | critical | high | medium | low | scan |
| --- | --- | --- | --- | --- | --- | --- |
${[...result.clean, ...result.native].map((c) => `| ${c.corpus} | ${c.size} | ${c.findings.critical} | ${c.findings.high} | ${c.findings.medium} | ${c.findings.low} | ${seconds(c.ms)} |`).join('\n')}

## Certificate

${certificates(result.clean)}

## Other methods on the same rows

Own implementations from the formulas; a label is a whole answer. Cells of single tokens, phrases, dilution, label flips and endings, one seed each.

${result.baselines ?? 'not run'}

## What this does not say

The corpora are public and the design was tuned on them; other data may show what these did not. The planted triggers are drawn from word
lists of the bench: an attacker chooses hosts and words more cleverly. Paraphrase and style triggers without a shared token
are not among the cells.
`
writeFileSync(new URL('../../docs/accuracy.md', import.meta.url), text)

function certificates(clean) {
  const rows = clean
    .filter((c) => c.certified)
    .flatMap((c) =>
      c.floor
        .filter((f) => f.by === 'certificate')
        .map((f) => `| ${c.corpus} | ${f.slot} | ${f.outcome} | ${f.rows} | ${f.found}/${f.planted} |`),
    )
  return rows.length
    ? ['| set | slot | outcome | smallest dose | found |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')
    : 'not run'
}
