/**
 * Readers of rows, and what they have learnt of a file: kept from one shard of it to the next.
 *
 * What a row means does not depend on the rows before it, so this saves time and changes nothing.
 */
import { type ColumnReader, createColumnReader } from './column-shapes.ts'
import { createLineReader, type LineReader } from './line-shapes.ts'
import type { Understand } from './meaning.ts'
import type { Meaning } from './model/meaning.ts'
import type { Shard } from './model/shard.ts'
import { createUnderstanding } from './schemas/index.ts'

export interface RowReaders {
  readonly understand: Understand
  lines(): LineReader
  columns(): ColumnReader
}

/** Readers for a shard, whose rows mean what is told, or what its file says of them. */
export type ReadersOf = (shard: Shard, meaning: Meaning) => RowReaders

/** For shards one after another: those of one file have the same readers, as long as these learn. */
export function createReaders(): ReadersOf {
  let last: Shard | undefined
  let readers: RowReaders | undefined
  return (shard, meaning) => {
    const isSame = last?.path === shard.path && last.member === shard.member && last.meaning === shard.meaning
    if (readers === undefined || !isSame) readers = readersOf(shard, meaning)
    last = shard
    return readers
  }
}

export function readersOf(shard: Shard, meaning: Meaning): RowReaders {
  const { understand } = createUnderstanding(shard.meaning ?? meaning)
  let lines: LineReader | undefined
  let columns: ColumnReader | undefined
  return {
    understand,
    lines() {
      if (lines === undefined || lines.isSpent()) lines = createLineReader(understand)
      return lines
    },
    columns() {
      if (columns === undefined || columns.isSpent()) columns = createColumnReader(understand)
      return columns
    },
  }
}
