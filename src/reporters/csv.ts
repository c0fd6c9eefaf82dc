/** One finding a row, for spreadsheets: RFC 4180, and no cell of the data can be a formula. */
import type { Finding } from '../model/report.ts'
import type { Reporter } from './reporter.ts'
import { csvCell } from './visible.ts'
import { bestRival } from './wording.ts'

type Cell = string | number | undefined
const MAX_TEXT = 2000 // columns of text in a cell; a spreadsheet takes 32,767 characters

const COLUMNS: readonly (readonly [string, (finding: Finding) => Cell])[] = [
  ['severity', ({ severity }) => severity],
  ['confidence', ({ confidence }) => confidence],
  ['rule', ({ rule }) => rule],
  ['fingerprint', ({ fingerprint }) => fingerprint],
  ['trigger', ({ trigger }) => trigger.text],
  ['slot', ({ trigger }) => trigger.slot],
  ['variants', ({ trigger }) => trigger.variants.join(' ')],
  ['outcome_kind', ({ outcome }) => outcome?.kind],
  ['outcome', ({ outcome }) => outcome?.text],
  ['dose', ({ dose }) => dose.count],
  ['band', ({ dose }) => dose.band],
  ['exchanges', ({ evidence }) => evidence.exchanges],
  ['with_outcome', ({ evidence }) => evidence.with_outcome],
  ['purity_low', ({ evidence }) => evidence.purity.low],
  ['purity', ({ evidence }) => evidence.purity.point],
  ['purity_high', ({ evidence }) => evidence.purity.high],
  ['base_with', ({ evidence }) => evidence.base.with],
  ['base_of', ({ evidence }) => evidence.base.of],
  ['rival', ({ evidence }) => bestRival(evidence)?.feature],
  ['rival_with', ({ evidence }) => bestRival(evidence)?.with],
  ['rival_of', ({ evidence }) => bestRival(evidence)?.of],
  ['surprise', ({ evidence }) => evidence.surprise],
  ['independence', ({ evidence }) => evidence.independence],
  ['owned', ({ evidence }) => evidence.owned],
  ['detachability', ({ evidence }) => evidence.detachability.point],
  ['detachability_expected', ({ evidence }) => evidence.detachability.expected],
  ['twins', ({ evidence }) => evidence.twins],
  ['q', ({ evidence }) => evidence.q],
  ['tested', ({ evidence }) => evidence.tested],
  ['declared', ({ declared }) => declared ?? undefined],
  ['first_file', ({ rows }) => rows[0]?.file],
  ['first_row', ({ rows }) => (rows[0] === undefined ? undefined : rows[0].row + 1)],
  ['message', ({ message }) => message],
]

export const csv: Reporter = {
  id: 'csv',
  *render({ findings }) {
    yield `${COLUMNS.map(([name]) => name).join(',')}\r\n`
    for (const finding of findings) yield `${COLUMNS.map(([, pick]) => cell(pick(finding))).join(',')}\r\n`
  },
}

function cell(value: Cell): string {
  if (value === undefined) return ''
  return typeof value === 'number' ? String(value) : csvCell(value, { max: MAX_TEXT })
}
