/**
 * Parquet: the shards of a file from its footer alone, and the rows of a shard.
 *
 * Promises that a page of each column and a block of rows are in memory at a time, never a row group; that rows come
 * out the same however the row groups are cut into shards; and that a broken file is one InputError, never a hang.
 * Knows no schema of conversations: a row is what its columns hold.
 */
import type { SchemaTree } from 'hyparquet'
import type { Column, ColumnBlock, RowsWanted } from '../model/columns.ts'
import type { ReadOptions } from '../model/options.ts'
import type { RowBlock } from '../model/row.ts'
import type { Shard } from '../model/shard.ts'
import { rowsOf, withoutLong } from './column-values.ts'
import { type ColumnarFile, checkAborted, corrupt } from './columnar-file.ts'
import { openColumnar, type Stored, standsAlone } from './columnar-shard.ts'
import { createPageRooms } from './page-rooms.ts'
import { columnOf } from './parquet-column.ts'
import { type ColumnChoice, chooseColumns } from './parquet-columns.ts'
import { type ParquetFooter, type RowGroup, readFooter } from './parquet-footer.ts'
import type { PageLimits } from './parquet-pages.ts'

const SHARD_BYTES = 32 * 1024 * 1024 // stored
const BLOCK_ROWS = 4096
const BLOCK_BYTES = 1024 * 1024 // uncompressed, about
const MAX_ROW_BYTES = 64 * 1024 * 1024
const MANY_ROWS = 2 ** 24 // fewer are read whatever they weigh
const MAX_ROWS_PER_BYTE = 1024 // of the file: more is a row count made up to keep a reader busy

/** The shards of a Parquet file: runs of row groups of about 32 MiB as stored, or of as many as asked for. */
export async function parquetShards(
  path: string,
  file: string,
  options: { readonly rowGroupsPerShard?: number } = {},
): Promise<readonly Shard[]> {
  return withFooter({ path, file }, async ({ groups }, { size }) => {
    const cuts = [0]
    let bytes = 0
    groups.forEach((group, at) => {
      const full = options.rowGroupsPerShard
        ? at - cuts[cuts.length - 1] >= options.rowGroupsPerShard
        : bytes + group.storedBytes > SHARD_BYTES
      if (full && at > cuts[cuts.length - 1]) {
        cuts.push(at)
        bytes = 0
      }
      bytes += group.storedBytes
    })
    return cuts.map((start, at): Shard => {
      const end = cuts[at + 1] ?? groups.length
      const whole = start === 0 && end === groups.length
      return {
        file,
        path,
        container: 'parquet',
        codec: 'none',
        bytes: size,
        start,
        end,
        whole,
        firstRow: groups[start]?.firstRow ?? 0,
        format: 'parquet',
      }
    })
  })
}

/** Rows and columns of a Parquet file, from its footer: what is read and what is left unread, and why. */
export async function parquetColumns(
  stored: Stored,
): Promise<{ readonly rows: number; readonly read: readonly string[]; readonly skipped: ColumnChoice['skipped'] }> {
  return withFooter(stored, async ({ tree, rows }) => {
    const { read, skipped } = chooseColumns(tree, undefined, stored.file)
    return { rows, read: read.map((column) => column.element.name), skipped }
  })
}

/** The rows of a shard, in order; rows are numbered from the start of the shard. */
export async function* readParquet(shard: Shard, options: ParquetOptions = {}): AsyncGenerator<RowBlock> {
  for await (const block of parquetColumnBlocks(shard, options)) yield rowsOf(block)
}

export type ParquetOptions = ReadOptions & {
  readonly signal?: AbortSignal
  readonly atOnce?: boolean // as in `openColumnarFile`
  readonly wanted?: RowsWanted
  readonly reuse?: boolean // a block is valid until the next is asked for
}

/** The same with its texts as bytes; of row groups in which no row is wanted, nothing is read. */
export async function* parquetColumnBlocks(shard: Shard, options: ParquetOptions = {}): AsyncGenerator<ColumnBlock> {
  const source = await openColumnar(shard, options)
  try {
    const footer = await readFooter(source)
    const { read } = chooseColumns(footer.tree, options.columns, shard.file)
    const groups = standsAlone(shard) ? footer.groups.slice(shard.start, shard.end) : footer.groups
    const first = groups[0]?.firstRow ?? 0
    const limits = { ...options, rooms: options.reuse === true ? createPageRooms() : undefined }
    for (const group of groups) yield* blocksOfGroup(source, footer, group, read, group.firstRow - first, limits)
  } finally {
    await source.close()
  }
}

async function withFooter<T>(
  stored: Stored,
  use: (footer: ParquetFooter, source: ColumnarFile) => Promise<T>,
): Promise<T> {
  const source = await openColumnar(stored)
  try {
    return await use(await readFooter(source), source)
  } finally {
    await source.close()
  }
}

async function* blocksOfGroup(
  source: ColumnarFile,
  footer: ParquetFooter,
  group: RowGroup,
  columns: readonly SchemaTree[],
  firstRow: number,
  options: ParquetOptions & PageLimits,
): AsyncGenerator<ColumnBlock> {
  if (group.rows > MANY_ROWS && group.rows > source.size * MAX_ROWS_PER_BYTE)
    throw corrupt(source.file, `a row group claims ${group.rows} rows`)
  const parts = columns.map((column) => columnOf(source, footer, group, column, options))
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  const perBlock = Math.max(1, Math.min(BLOCK_ROWS, Math.floor((BLOCK_BYTES * group.rows) / (bytes + 1))))
  const most = options.maxRowBytes ?? MAX_ROW_BYTES
  const { wanted = () => true } = options
  for (let done = 0; done < group.rows && wanted(firstRow + done, firstRow + group.rows); ) {
    checkAborted(options.signal)
    options.rooms?.turn()
    const count = Math.min(perBlock, group.rows - done)
    const taken: Column[] = []
    for (const { take } of parts) taken.push(await take(count))
    const block: ColumnBlock = { firstRow: firstRow + done, count, columns: taken, skips: [] }
    // A row cannot outweigh its row group, dictionaries aside.
    yield bytes > most ? withoutLong(block, most) : block
    done += count
  }
  options.rooms?.leaveAll()
}
