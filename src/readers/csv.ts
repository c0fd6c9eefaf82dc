/**
 * CSV and TSV: the first record names the columns, each other is a row of texts.
 *
 * Records are found byte by byte and then given to csv-parse a block at a time, so that one broken or endless record costs
 * only itself. A record with fewer fields than the header lacks keys; one with more is broken, as trainers' own readers say.
 */
import { isUtf8 } from 'node:buffer'

import { type Options, parse } from 'csv-parse/sync'

import type { RowBlock, RowSkip } from '../model/row.ts'
import type { Shard } from '../model/shard.ts'
import { type ByteReader, readHead, withHead } from './bytes.ts'
import { csvRecordSplitter } from './csv-records.ts'
import { type OpenOptions, openText } from './open.ts'
import { type LineBlock, spanBlocks } from './spans.ts'

const HEAD_BYTES = 1 << 14

export async function* readCsv(shard: Shard, options: OpenOptions): AsyncGenerator<RowBlock, void, undefined> {
  const { maxRowBytes, signal } = options
  const { source, delimiter, firstLine } = await openCsv(shard, options)
  const splitter = csvRecordSplitter({ maxRowBytes, delimiter, firstLine })
  let columns: readonly string[] | undefined
  for await (const block of spanBlocks(source, splitter, { maxRowBytes, signal, file: shard.file })) {
    const records = recordsOf(block, delimiter)
    const header = columns === undefined && block.count > 0 ? 1 : 0
    if (header === 1) columns = unique(records[0] ?? [])
    yield rowsOf(block, records, columns ?? [], header)
  }
}

export interface CsvText {
  readonly source: ByteReader // from the header on
  readonly delimiter: string
  readonly before: number // bytes before the header: the mark of UTF-8, and the line with which Excel names the separator
  readonly firstLine: number // number of the header's line
}

/** The text from its header on, and what separates its fields. */
export async function openCsv(shard: Shard, options: OpenOptions): Promise<CsvText> {
  const reader = await openText(shard, options)
  const head = await headOf(reader)
  const mark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
  const text = head.toString('latin1', mark)
  const named = EXCEL_LINE.exec(text)
  const delimiter = named?.[1] ?? (shard.container === 'tsv' ? '\t' : delimiterOf(text))
  const before = mark + (named?.[0].length ?? 0)
  return { source: withHead(head.subarray(before), reader), delimiter, before, firstLine: named === null ? 0 : 1 }
}

const EXCEL_LINE = /^"?sep=([ -!#-~\t])"?\r?\n/i

async function headOf(reader: ByteReader): Promise<Buffer> {
  try {
    return await readHead(reader, HEAD_BYTES)
  } catch (fault) {
    await reader.close()
    throw fault
  }
}

/** Of the characters that separate fields, the commonest in the first line. */
function delimiterOf(head: string): string {
  const first = head.split('\n', 1)[0]!.replace(/"[^"]*"/g, '')
  const count = (char: string): number => first.split(char).length
  return [',', ';', '\t', '|'].reduce((best, char) => (count(char) > count(best) ? char : best))
}

/** The fields of each record of a block; undefined for one that csv-parse refuses. */
function recordsOf(
  { bytes, starts, ends, count }: LineBlock,
  delimiter: string,
): readonly (readonly string[] | undefined)[] {
  const texts = Array.from({ length: count }, (_, index) => bytes.toString('utf8', starts[index], ends[index]))
  const options = { delimiter, relax_column_count: true, relax_quotes: true, record_delimiter: '\n' } satisfies Options
  try {
    const records = parse(texts.join('\n'), options) as string[][]
    if (records.length === count) return records
  } catch {
    // One of them is broken: find out which.
  }
  return texts.map((text) => {
    try {
      const records = parse(text, options) as string[][]
      return records.length === 1 ? records[0] : undefined
    } catch {
      return undefined
    }
  })
}

/** Column names, told apart: a second `text` is `text.1`. */
function unique(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const times = seen.get(name) ?? 0
    seen.set(name, times + 1)
    return times === 0 ? name : `${name}.${times}`
  })
}

/** The header is no row: rows are counted from the record after it. */
function rowsOf(
  block: LineBlock,
  records: readonly (readonly string[] | undefined)[],
  columns: readonly string[],
  header: 0 | 1,
): RowBlock {
  const before = block.firstRow === 0 ? 0 : 1 // the header was in an earlier block
  const values: unknown[] = []
  const kept: number[] = []
  const skips: RowSkip[] = []
  const notes: RowSkip[] = []
  const { bytes, starts, ends, count } = block
  const doubtful = count > 0 && !isUtf8(bytes.subarray(starts[0], ends[count - 1]))
  for (let index = header; index < block.count; index++) {
    const fields = records[index]
    const extra = fields?.slice(columns.length).some((field) => field !== '')
    if (fields === undefined || extra) {
      skips.push({ row: block.firstRow + index - header - before, reason: 'broken-record' })
      continue
    }
    if (doubtful && !isUtf8(bytes.subarray(starts[index], ends[index])))
      notes.push({ row: block.firstRow + index - header - before, reason: 'invalid-utf8' })
    // fromEntries defines, it does not assign: a column named __proto__ is a column.
    values.push(Object.fromEntries(columns.slice(0, fields.length).map((name, at) => [name, fields[at]])))
    kept.push(index)
  }
  const rowOf = (index: number): number => block.firstRow + index - header - before
  return {
    firstRow: rowOf(kept[0] ?? header),
    values,
    rows: Float64Array.from(kept, rowOf),
    skips: [...skips, ...block.skips.map((skip) => ({ ...skip, row: Math.max(0, skip.row - header - before) }))],
    lines: Float64Array.from(kept, (index) => block.lines[index]!),
    linesRead: block.linesRead,
    bytesRead: block.bytesRead,
    ...(notes.length > 0 && { notes }),
  }
}
