/** Files that earlier runs wrote: JSON reports and states. They come from elsewhere, so they are looked at before use. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { InputError } from '../model/errors.ts'
import type { ScanOptions, ScanResult } from '../model/options.ts'
import type { Report } from '../model/report.ts'
import type { Api } from './api.ts'
import type { Io } from './io.ts'

/** @throws {InputError} the file cannot be read */
export async function readBytes(path: string, io: Io): Promise<Uint8Array> {
  return readFile(resolve(io.cwd, path)).catch((cause: NodeJS.ErrnoException) => {
    const missing = cause.code === 'ENOENT'
    throw new InputError(
      missing ? 'file-missing' : 'file-unreadable',
      `cannot read ${path}: ${missing ? 'there is no such file' : cause.message}`,
      {
        hint: 'check the path',
        cause,
      },
    )
  })
}

/** @throws {InputError} the file is no report of this version */
export async function readReport(path: string, io: Io): Promise<Report> {
  return parseReport(new TextDecoder().decode(await readBytes(path, io)), path)
}

/** A JSON report as it is; a merged state of `confirm` judged. */
export async function readReportOrState(path: string, options: ScanOptions, io: Io, api: Api): Promise<ScanResult> {
  const bytes = await readBytes(path, io)
  if (bytes[0] !== 0x7b /* { */) return api.judgeState(bytes, options)
  return { report: parseReport(new TextDecoder().decode(bytes), path), complete: true, problems: [] }
}

/** @throws {InputError} code `file-corrupt` */
export function parseReport(text: string, path: string): Report {
  const fault = (what: string, cause?: unknown) =>
    new InputError('file-corrupt', `${path} is no report: ${what}`, {
      hint: 'give the file that suretrap scan -o report.json wrote',
      cause,
    })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw fault('it is not JSON', cause)
  }
  if (!isRecord(value) || value.schema !== 'suretrap.report/1') throw fault('"schema" is not "suretrap.report/1"')
  if (!isRecord(value.tool)) throw fault('"tool" is missing')
  for (const list of ['inputs', 'findings', 'declared', 'floor', 'skipped', 'notes']) {
    if (!Array.isArray(value[list]) || !value[list].every(isRecord)) throw fault(`"${list}" is not a list of objects`)
  }
  for (const [at, finding] of (value.findings as readonly Record<string, unknown>[]).entries()) {
    const lack = lackOf(finding)
    if (lack !== undefined) throw fault(`findings[${at}] has no ${lack}`)
  }
  return value as unknown as Report
}

function lackOf(finding: Readonly<Record<string, unknown>>): string | undefined {
  const texts = ['fingerprint', 'rule', 'severity', 'confidence', 'message'].find(
    (key) => typeof finding[key] !== 'string',
  )
  const records = ['trigger', 'dose', 'evidence'].find((key) => !isRecord(finding[key]))
  const lists = ['rows', 'places'].find((key) => !Array.isArray(finding[key]))
  return texts ?? records ?? lists ?? (finding.outcome === null || isRecord(finding.outcome) ? undefined : 'outcome')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
