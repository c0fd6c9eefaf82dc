/**
 * Shard → exchanges: reads rows, understands them, hands each conversation on, and counts what it cannot use.
 *
 * A broken row is a skip, counted with the first place it was seen; a broken file ends the shard with a problem, and what
 * was read before stands.
 */
import type { Conversation } from './model/conversation.ts'
import { InputError } from './model/errors.ts'
import type { Problem, ReadOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { readRows } from './readers/index.ts'
import { createUnderstanding } from './schemas/index.ts'

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
  readonly block?: (bytes: number, rows: number) => void // after each block: progress within the shard
  readonly row?: (row: number, line: number) => void
}

const TEXT = new Set(['jsonl', 'csv', 'tsv', 'text'])

export async function readShard(shard: Shard, index: number, options: ReadOptions & { signal?: AbortSignal }, hooks: ReadHooks): Promise<Tally> {
  const understanding = createUnderstanding({ schema: options.schema, map: options.map })
  const tally: Tally = { shard: index, rows: 0, exchanges: 0, lines: 0, skips: new Map(), schemas: new Map(), lineOf: TEXT.has(shard.container), problem: undefined }
  try {
    for await (const block of readRows(shard, options)) {
      options.signal?.throwIfAborted()
      for (const { row, reason } of block.skips) {
        skip(tally, reason, row)
        tally.rows = Math.max(tally.rows, row + 1)
      }
      for (let i = 0; i < block.values.length; i++) {
        const row = block.rows === undefined ? block.firstRow + i : block.rows[i]
        tally.rows = Math.max(tally.rows, row + 1)
        hooks.row?.(row, block.lines === undefined ? row : block.lines[i])
        const read = understanding.understand(block.values[i])
        if ('skip' in read) {
          skip(tally, read.skip, row)
          continue
        }
        let exchanges = 0
        for (const conversation of read.conversations) exchanges += hooks.conversation(conversation, row, block.values[i])
        if (exchanges === 0) {
          skip(tally, 'no-answer', row)
          continue
        }
        tally.exchanges += exchanges
        tally.schemas.set(read.schema, (tally.schemas.get(read.schema) ?? 0) + 1)
      }
      if (block.linesRead !== undefined) tally.lines = block.linesRead
      hooks.block?.(block.bytesRead ?? 0, tally.rows)
    }
  } catch (fault) {
    if (!(fault instanceof InputError) || fault.code === 'schema-unknown' || fault.code === 'usage') throw fault
    tally.problem = { code: fault.code, file: shard.file, message: fault.message, hint: fault.hint }
  }
  if (tally.lines === 0) tally.lines = tally.rows
  return tally
}

function skip(tally: Tally, reason: string, row: number): void {
  const known = tally.skips.get(reason)
  if (known === undefined) tally.skips.set(reason, { rows: 1, first: row })
  else {
    known.rows++
    known.first = Math.min(known.first, row)
  }
}
