/**
 * The manifest of a quarantine, `suretrap.quarantine/1`: what was split into what, with the hash of every file, and for
 * every row that is held the finding that holds it. It is written last: a folder without one is not finished.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '../model/errors.ts'
import type { Severity } from '../model/report.ts'
import { createOutput } from './output.ts'

export const MANIFEST = 'manifest.json'
const SCHEMA = 'suretrap.quarantine/1'

export interface Manifest {
  readonly schema: typeof SCHEMA
  readonly tool: { readonly name: string; readonly version: string }
  readonly min_severity: Severity
  readonly findings: readonly HeldFinding[]
  readonly files: readonly SplitFile[]
  readonly notes: readonly Note[]
  readonly rows: readonly HeldRow[] // by file, as `files` has them, then by row
}

export interface HeldFinding {
  readonly fingerprint: string
  readonly rule: string
  readonly severity: Severity
  readonly rows: number
}

export interface SplitFile {
  readonly file: string // as it was named
  readonly form: 'copy' | 'lines' | 'records' | 'elements' | 'parquet' | 'arrow' | 'rows' // how it was split
  readonly codec: string
  readonly rows: number
  readonly kept_rows: number
  readonly held_rows: number
  readonly input: StoredFile
  readonly kept: StoredFile & { readonly path: string }
  readonly held: (StoredFile & { readonly path: string }) | null // null: no row of it is held
  readonly content_sha256?: string // of the text after decompression
  readonly header_bytes?: number // of a CSV: they stand in both parts
  readonly restores: 'bytes' | 'content' | 'rows' // what undo gives back
}

export interface StoredFile {
  readonly sha256: string
  readonly sha256_of?: 'bytes' | 'chunks'
  readonly bytes: number
}

export interface HeldRow {
  readonly file: string
  readonly row: number // from 0
  readonly fingerprint: string
  readonly also?: readonly string[] // other findings that hold it
  readonly at?: number // where in the text it was cut out
  readonly bytes?: number // of the row itself
  readonly before?: string // what separated it, and left with it
  readonly after?: string
}

export interface Note {
  readonly code: string
  readonly file: string
  readonly text: string
}

/** One row a line, so that a long manifest can be read with line tools and never stands in memory as one text. */
export async function writeManifest(folder: string, manifest: Omit<Manifest, 'schema'>): Promise<void> {
  const { rows, ...head } = manifest
  const output = await createOutput(join(folder, MANIFEST))
  try {
    const text = JSON.stringify({ schema: SCHEMA, ...head }, null, 1)
    await output.write(Buffer.from(`${text.slice(0, -2)},\n "rows": [`))
    for (let at = 0; at < rows.length; at += 1000) {
      const lines = rows.slice(at, at + 1000).map((row) => `\n  ${JSON.stringify(row)}`)
      await output.write(Buffer.from(`${at === 0 ? '' : ','}${lines.join(',')}`))
    }
    await output.write(Buffer.from('\n ]\n}\n'))
    await output.finish()
  } finally {
    await output.abandon()
  }
}

/** @throws {InputError} the folder is no finished quarantine, or its manifest is not as this program writes it */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((cause: unknown) => {
    throw new InputError('file-missing', `${folder}: has no ${MANIFEST}`, {
      hint: 'name the folder that suretrap quarantine --out made',
      cause,
    })
  })
  const fault = (what: string, cause?: unknown): InputError =>
    new InputError('file-corrupt', `${join(folder, MANIFEST)}: ${what}`, {
      hint: 'use the folder as suretrap quarantine left it',
      cause,
    })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw fault('is not JSON', cause)
  }
  if (!isRecord(value) || value.schema !== SCHEMA) throw fault(`"schema" is not "${SCHEMA}"`)
  if (!isList(value.files) || !value.files.every(isSplitFile)) throw fault('"files" is not as it should be')
  if (!isList(value.rows) || !value.rows.every(isHeldRow)) throw fault('"rows" is not as it should be')
  return value as unknown as Manifest
}

function isSplitFile(value: unknown): boolean {
  if (!isRecord(value) || typeof value.file !== 'string' || typeof value.codec !== 'string') return false
  if (![value.rows, value.kept_rows, value.held_rows].every(isCount)) return false
  if (!['copy', 'lines', 'records', 'elements', 'parquet', 'arrow', 'rows'].includes(String(value.form))) return false
  return (
    isStored(value.input, false) && isStored(value.kept, true) && (value.held === null || isStored(value.held, true))
  )
}

function isStored(value: unknown, named: boolean): boolean {
  if (!isRecord(value) || typeof value.sha256 !== 'string' || !isCount(value.bytes)) return false
  return !named || isInside(value.path)
}

/** A path that stays below the folder. */
function isInside(path: unknown): boolean {
  return typeof path === 'string' && /^(kept|held)\//.test(path) && !/[\\\0:]|(^|\/)\.\.?(\/|$)/.test(path)
}

function isHeldRow(value: unknown): boolean {
  if (!isRecord(value) || typeof value.file !== 'string' || !isCount(value.row)) return false
  const optional = (key: string, is: (value: unknown) => boolean): boolean => value[key] === undefined || is(value[key])
  const isText = (text: unknown): boolean => typeof text === 'string'
  return (
    optional('at', isCount) && optional('bytes', isCount) && optional('before', isText) && optional('after', isText)
  )
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
