/**
 * JSON in one piece: an array of rows, values one after the other, or one big object in the layouts of json-layout.ts.
 *
 * Rows are streamed in every layout but columns, which must be held whole, and one object that is itself one row.
 */
import { InputError } from '../model/errors.ts'
import type { RowBlock } from '../model/row.ts'
import type { Shard } from '../model/shard.ts'
import { readHead, withHead } from './bytes.ts'
import { type Layout, layoutOf, zipColumns } from './json-layout.ts'
import { type Member, outline } from './json-outline.ts'
import { jsonValueSplitter } from './json-values.ts'
import { type OpenOptions, openText } from './open.ts'
import { jsonRows } from './parse.ts'
import { type LineBlock, MAX_ROW_BYTES, spanBlocks } from './spans.ts'

/** How the rows stand, from the first byte; of an object, from a pass over the whole. */
export async function jsonLayout(shard: Shard, options: OpenOptions): Promise<Layout> {
  const reader = await openText(shard, options)
  try {
    const head = await readHead(reader, 1 << 12)
    if (head.find((byte) => byte > 32 && byte < 0x80) !== 123) return { kind: 'values' }
    return layoutOf(await outline(withHead(head, reader)), options.split)
  } catch (fault) {
    // Damage is told by the pass that gives rows, after the rows before it.
    if (fault instanceof InputError) return { kind: 'values' }
    throw fault
  } finally {
    await reader.close()
  }
}

/** Elements of an array, or values one after the other, as bytes. */
export async function* valueBlocks(shard: Shard, options: OpenOptions): AsyncGenerator<LineBlock, void, undefined> {
  const { maxRowBytes, signal } = options
  yield* spanBlocks(await openText(shard, options), jsonValueSplitter({ maxRowBytes }), {
    maxRowBytes,
    signal,
    file: shard.file,
  })
}

export async function* readJson(shard: Shard, options: OpenOptions): AsyncGenerator<RowBlock, void, undefined> {
  const layout = await jsonLayout(shard, options)
  if (layout.kind === 'arrays') yield* readArrays(shard, options, layout.arrays, layout.shared)
  else if (layout.kind === 'records') yield* readRecords(shard, options)
  else if (layout.kind === 'columns') yield* readColumns(shard, options)
  else for await (const block of valueBlocks(shard, options)) yield jsonRows(block, options)
}

async function* readArrays(
  shard: Shard,
  options: OpenOptions,
  arrays: readonly Member[],
  shared: ReadonlyMap<string, unknown>,
): AsyncGenerator<RowBlock, void, undefined> {
  const { maxRowBytes, signal } = options
  const common = Object.fromEntries(shared)
  let rowsBefore = 0
  for (const { start, line } of arrays) {
    const reader = await openText(shard, options, start)
    const splitter = jsonValueSplitter({ maxRowBytes, oneArray: true })
    let rows = 0
    for await (const block of spanBlocks(reader, splitter, { maxRowBytes, signal, file: shard.file })) {
      yield moved(withShared(jsonRows(block, options), common), rowsBefore, line)
      rows = block.firstRow + block.count + block.skips.length
    }
    rowsBefore += rows
  }
}

function withShared(block: RowBlock, common: Readonly<Record<string, unknown>>): RowBlock {
  if (Object.keys(common).length === 0) return block
  const values = block.values.map((value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...common, ...value } : value,
  )
  return { ...block, values }
}

/** Row and line numbers of a block that is read from the middle of a file. */
function moved(block: RowBlock, rows: number, lines: number): RowBlock {
  if (rows === 0 && lines === 0) return block
  const number = (index: number): number => block.rows?.[index] ?? block.firstRow + index
  const at = Float64Array.from(block.values, (_, index) => (block.lines?.[index] ?? number(index)) + lines)
  return {
    ...block,
    firstRow: block.firstRow + rows,
    ...(block.rows !== undefined && { rows: block.rows.map((row) => row + rows) }),
    skips: block.skips.map((skip) => ({ ...skip, row: skip.row + rows })),
    ...(block.notes !== undefined && { notes: block.notes.map((note) => ({ ...note, row: note.row + rows })) }),
    lines: at,
    linesRead: (block.linesRead ?? 0) + lines,
  }
}

async function* readRecords(shard: Shard, options: OpenOptions): AsyncGenerator<RowBlock, void, undefined> {
  const { maxRowBytes, signal } = options
  const splitter = jsonValueSplitter({ maxRowBytes, members: true })
  const blocks = spanBlocks(await openText(shard, options), splitter, { maxRowBytes, signal, file: shard.file })
  for await (const block of blocks) yield jsonRows(block, options)
}

/** Columns must be held whole to be zipped; more than this and they are refused. */
const MAX_COLUMNS_BYTES = 4 * MAX_ROW_BYTES

async function* readColumns(shard: Shard, options: OpenOptions): AsyncGenerator<RowBlock, void, undefined> {
  const limit = { ...options, maxRowBytes: MAX_COLUMNS_BYTES }
  for await (const block of valueBlocks(shard, limit)) {
    const rows = jsonRows(block)
    const zipped = rows.values.length === 1 ? zipColumns(rows.values[0]) : undefined
    yield zipped === undefined ? rows : { ...rows, values: zipped, lines: new Float64Array(zipped.length) }
  }
}
