/**
 * Inputs → shards. Looks at names, sizes, first bytes and footers; reads no row.
 *
 * Equal inputs give an equal plan: as named, then by path in byte order. What cannot be planned is a problem, one line each,
 * and the rest is planned all the same.
 */
import { resolve } from 'node:path'

import { InputError } from './model/errors.ts'
import type { Problem, ReadOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { type Archive, tarShards, zipShards } from './readers/archive.ts'
import { identify } from './readers/identify.ts'
import { type FoundFile, filesOf } from './readers/inputs.ts'
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
  readonly ignored: number // files in folders that are not data
}

const SHARD_BYTES = 32 * 1024 * 1024
const LEAST_SHARD_BYTES = 64 * 1024

export async function plan(inputs: readonly string[], options: PlanOptions = {}): Promise<Plan> {
  const planned: Planned[] = []
  const problems: Problem[] = []
  let ignored = 0
  const seen = new Set<string>()
  for (const input of inputs) {
    const found = await filesOf(input, options)
    ignored += found.ignored
    problems.push(...found.faults.map((fault) => problemOf(input, fault)))
    const before = planned.length + problems.length
    let unknown = 0
    for (const file of found.files) {
      options.signal?.throwIfAborted()
      const path = resolve(file.path)
      if (seen.has(path)) continue // one file named twice is one witness
      seen.add(path)
      try {
        const { parts, ignored: more, faults } = await planFile(file)
        planned.push(...parts)
        problems.push(...faults.map((fault) => problemOf(file.file, fault)))
        ignored += more
        if (parts.length + faults.length === 0) unknown++
      } catch (fault) {
        if (!(fault instanceof InputError)) throw fault
        problems.push(problemOf(file.file, fault))
      }
    }
    if (unknown > 0 && planned.length + problems.length === before)
      problems.push(problemOf(input, nothingScannable(input, unknown)))
  }
  return { shards: cut(planned, options), problems, ignored }
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
async function planFile({ file, path, named }: FoundFile): Promise<PlannedFile> {
  const { bytes, codec, sniffed } = await identify(path, file)
  if (!('container' in sniffed)) {
    if (!named) return { parts: [], ignored: 1, faults: [] }
    throw refusal(file, sniffed)
  }
  const { container, encoding } = sniffed
  const shard: Shard = { file, path, container, codec, bytes, start: 0, end: bytes, whole: true, format: container }
  switch (container) {
    case 'tar':
      return fromArchive(await tarShards({ file, path, bytes, codec }), file)
    case 'zip':
      if (codec !== 'none') throw insideCodec(file, container, codec)
      return fromArchive(await zipShards({ file, path, bytes, codec }), file)
    case 'parquet': {
      if (codec !== 'none') throw insideCodec(file, container, codec)
      const { parquetShards } = await import('./readers/parquet.ts')
      return wholly(await parquetShards(path, file))
    }
    case 'arrow-file':
    case 'arrow-stream':
      if (codec !== 'none') throw insideCodec(file, container, codec)
      return wholly([{ ...shard, format: 'arrow' }])
    default: {
      const divisible = (container === 'jsonl' || container === 'text') && codec === 'none' && encoding === 'utf-8'
      return { parts: [{ shard, divisible }], ignored: 0, faults: [] }
    }
  }
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

function refusal(file: string, sniffed: Exclude<Sniffed, { readonly container: unknown }>): InputError {
  if ('empty' in sniffed)
    return new InputError('nothing-scannable', `${file} is empty`, { hint: 'nothing to scan in it' })
  if ('unsupported' in sniffed) {
    return new InputError('format-unsupported', `${file}: ${sniffed.unsupported} is not read`, {
      hint: 'convert it to JSON lines or Parquet',
    })
  }
  return new InputError('format-unknown', `${file}: not a format that is known here`, {
    hint: 'JSON lines, JSON, CSV, TSV, Parquet, Arrow, text; compressed or not',
  })
}

const nothingScannable = (input: string, files: number): InputError =>
  new InputError('nothing-scannable', `${input}: none of ${files} files is of a known format`, {
    hint: 'name a file of JSON lines, JSON, CSV, Parquet or Arrow',
  })

const problemOf = (file: string, { code, message, hint }: InputError): Problem => ({ code, file, message, hint })
