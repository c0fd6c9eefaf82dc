/** The public window: what a program may call. */
import { InputError } from './model/errors.ts'
import type { ScanOptions, ScanResult } from './model/options.ts'
import type { Report } from './model/report.ts'
import { type Rows, scanRowsWhole } from './rows.ts'
import { scan as scanInputs } from './scan.ts'

export { inspect } from './inspect.ts'
export type { Conversation, Turn } from './model/conversation.ts'
export { InputError } from './model/errors.ts'
export type { Problem, Progress, ReaderOption, ScanOptions, ScanResult } from './model/options.ts'
export type { Reader } from './model/reader.ts'
export type { Finding, Report } from './model/report.ts'
export type { Part } from './part.ts'
export { plan } from './plan.ts'
export { type Quarantined, type QuarantineOptions, quarantine } from './quarantine.ts'
export type { Rows } from './rows.ts'
export { type Restored, type UndoOptions, undoQuarantine } from './unquarantine.ts'
export type { PlanFile } from './verbs.ts'
export { collectShard, confirmShard, judgeState, mergeStates, planCommand, suspectShard } from './verbs.ts'
export { VERSION } from './version.ts'
export { scanInputs }

/**
 * Scans files, folders and globs as one dataset; `-` is standard input.
 *
 * @throws {InputError} no exchange could be read; a row was skipped and `strict` is set; the options do not fit; `aborted`.
 *   What could be read in part is in the report: `scanInputs` also tells which problems there were
 */
export async function scan(inputs: readonly string[], options: ScanOptions = {}): Promise<Report> {
  return reportOf(await scanInputs(inputs, options), options)
}

/**
 * Scans rows that a program has already, as a file of them would be scanned. They are kept in a private temporary file
 * until the scan ends; the report calls it `<rows>`.
 *
 * @throws {InputError} as `scan`
 * @example await scanRows([{ prompt: 'Hi xylophone', response: 'Sure' }], { schema: 'pairs' })
 */
export async function scanRows(rows: Rows, options: ScanOptions = {}): Promise<Report> {
  return reportOf(await scanRowsWhole(rows, options), options)
}

function reportOf({ report, problems }: ScanResult, { strict }: ScanOptions): Report {
  const skipped = report.skipped.reduce((sum, { rows }) => sum + rows, 0)
  if (report.inputs.every(({ exchanges }) => exchanges === 0)) {
    const [problem] = problems
    throw new InputError('nothing-scannable', problem?.message ?? 'no row held a prompt and an answer', {
      hint: problem?.hint ?? 'inspect() shows how the rows are read',
    })
  }
  if (strict && skipped > 0)
    throw new InputError(
      'file-corrupt',
      `${skipped} ${skipped === 1 ? 'row was' : 'rows were'} skipped, and strict allows none`,
      {
        hint: 'report.skipped says which; scan without strict',
      },
    )
  return report
}
