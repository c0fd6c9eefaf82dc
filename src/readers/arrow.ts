/**
 * Arrow: IPC streams, and IPC files, which Feather V2 is too.
 *
 * Promises that one record batch is in memory at a time, and of small ones the next, that a compressed body needs no more code than this package
 * has, and that a broken file is one InputError, never a hang. Knows no schema of conversations.
 */
import type { ColumnBlock, RowsWanted } from '../model/columns.ts'
import { InputError } from '../model/errors.ts'
import type { ReadOptions } from '../model/options.ts'
import type { RowBlock } from '../model/row.ts'
import type { Shard } from '../model/shard.ts'
import { HEADER } from './arrow-bodies.ts'
import { cutColumn } from './arrow-cut.ts'
import { type ArrowSource, openArrow } from './arrow-messages.ts'
import { type Batch, isPlain, plainBatch } from './arrow-plain.ts'
import { rowsOf, withoutLong } from './column-values.ts'
import { asInputError, type ColumnarFile, checkAborted, openColumnarFile, unsupported } from './columnar-file.ts'
import { openColumnar, type Stored, standsAlone } from './columnar-shard.ts'

const BLOCK_ROWS = 4096
const BLOCK_BYTES = 1024 * 1024 // of the batch, about
const MAX_ROW_BYTES = 64 * 1024 * 1024
const MAX_RATIO = 1000
const SNIFF_BYTES = 8

/** Which kind of Arrow file this is, by its first bytes; undefined where it is none. */
export async function arrowKind(path: string): Promise<'arrow-file' | 'arrow-stream' | undefined> {
  const source = await openColumnarFile(path, path)
  try {
    return await kindOf(source)
  } finally {
    await source.close()
  }
}

async function kindOf(source: ColumnarFile): Promise<'arrow-file' | 'arrow-stream' | undefined> {
  const start = await source.read(0, Math.min(SNIFF_BYTES, source.size))
  const magic = Buffer.from(start).toString('latin1')
  if (magic.startsWith('FEA1'))
    throw unsupported(
      source.file,
      'Feather V1, which is no Arrow format',
      'write it again with pyarrow.feather.write_feather(…, version=2)',
    )
  if (magic.startsWith('ARROW1')) return 'arrow-file'
  if (start.length < SNIFF_BYTES) return undefined
  const view = new DataView(start.buffer)
  const marked = view.getInt32(0, true) === -1
  const length = view.getInt32(marked ? 4 : 0, true)
  if (length <= 0 || length + 4 > source.size) return undefined
  if (marked) return 'arrow-stream'
  // Before Arrow 0.15 no mark stood in front: only a readable schema tells such a stream from anything else.
  return openArrow(source, 'arrow-stream', { ratio: MAX_RATIO }).then(
    () => 'arrow-stream',
    (error: unknown) => {
      if (error instanceof InputError && error.code === 'format-unsupported') throw error
      return undefined
    },
  )
}

/** Columns of an Arrow file: what is read, what is left unread, and why. */
export async function arrowColumns(
  stored: Stored,
): Promise<{ readonly read: readonly string[]; readonly skipped: ArrowSource['skipped'] }> {
  const source = await openColumnar(stored)
  try {
    const { fields, read, skipped } = await openArrow(source, (await kindOf(source)) ?? 'arrow-stream', {
      ratio: MAX_RATIO,
    })
    return { read: [...read].map((at) => fields[at].name), skipped }
  } finally {
    await source.close()
  }
}

export type ArrowOptions = ReadOptions & {
  readonly signal?: AbortSignal
  readonly atOnce?: boolean // as in `openColumnarFile`
  readonly wanted?: RowsWanted
  readonly reuse?: boolean // a block is valid until the next is asked for
}

/** The rows of an Arrow file, in order, numbered from 0. */
export async function* readArrow(shard: Shard, options: ArrowOptions = {}): AsyncGenerator<RowBlock> {
  for await (const block of arrowColumnBlocks(shard, options)) yield rowsOf(block)
}

/** The same with its texts as bytes, without blocks in which no row is wanted. */
export async function* arrowColumnBlocks(shard: Shard, options: ArrowOptions = {}): AsyncGenerator<ColumnBlock> {
  const source = await openColumnar(shard, options)
  let rows = 0
  try {
    const kind = shard.container === 'arrow-file' ? 'arrow-file' : 'arrow-stream'
    const part = standsAlone(shard) && !shard.whole ? shard : undefined
    const { columns, reuse, maxDecompressedRatio: ratio = MAX_RATIO } = options
    const limits = { part, columns, ratio, reuse }
    for await (const batch of batchesOf(await openArrow(source, kind, limits))) {
      for (const block of blocksOf(batch, rows, options)) {
        checkAborted(options.signal)
        yield block
      }
      rows += batch.rows
    }
  } catch (error) {
    throw asInputError(error, shard.file, `the Arrow data after row ${(shard.firstRow ?? 0) + rows}`)
  } finally {
    await source.close()
  }
}

/** Columns of a kind that is rare are read by a library, which is loaded for them. */
async function* batchesOf(source: ArrowSource): AsyncGenerator<Batch> {
  const { fields, read, pieces } = source
  if ([...read].every((at) => isPlain(fields[at]))) {
    for await (const { message, body } of pieces())
      if (message.type === HEADER.batch) yield plainBatch(message, body, fields, read)
  } else {
    const { generalBatches } = await import('./arrow-general.ts')
    yield* generalBatches(source)
  }
}

function* blocksOf(
  batch: Batch,
  firstRow: number,
  { maxRowBytes: most = MAX_ROW_BYTES, wanted = () => true }: ArrowOptions,
): Generator<ColumnBlock> {
  const { rows, bytes } = batch
  if (rows === 0 || !wanted(firstRow, firstRow + rows)) return
  const parts = batch.columns()
  const perBlock = Math.max(1, Math.min(BLOCK_ROWS, Math.floor((BLOCK_BYTES * rows) / (bytes + 1))))
  for (let start = 0; start < rows; start += perBlock) {
    const end = Math.min(rows, start + perBlock)
    if (!wanted(firstRow + start, firstRow + end)) continue
    const columns = parts.map((part) => cutColumn(part, start, end))
    const block: ColumnBlock = { firstRow: firstRow + start, count: end - start, columns, skips: [] }
    yield bytes > most ? withoutLong(block, most) : block
  }
}
