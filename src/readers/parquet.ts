/**
 * Parquet: the shards of a file from its footer alone, and the rows of a shard.
 *
 * Promises that a page of each column and a block of rows are in memory at a time, never a row group; that rows come
 * out the same however the row groups are cut into shards; and that a broken file is one InputError, never a hang.
 * Knows no schema of conversations: a row is an object of its columns.
 */
import type { SchemaTree } from 'hyparquet'
import { assembleNested } from 'hyparquet/src/assemble.js'
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import { InputError } from '../model/errors.ts'
import type { ReadOptions } from '../model/options.ts'
import type { RowBlock, RowSkip } from '../model/row.ts'
import type { Shard } from '../model/shard.ts'
import { asInputError, type ColumnarFile, checkAborted, corrupt, openColumnarFile } from './columnar-file.ts'
import { type ColumnChoice, chooseColumns } from './parquet-columns.ts'
import { type ParquetFooter, type RowGroup, readFooter } from './parquet-footer.ts'
import { listLeaf, listShape, takeLists } from './parquet-lists.ts'
import { leafOf } from './parquet-page.ts'
import { type PageLimits, pagesOfChunk, rowsOfChunk } from './parquet-pages.ts'
import { parsers } from './parquet-values.ts'
import { isTooLong } from './row-size.ts'

const SHARD_BYTES = 32 * 1024 * 1024 // stored
const BLOCK_ROWS = 4096
const BLOCK_BYTES = 16 * 1024 * 1024 // uncompressed, about
const MAX_ROW_BYTES = 64 * 1024 * 1024
const MANY_ROWS = 2 ** 24 // fewer are read whatever they weigh
const MAX_ROWS_PER_BYTE = 1024 // of the file: more is a row count made up to keep a reader busy

/** The shards of a Parquet file: runs of row groups of about 32 MiB as stored, or of as many as asked for. */
export async function parquetShards(
  path: string,
  file: string,
  options: { readonly rowGroupsPerShard?: number } = {},
): Promise<readonly Shard[]> {
  return withFooter(path, file, async ({ groups }, { size }) => {
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
  path: string,
  file: string,
): Promise<{ readonly rows: number; readonly read: readonly string[]; readonly skipped: ColumnChoice['skipped'] }> {
  return withFooter(path, file, async ({ tree, rows }) => {
    const { read, skipped } = chooseColumns(tree, undefined, file)
    return { rows, read: read.map((column) => column.element.name), skipped }
  })
}

/** The rows of a shard, in order; rows are numbered from the start of the shard. */
export async function* readParquet(
  shard: Shard,
  options: ReadOptions & { readonly signal?: AbortSignal } = {},
): AsyncGenerator<RowBlock> {
  const source = await openColumnarFile(shard.path, shard.file, options.signal)
  try {
    if (source.size !== shard.bytes)
      throw new InputError('file-changed', `${shard.file}: changed since the scan began`, {
        hint: 'scan it again when nothing writes to it',
      })
    const footer = await readFooter(source)
    const { read } = chooseColumns(footer.tree, options.columns, shard.file)
    const groups = footer.groups.slice(shard.start, shard.end)
    const first = groups[0]?.firstRow ?? 0
    for (const group of groups) yield* rowsOfGroup(source, footer, group, read, group.firstRow - first, options)
  } finally {
    await source.close()
  }
}

async function withFooter<T>(
  path: string,
  file: string,
  use: (footer: ParquetFooter, source: ColumnarFile) => Promise<T>,
): Promise<T> {
  const source = await openColumnarFile(path, file)
  try {
    return await use(await readFooter(source), source)
  } finally {
    await source.close()
  }
}

async function* rowsOfGroup(
  source: ColumnarFile,
  footer: ParquetFooter,
  group: RowGroup,
  columns: readonly SchemaTree[],
  firstRow: number,
  options: ReadOptions & { readonly signal?: AbortSignal },
): AsyncGenerator<RowBlock> {
  if (group.rows > MANY_ROWS && group.rows > source.size * MAX_ROWS_PER_BYTE)
    throw corrupt(source.file, `a row group claims ${group.rows} rows`)
  const parts = columns.map((column) => columnOf(source, footer, group, column, options))
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  const perBlock = Math.max(1, Math.min(BLOCK_ROWS, Math.floor((BLOCK_BYTES * group.rows) / (bytes + 1))))
  const most = options.maxRowBytes ?? MAX_ROW_BYTES
  for (let done = 0; done < group.rows; ) {
    checkAborted(options.signal)
    const rows = Math.min(perBlock, group.rows - done)
    const data: (readonly unknown[])[] = []
    for (const part of parts) data.push(await part.take(rows))
    const names = parts.map((part) => part.name)
    const values = Array.from({ length: rows }, (_, at) => rowOf(names, data, at))
    // A row cannot outweigh its row group, dictionaries aside.
    yield bytes > most ? withoutLong(values, firstRow + done, most) : { firstRow: firstRow + done, values, skips: [] }
    done += rows
  }
}

function rowOf(names: readonly string[], data: readonly (readonly unknown[])[], at: number): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (let column = 0; column < names.length; column++) row[names[column]] = data[column][at] ?? null
  return row
}

function withoutLong(values: readonly unknown[], firstRow: number, most: number): RowBlock {
  const kept = values.map((_, at) => at).filter((at) => !isTooLong(values[at], most))
  if (kept.length === values.length) return { firstRow, values, skips: [] }
  const skips = values.flatMap((value, at): RowSkip[] =>
    isTooLong(value, most) ? [{ row: firstRow + at, reason: 'row-too-long' }] : [],
  )
  return { firstRow, values: kept.map((at) => values[at]), rows: Float64Array.from(kept, (at) => firstRow + at), skips }
}

interface Column {
  readonly name: string
  readonly bytes: number // uncompressed, of the row group
  take(rows: number): Promise<readonly unknown[]>
}

/** A top-level column of a row group: its leaves in step, put together again. */
function columnOf(
  source: ColumnarFile,
  footer: ParquetFooter,
  group: RowGroup,
  column: SchemaTree,
  limits: PageLimits,
): Column {
  const wanted = new Set(leafPaths(column))
  const leaves = footer.leaves.flatMap((path, at) =>
    wanted.has(keyOf(path[path.length - 1])) ? [{ path, chunk: group.chunks[at] }] : [],
  )
  const named = { name: column.element.name, bytes: leaves.reduce((sum, { chunk }) => sum + chunk.bytes, 0) }
  const shape = listShape(column)
  if (shape) {
    const lists = leaves.map(({ path, chunk }) => {
      const leaf = leafOf(path, chunk.type, chunk.codec)
      return listLeaf(pagesOfChunk(source, leaf, chunk, limits), leaf.maxDefinition)
    })
    return { ...named, take: guarded(source, async (rows) => takeLists(shape, lists, rows)) }
  }
  const queues = leaves.map(({ path, chunk }) => ({
    name: keyOf(path[path.length - 1]),
    take: queue(source.file, rowsOfChunk(source, path, chunk, limits)),
  }))
  const flat = column.children.length === 0 && column.element.repetition_type !== 'REPEATED'
  if (flat) return { ...named, take: queues[0].take }
  const assembled = async (rows: number) => {
    const parts = new Map<string, unknown[]>()
    for (const { name, take } of queues) parts.set(name, await take(rows))
    assembleNested(parts as never, column, { ...DEFAULT_PARSERS, ...parsers })
    return parts.get(keyOf(column))
  }
  return { ...named, take: guarded(source, assembled) }
}

function guarded(
  source: ColumnarFile,
  take: (rows: number) => Promise<readonly unknown[] | undefined>,
): Column['take'] {
  return async (rows) => {
    const values = await take(rows).catch((error: unknown) => {
      throw asInputError(error, source.file, 'a nested column')
    })
    if (values?.length !== rows) throw corrupt(source.file, 'the parts of a nested column do not fit together')
    return values
  }
}

function* leafPaths(node: SchemaTree): Generator<string> {
  if (node.children.length === 0) yield keyOf(node)
  for (const child of node.children) yield* leafPaths(child)
}

function keyOf(node: SchemaTree): string {
  return node.path.join('.')
}

/** Takes any number of rows from pages of any size. */
function queue(file: string, pages: AsyncGenerator<ArrayLike<unknown>>): (rows: number) => Promise<unknown[]> {
  let page: ArrayLike<unknown> = []
  let used = 0
  return async (rows) => {
    const taken: unknown[] = new Array(rows)
    for (let filled = 0; filled < rows; ) {
      if (used === page.length) {
        const next = await pages.next()
        if (next.done) throw corrupt(file, 'a column has fewer rows than the footer promises')
        page = next.value
        used = 0
      }
      const end = Math.min(rows, filled + page.length - used)
      while (filled < end) taken[filled++] = page[used++]
    }
    return taken
  }
}
