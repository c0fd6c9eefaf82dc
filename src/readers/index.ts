/** Readers: a shard → its rows, in order, in blocks of about 1 MiB. One line a container. */
import type { ColumnBlock, RowsWanted } from '../model/columns.ts'
import { InputError } from '../model/errors.ts'
import type { RowBlock } from '../model/row.ts'
import type { Container, Shard } from '../model/shard.ts'
import { readJson } from './json.ts'
import { readJsonl, readText } from './jsonl.ts'
import type { OpenOptions } from './open.ts'
import { readWebdataset } from './webdataset.ts'

export { cellOf, rowOf } from './column-values.ts'
export { lineBlocks } from './jsonl.ts'
export { isPiece, keepPlaces, type LinePlaces, linesAround, notePlaces } from './line-places.ts'
export type { OpenOptions } from './open.ts'
export { jsonRows } from './parse.ts'
export type { LineBlock } from './spans.ts'

type Read = (shard: Shard, options: OpenOptions) => AsyncGenerator<RowBlock, void, undefined>

const READERS: Readonly<Partial<Record<Container, Read>>> = {
  jsonl: readJsonl,
  // Loaded when needed: most runs read no columns.
  async *parquet(shard, options) {
    const { readParquet } = await import('./parquet.ts')
    yield* readParquet(shard, options)
  },
  json: readJson,
  text: readText,
  async *csv(shard, options) {
    const { readCsv } = await import('./csv.ts')
    yield* readCsv(shard, options)
  },
  async *tsv(shard, options) {
    const { readCsv } = await import('./csv.ts')
    yield* readCsv(shard, options)
  },
  tar: readWebdataset,
  async *'arrow-file'(shard, options) {
    const { readArrow } = await import('./arrow.ts')
    yield* readArrow(shard, options)
  },
  async *plugged(shard, options) {
    const { readPlugged } = await import('./plugged.ts')
    yield* readPlugged(shard, options)
  },
  async *'arrow-stream'(shard, options) {
    const { readArrow } = await import('./arrow.ts')
    yield* readArrow(shard, options)
  },
}

/** Columns of a columnar file that are not read unless `columns` names them, and why. */
export async function columnsLeftOut(
  shard: Shard,
  { columns }: OpenOptions,
): Promise<readonly { readonly name: string; readonly reason: string }[]> {
  const { container } = shard
  if (columns !== undefined) return []
  if (container === 'parquet') return (await (await import('./parquet.ts')).parquetColumns(shard)).skipped
  if (container === 'arrow-file' || container === 'arrow-stream')
    return (await (await import('./arrow.ts')).arrowColumns(shard)).skipped
  return []
}

/**
 * The rows of one shard. Row and line numbers count from 0 at the start of the shard.
 *
 * @throws {InputError} when the file cannot be read on; rows before the fault have been handed on by then
 */
export async function* readRows(shard: Shard, options: OpenOptions = {}): AsyncGenerator<RowBlock, void, undefined> {
  const read = READERS[shard.container]
  if (read === undefined) {
    throw new InputError('format-unsupported', `${shard.file}: ${shard.container} is not read`, {
      hint: 'convert it to JSON lines',
    })
  }
  yield* read(shard, options)
}

type ColumnOptions = OpenOptions & { readonly wanted?: RowsWanted }
type ReadColumns = (shard: Shard, options: ColumnOptions) => AsyncGenerator<ColumnBlock, void, undefined>

const COLUMN_READERS: Readonly<Partial<Record<Container, ReadColumns>>> = {
  async *parquet(shard, options) {
    const { parquetColumnBlocks } = await import('./parquet.ts')
    yield* parquetColumnBlocks(shard, { ...options, reuse: true })
  },
  async *'arrow-file'(shard, options) {
    const { arrowColumnBlocks } = await import('./arrow.ts')
    yield* arrowColumnBlocks(shard, { ...options, reuse: true })
  },
  async *'arrow-stream'(shard, options) {
    const { arrowColumnBlocks } = await import('./arrow.ts')
    yield* arrowColumnBlocks(shard, { ...options, reuse: true })
  },
}

/**
 * The rows of a shard that is kept by columns, their texts as bytes; undefined where it is not. A block is valid until the next is
 * asked for. Throws as `readRows` does.
 *
 * @param options  `wanted`: rows among which none is wanted may be passed over
 */
export function readColumns(shard: Shard, options: ColumnOptions = {}): ReturnType<ReadColumns> | undefined {
  return COLUMN_READERS[shard.container]?.(shard, options)
}
