import type { UnderstandingOptions } from '../understanding.ts'

/** What an entry says before its place is looked up. */
export interface Entry {
  readonly name: string
  readonly place: string // as the manifest spells it
  readonly isRemote?: boolean // an id on the Hub, whatever lies on this machine
  readonly split?: string
  readonly understanding: UnderstandingOptions
}
