/** The public window: what a program may call. */
export { InputError } from './model/errors.ts'
export type { ScanOptions } from './model/options.ts'
export type { Finding, Report } from './model/report.ts'
