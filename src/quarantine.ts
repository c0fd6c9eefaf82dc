/**
 * Report and inputs → a kept set, a held set, a manifest; the inputs are never changed.
 *
 * Rows are held by number alone, so the data must be those of the report, byte for byte: a file that changed is refused.
 * The new folder appears whole or not at all.
 */
import { stat } from 'node:fs/promises'
import { failing } from './gate.ts'
import { InputError } from './model/errors.ts'
import type { ReadOptions } from './model/options.ts'
import type { Finding, InputReport, Report, Severity } from './model/report.ts'
import type { Shard } from './model/shard.ts'
import { plan } from './plan.ts'
import { companionsOf } from './quarantine/companions.ts'
import { holdFile } from './quarantine/hold.ts'
import { changed, type Held, type Source } from './quarantine/way.ts'
import { fileDigest } from './readers/digest.ts'
import { placeOfPath } from './readers/remote/place.ts'
import { VERSION } from './version.ts'
import { fillFolder } from './writers/folder.ts'
import { type HeldRows, readHeldRows } from './writers/held.ts'
import { type Note, type StoredFile, writeManifest } from './writers/manifest.ts'
import { baseName, createNames, sharedFolder } from './writers/names.ts'

export interface QuarantineOptions extends ReadOptions {
  readonly out: string // a folder that is not there yet, or is empty
  readonly rows: string // what `scan --rows-out` wrote beside the report
  readonly minSeverity?: Severity // high; rows of less severe findings are kept
  readonly staging?: string // name of the folder while it is filled
  readonly signal?: AbortSignal
}

export interface Quarantined {
  readonly out: string
  readonly findings: readonly {
    readonly fingerprint: string
    readonly rule: string
    readonly severity: Severity
    readonly rows: number
  }[]
  readonly files: readonly {
    readonly file: string
    readonly kept: string
    readonly kept_rows: number
    readonly held_rows: number
  }[]
  readonly rows: number
  readonly kept_rows: number
  readonly held_rows: number
  readonly notes: readonly Note[]
}

/**
 * @throws {InputError} an input is not as the report saw it, or cannot be read; `out` is not free; the rows file is of
 *                      another scan
 */
export async function quarantine(
  report: Report,
  inputs: readonly string[],
  options: QuarantineOptions,
): Promise<Quarantined> {
  const { out, rows: rowsFile, minSeverity = 'high', signal } = options
  const findings = failing(report, { failOn: minSeverity })
  const heldRows = await readHeldRows(rowsFile, findings)
  const { files, told } = await filesOf(inputs, options)
  const matched = await matchReport(files, report, heldRows, signal)
  const names = createNames()
  const shards = files.map(({ shards: [shard] }) => shard)
  const root = sharedFolder(shards)
  const beside = await Promise.all(companionsOf(shards, root).map((shard) => companion(shard, signal)))
  return fillFolder(out, { inputs, staging: options.staging }, async (folder) => {
    const done: Held[] = []
    for (const { shards, file, input, rows, held, wholeFile } of [...wholeWhereUntouched(matched), ...beside]) {
      signal?.throwIfAborted()
      const source: Source = {
        file,
        shards,
        rows,
        held,
        input,
        wholeFile,
        name: baseName(nameOf(shards[0], file), root),
      }
      const before = await stamp(shards[0].path)
      done.push(await holdFile(source, { folder, ...names }, options))
      if ((await stamp(shards[0].path)) !== before) throw changed(file)
    }
    const held = countHeld(findings, done)
    const notes = [...told, ...done.flatMap((one) => one.notes)]
    const entries = done.map(({ entry }) => entry)
    await writeManifest(folder, {
      tool: { name: 'suretrap', version: VERSION },
      min_severity: minSeverity,
      findings: held,
      files: entries,
      notes,
      rows: done.flatMap(({ rows }) => rows),
    })
    return {
      out,
      findings: held,
      files: entries.map(({ file, kept, kept_rows, held_rows }) => ({ file, kept: kept.path, kept_rows, held_rows })),
      rows: sum(entries.map(({ rows }) => rows)),
      kept_rows: sum(entries.map(({ kept_rows }) => kept_rows)),
      held_rows: sum(entries.map(({ held_rows }) => held_rows)),
      notes,
    }
  })
}

/** How many rows each finding holds. A finding of several files scanned apart stands once, as severe as anywhere. */
function countHeld(findings: readonly Finding[], done: readonly Held[]): Quarantined['findings'] {
  const counted = new Map<string, number>()
  for (const { rows } of done) {
    for (const { fingerprint, also = [] } of rows) {
      for (const one of [fingerprint, ...also]) counted.set(one, (counted.get(one) ?? 0) + 1)
    }
  }
  const first = new Map<string, Finding>() // the report has the most severe first
  for (const finding of findings) if (!first.has(finding.fingerprint)) first.set(finding.fingerprint, finding)
  return [...first.values()].map(({ fingerprint, rule, severity }) => {
    return { fingerprint, rule, severity, rows: counted.get(fingerprint) ?? 0 }
  })
}

interface File {
  readonly file: string
  readonly shards: readonly [Shard, ...Shard[]]
}

/** The files to part. One without rows has no part, and is told; any other fault ends it: a kept set lacks nothing. */
async function filesOf(
  inputs: readonly string[],
  options: QuarantineOptions,
): Promise<{ readonly files: readonly File[]; readonly told: readonly Note[] }> {
  const { shards, problems, notes = [] } = await plan(inputs, { ...options, shardBytes: Number.MAX_SAFE_INTEGER })
  const remote = shards.find(({ path }) => placeOfPath(path) !== undefined)
  if (remote !== undefined) {
    throw new InputError('remote', `${remote.file}: quarantine copies files of this machine`, {
      hint: 'download the dataset, and name the folder: files are known by their hashes',
    })
  }
  const fault = problems.find(({ code }) => shards.length === 0 || code !== 'nothing-scannable')
  if (fault !== undefined) {
    const where = fault.message.startsWith(fault.file) ? '' : `${fault.file}: `
    throw new InputError(fault.code as InputError['code'], `${where}${fault.message}`, { hint: fault.hint })
  }
  const files = new Map<string, [Shard, ...Shard[]]>()
  for (const shard of shards) {
    const known = files.get(shard.file)
    if (known === undefined) files.set(shard.file, [shard])
    else known.push(shard)
  }
  return {
    files: [...files].map(([file, of]) => ({ file, shards: of })),
    told: [
      ...notes.map(({ code, text }) => ({ code, file: options.fromConfig ?? '', text })),
      ...problems.map(({ file }) => ({ code: 'no-rows', file, text: 'has no rows, and no part in the kept set' })),
    ],
  }
}

interface Matched extends File {
  readonly input: StoredFile
  readonly wholeFile: boolean
  readonly rows: number
  readonly held: ReadonlyMap<number, readonly string[]>
}

/** Every file of the report is given, as it was; nothing is given that the report has not seen. */
async function matchReport(
  files: readonly File[],
  report: Report,
  heldRows: HeldRows,
  signal: AbortSignal | undefined,
): Promise<readonly Matched[]> {
  const left = new Map(report.inputs.map((input) => [input.file, input]))
  const digests = new Map<string, StoredFile>()
  const matched: Matched[] = []
  for (const one of files) {
    const { path } = one.shards[0]
    const input = digests.get(path) ?? (await storedAt(path, signal))
    digests.set(path, input)
    const seen = left.get(one.file) ?? sameContent(left.values(), one, input.sha256)
    if (seen === undefined) {
      throw new InputError('file-changed', `${one.file}: the report knows no such file`, {
        hint: 'scan it first, with the other files of its dataset',
      })
    }
    if (seen.sha256 !== input.sha256) throw changed(one.file)
    left.delete(seen.file)
    const beyond = [...(heldRows.get(seen.file)?.keys() ?? [])].find((row) => row >= seen.rows)
    if (beyond !== undefined) throw changed(one.file)
    matched.push({
      ...one,
      input,
      wholeFile: one.shards[0].member === undefined,
      rows: seen.rows,
      held: heldRows.get(seen.file) ?? new Map(),
    })
  }
  const known = new Set(report.inputs.map(({ file }) => file))
  const missing =
    [...left.keys()].find((file) => heldRows.has(file)) ?? [...heldRows.keys()].find((file) => !known.has(file))
  if (missing !== undefined) {
    throw new InputError('file-missing', `${missing}: the report has rows of it to hold, and it is not given`, {
      hint: 'name every file of the dataset',
    })
  }
  return matched
}

async function companion(shard: Shard, signal: AbortSignal | undefined): Promise<Matched> {
  const input = await storedAt(shard.path, signal)
  return { file: shard.file, shards: [shard], input, wholeFile: true, rows: 0, held: new Map() }
}

/** The same file by another name: its bytes and its place in an archive tell. */
function sameContent(
  inputs: Iterable<InputReport>,
  { shards: [{ member }] }: File,
  sha256: string,
): InputReport | undefined {
  for (const input of inputs) {
    const isMember = member === undefined ? !input.file.includes('!') : input.file.endsWith(`!${member}`)
    if (input.sha256 === sha256 && isMember) return input
  }
  return undefined
}

/** An archive of which no row is held is kept as it is, not member by member. */
function wholeWhereUntouched(files: readonly Matched[]): readonly Matched[] {
  const touched = new Set(files.filter(({ held }) => held.size > 0).map(({ shards: [{ path }] }) => path))
  const taken = new Map<string, Matched>()
  return files.flatMap((one): Matched[] => {
    const { path, member } = one.shards[0]
    if (member === undefined || touched.has(path)) return [one]
    if (taken.has(path)) return []
    const rows = sum(files.filter(({ shards: [shard] }) => shard.path === path).map((other) => other.rows))
    const archive: Matched = { ...one, file: one.file.slice(0, -member.length - 1), wholeFile: true, rows }
    taken.set(path, archive)
    return [archive]
  })
}

const nameOf = ({ path, member }: Shard, file: string) => ({
  path,
  ...(member !== undefined && file.endsWith(`!${member}`) && { member }),
})

async function storedAt(path: string, signal: AbortSignal | undefined): Promise<StoredFile> {
  const { sha256, of } = await fileDigest(path, signal)
  return { sha256, ...(of === 'chunks' && { sha256_of: of }), bytes: (await stat(path)).size }
}

/** Size and time: a change while the file is read is a change. */
async function stamp(path: string): Promise<string> {
  const { size, mtimeNs, ino } = await stat(path, { bigint: true })
  return `${size} ${mtimeNs} ${ino}`
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
