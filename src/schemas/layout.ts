/**
 * What a layout is: one way in which datasets write down a prompt and its answer.
 *
 * A layout decides twice. `fit` looks at the column names alone and is asked once a shape; `read` looks at the values and is
 * asked once a row. A row of merged datasets has the columns of all of them, so `read` may say `undefined`: not mine after
 * all, ask the next layout. A layout never throws on data and never uses a value of a row as a key.
 */
import type { Conversation, Unread } from '../model/conversation.ts'
import type { Fields } from './fields.ts'

export type Row = Readonly<Record<string, unknown>>

export type Reading = readonly Conversation[] | Unread | undefined

export interface Fit {
  readonly used: readonly string[] // the columns that `read` looks at
  readonly read: (row: Row) => Reading
}

/** Reads a value that stands inside a row, as if it were a row of its own; `undefined` when it nests too deep. */
export type ReadInner = (value: unknown) => { readonly conversations: readonly Conversation[] } | Unread | undefined

export interface Layout {
  readonly name: string // as reports and `--schema` write it
  readonly fit: (fields: Fields, readInner: ReadInner) => Fit | undefined
}

export const NO_ANSWER: Unread = Object.freeze({ skip: 'no-answer' })
export const UNKNOWN_ROLE: Unread = Object.freeze({ skip: 'unknown-role' })

/** An object with columns: not null, no list, no bytes. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}

/** The columns that are there, for `Fit.used`. */
export function present(...columns: readonly (string | undefined)[]): readonly string[] {
  return columns.filter((column) => column !== undefined)
}

/** The value of a column that may not be there. */
export function cellOf(row: Row, column: string | undefined): unknown {
  return column === undefined ? undefined : row[column]
}
