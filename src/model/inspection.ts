/** How inputs were read: what `inspect` finds out. Plain data. */
import type { Role } from './conversation.ts'
import type { Problem } from './options.ts'
import type { Report } from './report.ts'

export interface InspectResult {
  readonly files: readonly InspectedFile[]
  readonly rows: number
  readonly understood: number // rows that gave an exchange
  readonly exchanges: number
  readonly coverage: number // share of rows that gave an exchange, 0 to 1; 0 where there are no rows
  readonly schemas: readonly { readonly schema: string; readonly rows: number; readonly share: number }[]
  readonly roles: Readonly<Record<Role, number>> // turns
  readonly untrained: number // answers that stand in prompts and are not themselves trained
  readonly columns: {
    readonly used: readonly ColumnCount[]
    readonly unused: readonly ColumnCount[]
    readonly more: number // appearances of columns beyond those that are counted by name
    readonly left: readonly { readonly column: string; readonly reason: string }[] // of columnar files, not even loaded; --columns names them
  }
  readonly samples: readonly SampleExchange[]
  readonly skipped: readonly SkippedRows[]
  readonly notes: readonly { readonly note: string; readonly rows: number }[] // read, but not as they stand
  readonly sources: Report['notes'] // what a trainer's configuration names, and what of it lies elsewhere
  readonly problems: readonly Problem[]
}

export interface InspectedFile {
  readonly file: string
  readonly format: string
  readonly compression: string
  readonly bytes: number
  readonly rows: number
  readonly exchanges: number
}

export interface ColumnCount {
  readonly column: string
  readonly rows: number
}

export interface SampleExchange {
  readonly file: string
  readonly row: number // from 0
  readonly schema: string
  readonly prompt: readonly { readonly role: Role; readonly text: string }[]
  readonly answer: string
}

export interface SkippedRows {
  readonly reason: string
  readonly rows: number
  readonly first: { readonly file: string; readonly row: number }
  readonly hint: string
}
