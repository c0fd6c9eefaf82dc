/**
 * Where a finding's rows stand, in SARIF's words. A row of a text file is a line; a row of a Parquet or compressed file has no
 * line, so it is named as a logical location and the region is the file's first line: a row number is never given as a line.
 */
import type { Finding, InputReport, Report, SampleRow } from '../model/report.ts'
import { archiveOf, isRemote, shownPath, uriOf } from './paths.ts'
import type { RenderOptions } from './reporter.ts'
import { visible } from './visible.ts'

export const MAX_LOCATIONS = 100 // GitHub keeps no more of a result

export function dataLocations(finding: Finding, report: Report, options: RenderOptions, most: number): object[] {
  if (finding.rows.length > 0) return finding.rows.slice(0, most).map((row) => rowLocation(row, options))
  const [first] = report.inputs
  return first === undefined ? [] : [fileLocation(first.file, 1, options)]
}

function rowLocation(row: SampleRow, options: RenderOptions): object {
  const { member } = archiveOf(row.file)
  const turn = row.turn === undefined ? '' : `, turn ${row.turn + 1}`
  const name = `${member === undefined ? '' : `${visible(member)}, `}row ${row.row + 1}${turn}`
  const text = visible(row.excerpt, { max: 300 })
  return {
    ...fileLocation(row.file, member === undefined ? (row.line ?? 1) : 1, options),
    logicalLocations: [{ fullyQualifiedName: name, kind: 'object' }],
    ...(text === '' ? {} : { message: { text: text.replaceAll('](', ']\\u{28}') } }),
  }
}

/** A region of one character: where the line begins is known, how long it is is not. */
export function fileLocation(file: string, line: number, options: RenderOptions): object {
  return {
    physicalLocation: {
      artifactLocation: artifactLocation(file, options),
      region: { startLine: line, startColumn: 1, endLine: line, endColumn: 2 },
    },
  }
}

export function artifact(input: InputReport, options: RenderOptions): object {
  const { format, schema, rows, exchanges, skipped, bytes, sha256, sha256_of } = input
  return {
    location: artifactLocation(input.file, options),
    length: bytes,
    ...(sha256 !== '' && sha256_of !== 'chunks' ? { hashes: { 'sha-256': sha256 } } : {}),
    properties: { format: visible(format), schema: visible(schema), rows, exchanges, skipped },
  }
}

export function dataUri(file: string, options: RenderOptions): string {
  return uriOf(shownPath(archiveOf(file).file, options))
}

function artifactLocation(file: string, options: RenderOptions): object {
  const uri = dataUri(file, options) || '(none)'
  const relative = !isRemote(uri) && !uri.startsWith('file:')
  return relative ? { uri, uriBaseId: 'SRCROOT' } : { uri }
}
