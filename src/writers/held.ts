/**
 * Which rows are to be held: the lines of a rows file that belong to the chosen findings.
 *
 * @see `scan --rows-out`, which writes one `{fingerprint, file, row, turn}` a line
 */
import { createReadStream } from 'node:fs'
import { InputError } from '../model/errors.ts'
import type { Finding } from '../model/report.ts'

/** File as the report names it → row → fingerprints of the findings that hold it. */
export type HeldRows = ReadonlyMap<string, ReadonlyMap<number, readonly string[]>>

/** @throws {InputError} the file is no rows file, or has fewer rows of a finding than the finding counts */
export async function readHeldRows(path: string, findings: readonly Finding[]): Promise<HeldRows> {
  const wanted = new Map<string, number>()
  for (const { fingerprint, dose } of findings) wanted.set(fingerprint, (wanted.get(fingerprint) ?? 0) + dose.count)
  const counted = new Map<string, number>()
  const held = new Map<string, Map<number, readonly string[]>>()
  let number = 0
  for await (const line of linesOf(path)) {
    number++
    if (line.trim() === '') continue
    const { fingerprint, file, row } = rowOf(line, path, number)
    if (!wanted.has(fingerprint)) continue
    counted.set(fingerprint, (counted.get(fingerprint) ?? 0) + 1)
    const rows = held.get(file) ?? new Map<number, readonly string[]>()
    held.set(file, rows)
    const known = rows.get(row)
    if (known === undefined) rows.set(row, [fingerprint])
    else if (!known.includes(fingerprint)) rows.set(row, [...known, fingerprint].sort())
  }
  for (const [fingerprint, count] of wanted) {
    const found = counted.get(fingerprint) ?? 0
    if (found >= count) continue
    throw new InputError('file-changed', `${path}: has ${found} rows of finding ${fingerprint}, the report ${count}`, {
      hint: 'give the report and the rows file of one and the same scan',
    })
  }
  return held
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let open = ''
  try {
    for await (const chunk of createReadStream(path, 'utf8')) {
      const lines = (open + (chunk as string)).split('\n')
      open = lines.pop() ?? ''
      yield* lines
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new InputError(missing ? 'file-missing' : 'file-unreadable', `${path}: cannot be read`, {
      hint: 'name the file that scan --rows-out wrote',
      cause,
    })
  }
  yield open
}

function rowOf(
  line: string,
  path: string,
  number: number,
): { readonly fingerprint: string; readonly file: string; readonly row: number } {
  const fault = (cause?: unknown): InputError =>
    new InputError('file-corrupt', `${path}: line ${number} is not of a rows file`, {
      hint: 'name the file that scan --rows-out wrote',
      cause,
    })
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw fault(cause)
  }
  const { fingerprint, file, row } = (value ?? {}) as Readonly<Record<string, unknown>>
  const isRow = typeof fingerprint === 'string' && typeof file === 'string' && Number.isSafeInteger(row)
  if (!isRow || (row as number) < 0) throw fault()
  return { fingerprint, file, row: row as number }
}
