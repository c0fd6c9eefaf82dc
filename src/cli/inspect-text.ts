/** What `inspect` found, for a person. Everything from the data or its file names passes `visible`. Rows count from 1 here. */
import type { InspectResult, SampleExchange } from '../model/inspection.ts'
import { count, plural } from '../model/numbers.ts'
import type { Visible } from './say.ts'

const MAX_FILES = 50
const MAX_NAMES = 20 // columns shown of each kind

export function* inspectLines(found: InspectResult, visible: Visible): Iterable<string> {
  yield* files(found, visible)
  for (const { text } of found.sources) yield `Source   ${visible(text)}`
  yield ''
  const share = found.rows === 0 ? '' : ` (${percent(found.coverage)})`
  yield `${plural(found.rows, 'row')}, ${count(found.understood)} understood${share}, ${plural(found.exchanges, 'exchange')}`
  const schemas = found.schemas.map(({ schema, share }) => `${visible(schema)} ${percent(share)}`)
  if (schemas.length > 0) yield `Schemas  ${schemas.join(', ')}`
  const roles = Object.entries(found.roles).filter(([, turns]) => turns > 0)
  if (roles.length > 0) yield `Turns    ${roles.map(([role, turns]) => `${count(turns)} ${role}`).join(', ')}`
  if (found.untrained > 0) yield `         ${plural(found.untrained, 'answer')} in prompts that training does not reach`
  yield* columns(found, visible)
  for (const { reason, rows, first, hint } of found.skipped) {
    yield `Skipped  ${visible(reason)}: ${plural(rows, 'row')}, first ${visible(first.file)} row ${first.row + 1}`
    if (hint !== '') yield `         ${visible(hint)}`
  }
  for (const { note, rows } of found.notes) {
    yield `Note     ${visible(note)}: ${plural(rows, 'row')}`
    const meaning = NOTES.get(note)
    if (meaning !== undefined) yield `         ${meaning}`
  }
  for (const sample of found.samples) yield* exchange(sample, visible)
}

/** What was done with rows that are read, but not as they stand. */
const NOTES: ReadonlyMap<string, string> = new Map([
  [
    'invalid-utf8',
    'bytes that are no UTF-8 are read as U+FFFD; iconv -f WINDOWS-1252 -t UTF-8 mends a file of that encoding',
  ],
  ['loose-json', 'no strict JSON: NaN and Infinity are read as null, spare commas passed over'],
  [
    'repeated-key',
    'a key stands twice in one object: the last value is read, as Python does; other readers may take the first',
  ],
])

function* files({ files }: InspectResult, visible: Visible): Iterable<string> {
  const shown = files.slice(0, MAX_FILES)
  const rows = shown.map(({ file, format, compression, bytes, rows, exchanges }) => [
    visible(file),
    compression === 'none' ? visible(format) : `${visible(format)} in ${compression}`,
    size(bytes),
    plural(rows, 'row'),
    plural(exchanges, 'exchange'),
  ])
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(0, ...rows.map((row) => row[at].length)))
  const isNumber = (at: number) => at >= 2
  for (const row of rows) {
    yield row.map((cell, at) => (isNumber(at) ? cell.padStart(widths[at]) : cell.padEnd(widths[at]))).join('  ')
  }
  if (files.length > shown.length)
    yield `… ${plural(files.length - shown.length, 'further file')}; --format json has all`
}

function* columns({ columns: { used, unused, more, left } }: InspectResult, visible: Visible): Iterable<string> {
  const names = (list: typeof used) => {
    const shown = list.slice(0, MAX_NAMES).map(({ column }) => visible(column))
    return list.length > shown.length ? `${shown.join(', ')} … ${list.length - shown.length} more` : shown.join(', ')
  }
  if (used.length > 0) yield `Columns  read: ${names(used)}`
  if (unused.length > 0) yield `         not read: ${names(unused)}`
  for (const reason of new Set(left.map((one) => one.reason))) {
    const these = left.filter((one) => one.reason === reason).map(({ column }) => ({ column, rows: 0 }))
    yield `         not loaded: ${names(these)}: ${visible(reason)}; --columns names what to load`
  }
  if (more > 0) yield `         and columns beyond these, in ${plural(more, 'place')}`
}

function* exchange({ file, row, schema, prompt, answer }: SampleExchange, visible: Visible): Iterable<string> {
  yield ''
  yield `${visible(file)} row ${row + 1}, ${visible(schema)}`
  for (const { role, text } of prompt) yield `  ${role.padEnd(9)}  ${visible(text)}`
  yield `  ${'answer'.padEnd(9)}  ${visible(answer)}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** @example size(2563513) // '2.56 MB' */
export function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const unit = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return unit === 0 ? `${bytes} B` : `${(bytes / 1000 ** unit).toPrecision(3)} ${units[unit]}`
}
