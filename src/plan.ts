/**
 * Inputs → shards. Looks at names, sizes, first bytes and footers; reads no row.
 *
 * Equal inputs give an equal plan: as named, then by path in byte order. What cannot be planned is a problem, one line each,
 * and the rest is planned all the same.
 */
import { resolve } from 'node:path'

import { configured, type Request } from './configured.ts'
import { InputError } from './model/errors.ts'
import type { Meaning } from './model/meaning.ts'
import type { Problem, ReadOptions } from './model/options.ts'
import type { Reader } from './model/reader.ts'
import type { Report } from './model/report.ts'
import type { Shard } from './model/shard.ts'
import { type Archive, tarShards, zipShards } from './readers/archive.ts'
import { identify } from './readers/identify.ts'
import { type FoundFile, filesOf } from './readers/inputs.ts'
import { placeOfPath, shown } from './readers/remote/place.ts'
import type { Sniffed } from './readers/sniff.ts'

export interface PlanOptions extends ReadOptions {
  readonly shardBytes?: number // 32 MiB; a longer text file that can be cut is cut into pieces of this size
  readonly shards?: number // at least this many, if the files can be cut so
  readonly stdinPath?: string // file that standard input was written to; `-` stands for it
  readonly signal?: AbortSignal
}

export interface Plan {
  readonly shards: readonly Shard[]
  readonly problems: readonly Problem[]
  readonly notes?: Report['notes'] // what a reader of the report should know of where the data came from
  readonly ignored: number // files in folders that are not data
}

const SHARD_BYTES = 32 * 1024 * 1024
const LEAST_SHARD_BYTES = 64 * 1024
const AT_ONCE = 8 // files that are looked into side by side

export async function plan(inputs: readonly string[], options: PlanOptions = {}): Promise<Plan> {
  const { requests, notes } =
    options.fromConfig === undefined
      ? { requests: inputs.map((input): Request => ({ input })), notes: [] }
      : await configured(inputs, options.fromConfig, options)
  const readers = await readersOf(options)
  const planned: Planned[] = []
  const problems: Problem[] = []
  let ignored = 0
  const seen = createSeen()
  for (const { input, only, meaning, ...wanted } of requests) {
    const found = await filesOf(input, { ...options, ...wanted })
    ignored += found.ignored
    if (only === undefined) problems.push(...found.faults.map((fault) => problemOf(input, fault)))
    const before = planned.length + problems.length
    let unknown = 0
    // One file named twice is one witness, unless it is read in two ways.
    const files = found.files.flatMap((file) => {
      if (only !== undefined && !only.has(keyOf(file.path))) return []
      const label = seen(file, meaning)
      return label === undefined ? [] : [{ ...file, file: label }]
    })
    for await (const [file, outcome] of eachOf(files, (file) => planFile(file, { readers, signal: options.signal }))) {
      options.signal?.throwIfAborted()
      if (outcome instanceof InputError) {
        problems.push(problemOf(file.file, outcome))
        continue
      }
      const { parts, ignored: more, faults } = outcome
      planned.push(...(meaning === undefined ? parts : parts.map((part) => meant(part, meaning))))
      problems.push(...faults.map((fault) => problemOf(file.file, fault)))
      ignored += more
      if (parts.length + faults.length === 0) unknown++
    }
    if (unknown > 0 && planned.length + problems.length === before)
      problems.push(problemOf(input, nothingScannable(input, unknown)))
  }
  if (options.fromConfig !== undefined && planned.length + problems.length === 0)
    problems.push(problemOf(options.fromConfig, namesNone(options.fromConfig)))
  return { shards: cut(planned, options), problems, ...(notes.length > 0 && { notes }), ignored }
}

async function readersOf({ readers }: PlanOptions): Promise<readonly Reader[]> {
  if (readers === undefined || readers.length === 0) return []
  const { loadReaders } = await import('./readers/plugged.ts')
  return loadReaders(readers)
}

const keyOf = (path: string): string => (placeOfPath(path) === undefined ? resolve(path) : path)

/** Which files were seen. @returns what reports call a file; undefined where it was read in the same way before */
function createSeen(): (file: FoundFile, meaning: Meaning | undefined) => string | undefined {
  const ways = new Map<string, string[]>()
  return ({ file, path }, meaning) => {
    const known = ways.get(keyOf(path)) ?? []
    ways.set(keyOf(path), known)
    const way = JSON.stringify(meaning ?? {})
    if (known.includes(way)) return undefined
    known.push(way)
    return known.length === 1 ? file : `${file} (reading ${known.length})`
  }
}

const meant = ({ shard, divisible }: Planned, meaning: Meaning): Planned => ({
  shard: { ...shard, meaning },
  divisible,
})

/** Some side by side, results in order. */
async function* eachOf<T, R>(
  values: readonly T[],
  work: (value: T) => Promise<R>,
): AsyncGenerator<readonly [T, R | InputError], void, undefined> {
  const told = (value: T): Promise<R | InputError> =>
    work(value).catch((fault: unknown) => {
      if (fault instanceof InputError) return fault
      throw fault
    })
  const ahead: (readonly [T, Promise<R | InputError>])[] = []
  let next = 0
  for (;;) {
    while (ahead.length < AT_ONCE && next < values.length) {
      const value = values[next++]
      const started = told(value)
      started.catch(() => undefined) // thrown when it is its turn
      ahead.push([value, started])
    }
    const first = ahead.shift()
    if (first === undefined) return
    yield [first[0], await first[1]]
  }
}

interface Planned {
  readonly shard: Shard
  readonly divisible: boolean // anywhere, into ranges of bytes
}

interface PlannedFile {
  readonly parts: readonly Planned[]
  readonly ignored: number
  readonly faults: readonly InputError[]
}

/** The shards of one file, uncut; none for a file met in a folder that is not data. */
async function planFile(
  { file, path, named, version, sha256 }: FoundFile,
  look: { readonly readers: readonly Reader[]; readonly signal: AbortSignal | undefined },
): Promise<PlannedFile> {
  const { bytes, codec, sniffed } = await identify(path, file, look)
  const found = { ...(version !== undefined && { version }), ...(sha256 !== undefined && { sha256 }) }
  const base = { file, path, codec, bytes, start: 0, end: bytes, whole: true, ...found }
  if ('plugged' in sniffed) return wholly([{ ...base, container: 'plugged', format: sniffed.plugged }])
  if (!('container' in sniffed)) {
    // What should be data and is not is told, named or not.
    if (!named && !('unsupported' in sniffed && sniffed.hint !== undefined))
      return { parts: [], ignored: 1, faults: [] }
    throw refusal(file, sniffed)
  }
  const { container, encoding } = sniffed
  const shard: Shard = { ...base, container, format: container }
  switch (container) {
    case 'tar':
      return fromArchive(await tarShards({ file, path, bytes, codec, found }), file)
    case 'zip':
      if (codec !== 'none') throw insideCodec(file, container, codec)
      return fromArchive(await zipShards({ file, path, bytes, codec, found }), file)
    case 'parquet': {
      if (codec !== 'none') return wholly([shard])
      const { parquetShards } = await import('./readers/parquet.ts')
      return wholly((await parquetShards(path, file)).map((part) => ({ ...part, ...found })))
    }
    case 'arrow-file':
    case 'arrow-stream':
      return wholly(await arrowParts({ ...shard, format: 'arrow' }, look.signal))
    default: {
      const divisible = (container === 'jsonl' || container === 'text') && codec === 'none' && encoding === 'utf-8'
      return { parts: [{ shard, divisible }], ignored: 0, faults: [] }
    }
  }
}

async function arrowParts(shard: Shard, signal: AbortSignal | undefined): Promise<readonly Shard[]> {
  if (shard.codec !== 'none') return [shard]
  return (await import('./readers/arrow-parts.ts')).arrowShards(shard, { signal })
}

const wholly = (shards: readonly Shard[], ignored = 0, faults: readonly InputError[] = []): PlannedFile => ({
  parts: shards.map((shard) => ({ shard, divisible: false })),
  ignored,
  faults,
})

function fromArchive({ shards, ignored, faults }: Archive, file: string): PlannedFile {
  if (shards.length === 0 && faults.length === 0) throw nothingScannable(file, ignored)
  return wholly(shards, ignored, faults)
}

const insideCodec = (file: string, container: string, codec: string): InputError =>
  new InputError('format-unsupported', `${file}: ${container} inside ${codec} is not read`, {
    hint: 'decompress the file first',
  })

/** Cuts long files of lines into byte ranges. A range owns the lines that start in it, so any cut will do. */
function cut(planned: readonly Planned[], { shardBytes = SHARD_BYTES, shards = 1 }: PlanOptions): readonly Shard[] {
  const total = planned.reduce((sum, { shard, divisible }) => sum + (divisible ? shard.bytes : 0), 0)
  const fair = Math.max(LEAST_SHARD_BYTES, Math.ceil(total / shards))
  const size = shards > planned.length ? Math.min(shardBytes, fair) : shardBytes
  return planned.flatMap(({ shard, divisible }) => {
    if (!divisible || shard.bytes <= size) return [shard]
    const pieces = Math.ceil(shard.bytes / size)
    return Array.from({ length: pieces }, (_, index) => ({
      ...shard,
      start: Math.floor((shard.bytes * index) / pieces),
      end: Math.floor((shard.bytes * (index + 1)) / pieces),
      whole: false,
    }))
  })
}

function refusal(
  file: string,
  sniffed: Exclude<Sniffed, { readonly container: unknown } | { readonly plugged: unknown }>,
): InputError {
  if ('empty' in sniffed)
    return new InputError('nothing-scannable', `${file} is empty`, { hint: 'nothing to scan in it' })
  if ('unsupported' in sniffed) {
    return new InputError('format-unsupported', `${file}: ${sniffed.unsupported} is not read`, {
      hint: sniffed.hint ?? 'convert it to JSON lines or Parquet',
    })
  }
  return new InputError('format-unknown', `${file}: not a format that is known here`, {
    hint: 'JSON lines, JSON, CSV, TSV, Parquet, Arrow, text; compressed or not',
  })
}

const nothingScannable = (input: string, files: number): InputError =>
  new InputError('nothing-scannable', `${shown(input)}: none of ${files} files is of a known format`, {
    hint: 'name a file of JSON lines, JSON, CSV, Parquet or Arrow',
  })

const namesNone = (file: string): InputError =>
  new InputError('nothing-scannable', `${file}: names none of these inputs`, {
    hint: 'suretrap plan --from-config FILE shows what it names',
  })

const problemOf = (file: string, { code, message, hint }: InputError): Problem => {
  return { code, file: shown(file), message, hint }
}
