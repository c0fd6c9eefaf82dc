import type { Meaning } from '../../model/meaning.ts'

/** What an entry says before its place is looked up. */
export interface Entry {
  readonly name: string
  readonly place: string // as the manifest spells it
  readonly isRemote?: boolean // an id on the Hub, whatever lies on this machine
  readonly files?: readonly string[] // of that dataset; patterns too
  readonly revision?: string
  readonly split?: string // as the trainer is told; it may be a slice of one
  readonly config?: string // which configuration of the dataset
  readonly meaning: Meaning
}
