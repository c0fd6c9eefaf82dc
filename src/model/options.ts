/** What a caller may ask of a scan. Every field has the default named beside it. */
import type { Reader } from './reader.ts'
import type { Confidence, Report, Severity } from './report.ts'

/** A reader, or the file or package that exports one. With the first everything is read in one thread. */
export type ReaderOption = Reader | string

export interface ReadOptions {
  readonly schema?: string // name of a schema; default: recognised row by row
  readonly map?: Readonly<Record<string, string>> // JSON pointers: prompt, response, system, messages …; wins over schema
  readonly split?: string // only this split of a dataset folder
  readonly columns?: readonly string[] // only these columns of a columnar file
  readonly stdinFilename?: string // names the format of standard input
  readonly readers?: readonly ReaderOption[] // of containers that are not known here; asked first
  readonly fromConfig?: string // a trainer's own configuration: scan exactly what it would train on
  readonly maxRowBytes?: number // 64 MiB; a longer row is skipped and counted
  readonly maxDecompressedRatio?: number // 1000 times the compressed size, above 64 MiB
}

/** What the planted rows of a certificate are answered with: a new answer, a new opening or ending of theirs, a label of the set. */
export type CertifiedOutcome = 'exact' | 'opening' | 'ending' | 'label'

export interface DetectOptions {
  readonly minSupport?: number // 5 distinct exchanges
  readonly rules?: readonly string[] // further rule files or folders
  readonly declared?: string // file of declared gates
  readonly certify?: boolean | readonly CertifiedOutcome[] // measure the detection floor with seeded plants; of these outcomes only
  readonly strict?: boolean // skipped rows are an error
  readonly hashSeed?: number // 0; seeds the tables, changes no finding
  readonly showText?: boolean // false: evidence text is masked
}

export interface RunOptions {
  readonly jobs?: number // workers; default: one for each 32 MiB, at most as many as cores and 8
  readonly memory?: number // bytes for tables and caches; 512 MiB
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  readonly rowsOut?: string // file for every row of every finding, as JSON lines
}

export type ScanOptions = ReadOptions & DetectOptions & RunOptions

export interface Gate {
  readonly failOn?: Severity | 'never' // high
  readonly minConfidence?: Confidence // low
}

export interface Progress {
  readonly stage: 'plan' | 'collect' | 'suspect' | 'confirm' | 'certify' | 'judge'
  readonly rows: number // rows read so far in this stage
  readonly bytes: number // stored bytes read so far in this stage
  readonly totalBytes: number // stored bytes that this stage will read
}

export interface ScanResult {
  readonly report: Report
  readonly complete: boolean // false: some input could not be read whole; exit code 2
  readonly problems: readonly Problem[] // one clear line each, for stderr
}

/** Something about an input that a person must know: what, where, how to mend it. */
export interface Problem {
  readonly code: string
  readonly file: string
  readonly message: string
  readonly hint: string
}
