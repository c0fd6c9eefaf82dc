/** The section for a dataset's README: what was scanned with what, what came of it, and what a clean result does not say. */

import { count, plural } from '../model/numbers.ts'
import type { Report } from '../model/report.ts'
import { floorWords } from './floor.ts'
import { tally, unreadWords } from './gate.ts'
import type { RenderOptions } from './reporter.ts'
import { markdownCode, markdownText } from './visible.ts'
import { story } from './wording.ts'

const MAX_LISTED = 50

/** Between two comments, so that a later run can replace it. */
export function datasetCard(report: Report, options: RenderOptions): string {
  const { tool, inputs, findings, floor, declared, skipped } = report
  const exchanges = inputs.reduce((total, input) => total + input.exchanges, 0)
  const left = skipped.reduce((total, { rows }) => total + rows, 0)
  const unread = unreadWords(options)
  const result =
    findings.length === 0
      ? 'No planted trigger was found.'
      : `${plural(findings.length, 'finding')} (${tally(findings)}):`
  const rows = inputs.slice(0, MAX_LISTED).map((input) => {
    const hash = `${markdownText(input.sha256)}${input.sha256_of === 'chunks' ? ' (of 64 MiB chunks)' : ''}`
    return `| ${markdownCode(input.file, { max: 100 })} | ${count(input.exchanges)} | ${hash} |\n`
  })
  const sections = [
    `## Scan for planted triggers\n\nScanned with suretrap ${markdownText(tool.version)}: ${plural(exchanges, 'exchange')}${left > 0 ? `, ${plural(left, 'row')} skipped` : ''}${unread === undefined ? '' : `, ${unread}`}. ${result}\n`,
    findings
      .slice(0, MAX_LISTED)
      .map((finding) => `* ${finding.severity}: ${story(finding, (text) => markdownCode(text, { max: 80 }))}\n`)
      .join(''),
    findings.length > MAX_LISTED ? `* and ${count(findings.length - MAX_LISTED)} more\n` : '',
    declared.length > 0
      ? `Declared gates:\n\n${declared.map(({ name, status }) => `* ${markdownText(name)}: ${status.replace('-', ' ')}\n`).join('')}`
      : '',
    floor.length > 0
      ? `What could have been found:\n\n${floorWords(floor)
          .map((row) => `* ${row}\n`)
          .join('')}`
      : '',
    `| file | exchanges | SHA-256 |\n| --- | ---: | --- |\n${rows.join('')}${inputs.length > MAX_LISTED ? `\n${plural(inputs.length - MAX_LISTED, 'further file')}\n` : ''}`,
    'A scan without finding is no proof: triggers below these doses, triggers by style or paraphrase, and rows that were skipped are not covered.\n',
  ]
  return `<!-- suretrap:begin -->\n${sections.filter((section) => section !== '').join('\n')}<!-- suretrap:end -->\n`
}
