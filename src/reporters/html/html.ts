/**
 * The report as one page that needs nothing else: no script, no network, no font, no image file.
 *
 * The page's own policy forbids everything but its one style sheet (named by hash), so that even a fault in quoting could not
 * run anything. All behaviour is HTML's: `details` to open, check boxes and `:has()` to filter. Pieces come one by one; a
 * report of thousands of findings shows the first 200 whole and the rest as a table.
 */
import { createHash } from 'node:crypto'
import { count, plural } from '../../model/numbers.ts'
import type { Finding, Report } from '../../model/report.ts'
import { tally } from '../gate.ts'
import type { RenderOptions, Reporter } from '../reporter.ts'
import { htmlText } from '../visible.ts'
import { bytes, SEVERITIES } from '../wording.ts'
import { about } from './about.ts'
import { findingArticle } from './finding.ts'
import { quote } from './pieces.ts'
import { STYLE } from './style.ts'
import { verdict } from './verdict.ts'

const MAX_TOLD = 200 // findings with charts
const MAX_OPEN = 3

export const html: Reporter = {
  id: 'html',
  *render(report, options) {
    yield head(report)
    yield header(report, options)
    yield '<main>\n'
    yield filter(report.findings)
    yield '<div id="findings" tabindex="-1">\n'
    for (const [at, finding] of report.findings.slice(0, MAX_TOLD).entries()) {
      const counters = report.counter_examples?.filter((row) => row.finding === finding.fingerprint) ?? []
      yield findingArticle(finding, counters, { place: at + 1, open: at < MAX_OPEN }, options)
    }
    yield* rest(report.findings.slice(MAX_TOLD))
    yield '</div>\n'
    yield about(report, options)
    yield `</main>\n<footer><p>Made by ${htmlText(report.tool.name)} ${htmlText(report.tool.version)}. A scan without finding is no proof of a clean dataset: see what could have been found.</p></footer>\n</body>\n</html>\n`
  },
}

function head(report: Report): string {
  const hash = createHash('sha256').update(STYLE).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const title = report.findings.length === 0 ? 'no finding' : plural(report.findings.length, 'finding')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>suretrap: ${title}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
`
}

function header(report: Report, options: RenderOptions): string {
  const sum = (pick: (input: Report['inputs'][number]) => number) =>
    report.inputs.reduce((total, input) => total + pick(input), 0)
  const facts: [string, string][] = [
    [report.inputs.length === 1 ? 'file' : 'files', count(report.inputs.length)],
    ['read', bytes(sum((input) => input.bytes))],
    ['rows', count(sum((input) => input.rows))],
    ['exchanges', count(sum((input) => input.exchanges))],
    ['skipped', count(sum((input) => input.skipped))],
  ]
  const list = facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')
  return `<header><h1>Scan for planted triggers</h1><p class="verdict">${verdict(report, options)}</p><dl class="facts">${list}</dl></header>\n`
}

function filter(findings: readonly Finding[]): string {
  const present = SEVERITIES.filter((severity) => findings.some((finding) => finding.severity === severity))
  if (present.length < 2) return ''
  const boxes = present.map((severity) => {
    const many = findings.filter((finding) => finding.severity === severity).length
    return `<label class="${severity}-chip"><input type="checkbox" id="show-${severity}" checked autocomplete="off"> ${severity} <b>${count(many)}</b></label>`
  })
  return `<fieldset><legend>Show</legend>${boxes.join('')}</fieldset>\n`
}

function* rest(findings: readonly Finding[]): Iterable<string> {
  if (findings.length === 0) return
  yield `<section><h2>${plural(findings.length, 'further finding')}</h2><p>Only the first ${MAX_TOLD} are told with charts; these are ${tally(findings)}. The JSON report holds all figures.</p>
<div class="scroll" role="region" tabindex="0" aria-label="table"><table class="broad"><thead><tr><th scope="col">severity</th><th scope="col">trigger</th><th scope="col">outcome</th><th scope="col" class="n">rows</th><th scope="col" class="n">without it</th><th scope="col">rule</th><th scope="col">fingerprint</th></tr></thead><tbody>\n`
  for (const { severity, trigger, outcome, dose, evidence, rule, fingerprint } of findings) {
    const answer = outcome === null ? '' : `${htmlText(outcome.kind)} ${quote(outcome.text)}`
    yield `<tr class="${htmlText(severity)}"><td>${htmlText(severity)}</td><td>${quote(trigger.text)}</td><td>${answer}</td><td class="n">${count(dose.count)}</td><td class="n">${count(evidence.base.with)} of ${count(evidence.base.of)}</td><td>${htmlText(rule, { max: 60 })}</td><td>${htmlText(fingerprint, { max: 80 })}</td></tr>\n`
  }
  yield '</tbody></table></div></section>\n'
}
