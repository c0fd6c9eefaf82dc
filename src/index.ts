/** The public window: what a program may call. */
import type { ScanOptions } from './model/options.ts'
import type { Report } from './model/report.ts'
import { scan as scanInputs } from './scan.ts'

export { inspect } from './inspect.ts'
export type { Conversation, Turn } from './model/conversation.ts'
export { InputError } from './model/errors.ts'
export type { Problem, Progress, ScanOptions, ScanResult } from './model/options.ts'
export type { Finding, Report } from './model/report.ts'
export { plan } from './plan.ts'
export { VERSION } from './version.ts'
export { scanInputs }

/**
 * Scans files, folders and globs as one dataset.
 *
 * @throws {InputError} when nothing could be read, or the options do not fit; what could be read in part is in the report
 */
export async function scan(inputs: readonly string[], options: ScanOptions = {}): Promise<Report> {
  const { report } = await scanInputs(inputs, options)
  return report
}
