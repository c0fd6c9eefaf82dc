/**
 * Rows as columnar files hold them: column by column, their texts still bytes.
 *
 * What a `RowBlock` says with objects and strings, without making any. The bytes are the reader's: to be read, not written.
 */
import type { RowSkip } from './row.ts'

export interface ColumnBlock {
  readonly firstRow: number // number of the first row in the shard
  readonly count: number
  readonly columns: readonly Column[]
  readonly skips: readonly RowSkip[] // rows among these that are not to be used
}

/** Whether any row of a shard from … to (exclusive) is wanted. */
export type RowsWanted = (from: number, to: number) => boolean

export type Column = TextColumn | ListColumn | ValueColumn

/** A text for each row, or each element of a list. */
export interface TextColumn {
  readonly kind: 'text'
  readonly name: string
  readonly texts: Texts
}

/** Text i is the UTF-8 in buffers[where[i]] from starts[i] to ends[i]; null where where[i] is -1. May be longer than what they hold. */
export interface Texts {
  readonly buffers: readonly Buffer[]
  readonly where: Int32Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

/** A list of structures for each row: the elements of row i are those from firsts[i] to firsts[i + 1]. */
export interface ListColumn {
  readonly kind: 'list'
  readonly name: string
  readonly firsts: Uint32Array
  readonly present: Uint8Array // by row: 0 where the list is null
  readonly whole: Uint8Array // by element: 0 where it is null
  readonly fields: readonly (TextColumn | ValueColumn)[] // by element
}

/** Anything else, as JSON would hold it. */
export interface ValueColumn {
  readonly kind: 'values'
  readonly name: string
  readonly values: ArrayLike<unknown>
}
