/** What rows mean where somebody has said so: a schema by name, or where a row's parts stand. Plain data. */
import type { Role } from './conversation.ts'

export type NamedRole = Role | 'call'

export interface Meaning {
  readonly schema?: string // only this layout
  readonly map?: Readonly<Record<string, string>> // JSON pointers; wins over `schema`
  readonly tags?: Tags // what a map's messages call their columns and roles
}

export interface Tags {
  readonly role?: string // column of a message that names who speaks
  readonly content?: string // column of a message that holds the text
  readonly train?: string // column of a message that says whether training reaches it
  readonly roles?: Readonly<Record<string, NamedRole>> // names of roles
}
