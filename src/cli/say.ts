/**
 * Lines on standard error: errors always, warnings and notes unless `--quiet`.
 *
 * One line each, `suretrap: <file>: <message> (<hint>)`, and no character of a file name or of the data that could act on a
 * terminal. A reader of standard error who has gone away changes nothing.
 */
import type { Problem } from '../model/options.ts'
import type { Io } from './io.ts'

export type Visible = (text: string) => string

export function say(io: Io, line: string): void {
  if (!io.stderr.destroyed) io.stderr.write(`suretrap: ${line}\n`)
}

export function problemLine({ file, message, hint }: Omit<Problem, 'code'>, visible: Visible): string {
  const where = file === '' || message.startsWith(file) ? '' : `${visible(file)}: `
  const how = hint === '' ? '' : ` (${visible(hint)})`
  return `${where}${visible(message)}${how}`
}

/** Good enough where the library is not loaded, or is what failed: anything but plain letters is shown as its code. */
export function plainVisible(text: string): string {
  return text.replace(
    /[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff]/gu,
    (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`,
  )
}

/** That fewer rows were understood than --min-coverage asks for. */
export function tooFew(share: number, least: number): string {
  return `${(100 * share).toFixed(1)} % of the rows were understood, less than --min-coverage ${least}`
}
