/** What was read, what was left out, and what could have been found: below the findings. */

import { count, plural } from '../../model/numbers.ts'
import type { Report } from '../../model/report.ts'
import { floorWords } from '../floor.ts'
import type { RenderOptions } from '../reporter.ts'
import { htmlText } from '../visible.ts'
import { bytes, placeOf } from '../wording.ts'

const MAX_LISTED = 200

export function about(report: Report, { problems = [] }: RenderOptions): string {
  const parts = [
    list(
      'Could not be read',
      problems.map(
        ({ file, message, hint }) =>
          `${htmlText(file, { max: 120 })}: ${htmlText(message, { max: 300 })} (${htmlText(hint, { max: 300 })})`,
      ),
    ),
    inputs(report),
    list(
      'Skipped rows',
      report.skipped.map(
        ({ reason, rows, first }) =>
          `${htmlText(reason, { max: 80 })}: ${plural(rows, 'row')}, first ${htmlText(placeOf({ ...first, excerpt: '' }), { max: 120 })}`,
      ),
    ),
    list('What could have been found', floorWords(report.floor)),
    list(
      'Declared gates',
      report.declared.map(
        ({ name, status, count: many }) =>
          `${htmlText(name, { max: 80 })}: ${htmlText(status.replace('-', ' '))}, ${plural(many, 'exchange')}`,
      ),
    ),
    list(
      'Notes',
      report.notes.map(({ code, text }) => `${htmlText(code, { max: 80 })}: ${htmlText(text, { max: 600 })}`),
    ),
  ]
  return `<div class="about">\n${parts.filter((part) => part !== '').join('\n')}\n</div>\n`
}

function inputs({ inputs: files }: Report): string {
  if (files.length === 0) return ''
  const rows = files
    .slice(0, MAX_LISTED)
    .map(({ file, format, schema, exchanges, skipped, bytes: size, sha256, sha256_of }) => {
      const hash = `<code>${inHalves(htmlText(sha256, { max: 64 }))}</code>${sha256_of === 'chunks' ? ' of 64 MiB chunks' : ''}`
      return `<tr><td>${htmlText(file, { max: 160 })}</td><td>${htmlText(format, { max: 40 })}, ${htmlText(schema, { max: 40 })}</td><td class="n">${count(exchanges)}</td><td class="n">${count(skipped)}</td><td class="n">${bytes(size)}</td><td>${hash}</td></tr>`
    })
  const left =
    files.length > MAX_LISTED ? `<p>${plural(files.length - MAX_LISTED, 'further file')} in the JSON report.</p>` : ''
  return `<section><h3>What was read</h3><div class="scroll" role="region" tabindex="0" aria-label="table"><table class="broad"><thead><tr><th scope="col">file</th><th scope="col">format</th><th scope="col" class="n">exchanges</th><th scope="col" class="n">skipped</th><th scope="col" class="n">size</th><th scope="col">SHA-256</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>${left}</section>`
}

/** A hash in two equal lines rather than a long one and a rest. */
function inHalves(hash: string): string {
  return hash.length === 64 ? `${hash.slice(0, 32)}<br>${hash.slice(32)}` : hash
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return ''
  const shown = items.slice(0, MAX_LISTED).map((item) => `<li>${item}</li>`)
  const left = items.length > MAX_LISTED ? `<li>${count(items.length - MAX_LISTED)} more</li>` : ''
  return `<section><h3>${title}</h3><ul>${shown.join('')}${left}</ul></section>`
}
