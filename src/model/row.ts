/**
 * What a reader hands on: rows of one shard, in order, in blocks.
 *
 * A block is an array of values as JSON would hold them (objects, arrays, strings, numbers; 64-bit integers may be bigint).
 * A row that could not be read stands in `skips` with its number; numbering goes on through skips, so `row` is always the
 * place in the file.
 */
export interface RowBlock {
  readonly firstRow: number // number of values[0] in the file, from 0, when `rows` is absent
  readonly values: readonly unknown[]
  readonly rows?: Float64Array // row number of each value, where they do not follow each other
  readonly skips: readonly RowSkip[]
  readonly lines?: Float64Array // line of each value from 0 at the start of the shard; text files, absent where line = row
  readonly linesRead?: number // lines of the shard up to the end of this block, blank ones included; text files
  readonly bytesRead?: number // stored bytes of the shard used up so far, for progress
  readonly notes?: readonly RowSkip[] // rows that were read, but not as they stand (`invalid-utf8`, `loose-json`, `repeated-key`)
}

export interface RowSkip {
  readonly row: number
  readonly reason: SkipReason
}

export type SkipReason =
  | 'broken-json'
  | 'row-too-long'
  | 'not-an-object'
  | 'unknown-schema'
  | 'no-answer'
  | 'untrained-answer'
  | 'broken-record'
  | (string & {})
