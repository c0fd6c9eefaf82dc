/** The words of the quarantine: a file to part, a way to part it, and what came of it. */
import { InputError } from '../model/errors.ts'
import type { ReadOptions } from '../model/options.ts'
import type { Shard } from '../model/shard.ts'
import type { HeldRow, Note, SplitFile, StoredFile } from '../writers/manifest.ts'
import type { Output, OutputCodec } from '../writers/output.ts'

export type HoldOptions = ReadOptions & { readonly signal?: AbortSignal }

/** A file of the dataset, whole: all its shards, and what is to be held of it. */
export interface Source {
  readonly file: string // as reports show it
  readonly shards: readonly Shard[]
  readonly rows: number // as the report counted them
  readonly held: ReadonlyMap<number, readonly string[]> // row → fingerprints
  readonly input: StoredFile
  readonly wholeFile: boolean // not one member of an archive
  readonly name: string // of its parts, below `kept` and `held`
}

export interface Held {
  readonly entry: SplitFile
  readonly rows: readonly HeldRow[]
  readonly notes: readonly Note[]
}

/** Where parts go. A name is given once, unless it was given back. */
export interface Target {
  readonly folder: string
  readonly claim: (name: string) => string
  readonly release: (name: string) => void
}

/** What a way of parting a file tells beside the two files it wrote. */
export interface Parted {
  readonly form: SplitFile['form']
  readonly restores: SplitFile['restores']
  readonly rows: number
  readonly held: readonly HeldRow[]
  readonly more?: Pick<SplitFile, 'content_sha256' | 'header_bytes'>
  readonly notes?: readonly Omit<Note, 'file'>[]
}

export interface Way {
  readonly name: string // of the parts
  readonly codec: OutputCodec
  readonly part: (kept: Output, held: Output) => Promise<Parted>
  /** Reads the finished parts back. False: they are not what they should be, and another way is taken. */
  readonly check?: (parts: { readonly kept: string; readonly held: string }) => Promise<boolean>
}

/** A container or a value that its writer does not know. */
export class CannotWrite extends Error {}

/** The manifest's line of a row. */
export function heldRow({ file, held }: Source, row: number): HeldRow {
  const [fingerprint = '', ...also] = held.get(row) ?? []
  return { file, row, fingerprint, ...(also.length > 0 && { also }) }
}

export const heldRows = (source: Source): readonly HeldRow[] =>
  [...source.held.keys()].sort((a, b) => a - b).map((row) => heldRow(source, row))

export function changed(file: string): InputError {
  return new InputError('file-changed', `${file}: changed since it was scanned`, {
    hint: 'scan it again, then hold the rows of that report',
  })
}

/** The name of a part that is written without compression around it. */
export const unpackedName = (name: string): string => name.replace(COMPRESSED, '')

const COMPRESSED = /\.(gz|gzip|zst|zstd|bz2|xz|lz4)$/i
