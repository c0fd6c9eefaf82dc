/**
 * Shard → exchanges: reads rows, understands them, hands each conversation on, and counts what it cannot use.
 *
 * A broken row is a skip, counted with the first place it was seen; a broken file ends the shard with a problem, and what
 * was read before stands.
 */
import type { ColumnReader } from './column-shapes.ts'
import type { LineReader } from './line-shapes.ts'
import type { ColumnBlock } from './model/columns.ts'
import type { Conversation } from './model/conversation.ts'
import { InputError } from './model/errors.ts'
import type { Problem } from './model/options.ts'
import type { RowBlock } from './model/row.ts'
import type { Shard } from './model/shard.ts'
import type { Observer } from './observe.ts'
import { isOdd } from './odd-lines.ts'
import {
  jsonRows,
  type LineBlock,
  type LinePlaces,
  lineBlocks,
  linesAround,
  notePlaces,
  type OpenOptions,
  readColumns,
  readRows,
  rowOf,
} from './readers/index.ts'
import { type ReadersOf, readersOf } from './row-readers.ts'

/** What came of a shard, beside its exchanges. Whole numbers; the same whatever the blocks. */
export interface Tally {
  readonly shard: number
  rows: number
  exchanges: number
  lines: number // lines of a text shard, blank ones included
  readonly skips: Map<string, { rows: number; first: number }>
  readonly schemas: Map<string, number> // rows by schema
  lineOf: boolean // the shard has lines
  problem: Problem | undefined
}

export interface ReadHooks {
  readonly conversation: (conversation: Conversation, row: number, value: unknown) => number // returns exchanges
  readonly readers?: ReadersOf // of shards before; else the shard has its own
  readonly observer?: Observer // may be given rows straight from their bytes, without `row` and `conversation`
  readonly only?: ReadonlySet<number> | ReadonlyMap<number, unknown> // JSON lines and columns: other rows need not be read, nor any behind the last of these
  readonly places?: LinePlaces // of JSON lines: noted as they are read, or where those in `only` are to be found
  readonly block?: (bytes: number, rows: number) => void // after each block: progress within the shard
  readonly row?: (row: number, line: number) => void
}

/** A shard that is being read. What takes its rows are functions of this: closures would be compiled anew for every shard. */
interface Reading {
  readonly index: number
  readonly tally: Tally
  readonly readers: ReturnType<ReadersOf>
  readonly hooks: ReadHooks
}

const TEXT = new Set(['jsonl', 'csv', 'tsv', 'text'])

export async function readShard(shard: Shard, index: number, options: OpenOptions, hooks: ReadHooks): Promise<Tally> {
  const readers = (hooks.readers ?? readersOf)(shard, { schema: options.schema, map: options.map })
  const tally: Tally = {
    shard: index,
    rows: 0,
    exchanges: 0,
    lines: 0,
    skips: new Map(),
    schemas: new Map(),
    lineOf: TEXT.has(shard.container),
    problem: undefined,
  }
  const reading: Reading = { index, tally, readers, hooks }
  const columns =
    hooks.observer === undefined && hooks.only === undefined ? undefined : columnsOf(shard, options, hooks)
  try {
    if (hooks.only !== undefined && shard.container === 'jsonl') {
      const last = Math.max(...hooks.only.keys())
      const { places } = hooks
      const blocks =
        places === undefined ? lineBlocks(shard, options) : linesAround(hooks.only.keys(), places, shard, options)
      for await (const block of blocks) {
        options.signal?.throwIfAborted()
        for (let i = 0; i < block.count; i++) {
          if (hooks.only.has(block.firstRow + i)) takeBlock(reading, jsonRows(lineOf(block, i)))
        }
        if (block.firstRow + block.count > last) break
      }
    } else if (hooks.observer !== undefined && shard.container === 'jsonl') {
      const lines = readers.lines()
      for await (const block of lineBlocks(shard, options)) {
        options.signal?.throwIfAborted()
        takeLines(reading, block, lines, hooks.observer)
        if (hooks.places !== undefined) notePlaces(hooks.places, shard, block)
        hooks.block?.(block.bytesRead, tally.rows)
      }
    } else if (hooks.only !== undefined && columns !== undefined) {
      for await (const block of columns) {
        options.signal?.throwIfAborted()
        for (let i = 0; i < block.count; i++) {
          const row = block.firstRow + i
          if (hooks.only.has(row)) takeBlock(reading, { firstRow: row, values: [rowOf(block, i)], skips: [] })
        }
      }
    } else if (hooks.observer !== undefined && columns !== undefined) {
      const reader = readers.columns()
      for await (const block of columns) {
        options.signal?.throwIfAborted()
        takeColumns(reading, block, reader, hooks.observer)
        hooks.block?.(0, tally.rows)
      }
    } else {
      for await (const block of readRows(shard, options)) {
        options.signal?.throwIfAborted()
        takeBlock(reading, block)
        hooks.block?.(block.bytesRead ?? 0, tally.rows)
      }
    }
  } catch (fault) {
    if (!(fault instanceof InputError) || fault.code === 'schema-unknown' || fault.code === 'usage') throw fault
    tally.problem = { code: fault.code, file: shard.file, message: fault.message, hint: fault.hint }
  }
  if (tally.lines === 0) tally.lines = tally.rows
  return tally
}

/** Returns whether anything of the block was of use. */
function takeBlock(reading: Reading, block: RowBlock): boolean {
  const { tally, hooks } = reading
  let read = false
  for (const { row, reason } of block.skips) {
    skip(tally, reason, row)
    tally.rows = Math.max(tally.rows, row + 1)
  }
  for (let i = 0; i < block.values.length; i++) {
    const row = block.rows === undefined ? block.firstRow + i : block.rows[i]
    tally.rows = Math.max(tally.rows, row + 1)
    hooks.row?.(row, block.lines === undefined ? row : block.lines[i])
    if (takeValue(reading, block.values[i], row)) read = true
  }
  if (block.linesRead !== undefined) tally.lines = block.linesRead
  return read
}

function takeValue({ tally, readers, hooks }: Reading, value: unknown, row: number): boolean {
  const read = readers.understand(value)
  if ('skip' in read) {
    skip(tally, read.skip, row)
    return false
  }
  let exchanges = 0
  for (const conversation of read.conversations) exchanges += hooks.conversation(conversation, row, value)
  count(tally, read.schema, exchanges, row)
  return exchanges > 0
}

/** Lines of known shapes from their bytes, the others as JSON; all in their order. */
function takeLines(reading: Reading, block: LineBlock, lines: LineReader, observer: Observer): void {
  const { index: shard, tally } = reading
  const { bytes, starts, ends, count: lineCount, firstRow, skips } = block
  const odd = lineCount > 0 && lines.open(bytes, starts[0], ends[lineCount - 1])
  for (let i = 0; i < lineCount; i++) {
    const row = firstRow + i
    const from = starts[i]
    const to = ends[i]
    const declined = odd && isOdd(bytes.subarray(from, to))
    const shape = declined ? undefined : lines.read(bytes, from, to)
    if (shape !== undefined) {
      count(tally, shape.schema, lines.observe(observer, shape, shard, row), row)
      tally.rows = row + 1
      continue
    }
    if (takeBlock(reading, jsonRows(lineOf(block, i))) && !declined) lines.learn(bytes, from, to)
  }
  takeBlock(reading, { firstRow: firstRow + lineCount, values: [], skips, linesRead: block.linesRead })
}

function columnsOf(shard: Shard, options: OpenOptions, { only }: ReadHooks) {
  if (only === undefined) return readColumns(shard, options)
  const rows = [...only.keys()]
  return readColumns(shard, { ...options, wanted: (from, to) => rows.some((row) => row >= from && row < to) })
}

/** Rows of known shapes from the bytes of their texts, the others as values; all in their order. */
function takeColumns(reading: Reading, block: ColumnBlock, reader: ColumnReader, observer: Observer): void {
  const { index: shard, tally } = reading
  const { firstRow, count: rowCount, skips } = block
  takeBlock(reading, { firstRow, values: [], skips })
  const skipped = skips.length === 0 ? undefined : new Set(skips.map(({ row }) => row))
  for (let i = 0; i < rowCount; i++) {
    const row = firstRow + i
    if (skipped?.has(row) === true) continue
    const shape = reader.read(block, i)
    if (shape !== undefined) {
      count(tally, shape.schema, reader.observe(observer, shape, shard, row), row)
      tally.rows = row + 1
    } else if (takeBlock(reading, { firstRow: row, values: [rowOf(block, i)], skips: [] })) reader.learn(block, i)
  }
}

/** One line as a block of its own. */
function lineOf(block: LineBlock, i: number): LineBlock {
  const { starts, ends, lines, firstRow } = block
  const [one, next] = [i, i + 1]
  return {
    ...block,
    starts: starts.subarray(one, next),
    ends: ends.subarray(one, next),
    lines: lines.subarray(one, next),
    count: 1,
    firstRow: firstRow + i,
    skips: [],
  }
}

function count(tally: Tally, schema: string, exchanges: number, row: number): void {
  if (exchanges === 0) {
    skip(tally, 'no-answer', row)
    return
  }
  tally.exchanges += exchanges
  tally.schemas.set(schema, (tally.schemas.get(schema) ?? 0) + 1)
}

function skip(tally: Tally, reason: string, row: number): void {
  const known = tally.skips.get(reason)
  if (known === undefined) tally.skips.set(reason, { rows: 1, first: row })
  else {
    known.rows++
    known.first = Math.min(known.first, row)
  }
}
