import type { Meaning } from './meaning.ts'

/**
 * A part of a dataset that one reading can take alone: a byte range of a text file, row groups of a Parquet file,
 * a whole file where it cannot be cut. Plain data: a plan can be printed, stored and handed to another machine.
 */
export interface Shard {
  readonly file: string // as the user named it, and as reports show it (`a.tar!b.jsonl` for a member)
  readonly path: string // where the bytes are: a file of this machine, or an address
  readonly container: Container
  readonly codec: Codec // outermost compression
  readonly bytes: number // size of the file, as stored
  readonly start: number // first byte of the range (text, arrow), or first row group (parquet); 0 for a whole file
  readonly end: number // exclusive
  readonly whole: boolean // the shard is the whole file
  readonly firstRow?: number // number of the first row, where known from a footer; else counted while reading
  readonly member?: string // name inside an archive; start and end are then its bytes there (after the codec of a compressed tar)
  readonly version?: string // of a remote file: its commit, or what the server calls this state of it
  readonly sha256?: string // of the file's bytes, where the Hub says so
  readonly meaning?: Meaning // what its rows mean, where a trainer's configuration says so; wins over the options
  readonly format?: string // what the report calls it: jsonl, json, parquet, arrow, csv …
}

export type Container =
  | 'jsonl'
  | 'json'
  | 'csv'
  | 'tsv'
  | 'parquet'
  | 'arrow-stream'
  | 'arrow-file'
  | 'tar'
  | 'zip'
  | 'text'
  | 'plugged' // a reader's that the user brought: `format` is its id
export type Codec = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz' | 'lz4' | 'deflate' // the last only of a zip's member
