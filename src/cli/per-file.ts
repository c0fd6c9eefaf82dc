/**
 * `--per-file`: each file is its own dataset; the report is still one.
 *
 * Findings of all files stand together in the contract's order, and each names its file in its rows. The floor of a slot and
 * outcome is that of the file where least would have been seen, so it never claims too much. A file that cannot be read is
 * a problem; the others are scanned.
 */
import { readFile, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { InputError } from '../model/errors.ts'
import type { Problem, ScanOptions, ScanResult } from '../model/options.ts'
import type { FloorRow, Report } from '../model/report.ts'
import type { Shard } from '../model/shard.ts'
import type { Api } from './api.ts'
import type { Io } from './io.ts'
import { namedAs } from './rows-out.ts'
import { unfinishedName, writeWhole } from './write.ts'

/** @throws {InputError} nothing at all could be scanned */
export async function scanPerFile(
  inputs: readonly string[],
  options: ScanOptions,
  io: Io,
  api: Api,
): Promise<ScanResult> {
  const problems: Problem[] = []
  const faults: InputError[] = []
  const results: ScanResult[] = []
  const rowFiles: string[] = []
  let unwritten: unknown // the disk took no more rows
  const attempt = async (file: string, work: () => Promise<void>) => {
    try {
      io.signal.throwIfAborted()
      await work()
    } catch (error) {
      if (io.signal.aborted || !(error instanceof InputError) || error.code === 'aborted') throw error
      faults.push(error)
      problems.push({
        code: error.code,
        file: error.message.includes(file) ? '' : file,
        message: error.message,
        hint: error.hint,
      })
    }
  }
  const files = new Set<string>()
  const given = inputs.length > 0 ? inputs.map((input) => [input]) : [[]] // none: what a trainer's configuration names
  for (const input of given) {
    if (input[0] === '-') files.add('-')
    else
      await attempt(input[0] ?? '', async () => {
        const plan = await api.planCommand(input, 1, options)
        addAll(files, filesOf(plan))
        addAll(problems, problemsOf(plan))
      })
  }
  try {
    for (const file of files) {
      const rowsOut =
        options.rowsOut === undefined
          ? undefined
          : unfinishedName(resolve(io.cwd, `${options.rowsOut}.${rowFiles.length}`))
      if (rowsOut !== undefined) {
        rowFiles.push(rowsOut)
        io.unfinished.add(rowsOut)
      }
      await attempt(file, async () => {
        const scanned = api.scanInputs([file], { ...options, rowsOut }).catch((fault: unknown) => {
          const named = namedAs(options.rowsOut ?? '', rowsOut ?? '\0', fault)
          if (named !== fault) unwritten = named
          throw named
        })
        addAll(results, [await scanned])
      })
      if (unwritten !== undefined) throw unwritten // rows of some files alone would look like all of them
    }
    if (options.rowsOut !== undefined) await writeWhole(options.rowsOut, contents(rowFiles), io)
  } finally {
    for (const path of rowFiles) await rm(path, { force: true })
    for (const path of rowFiles) io.unfinished.delete(path)
  }
  if (results.length === 0) throw faults[0] ?? nothing()
  const failed = problems.some(({ code }) => code !== 'nothing-scannable')
  return {
    report: combine(
      results.map(({ report }) => report),
      api,
    ),
    complete: !failed && results.every(({ complete }) => complete),
    problems: [...problems, ...results.flatMap((result) => result.problems)],
  }
}

function addAll<T>(to: Set<T> | T[], values: readonly T[]): void {
  for (const value of values) to instanceof Set ? to.add(value) : to.push(value)
}

/** The files of a plan, in its order. A plan is plain data: whatever in it has a container is a shard. */
export function filesOf(plan: unknown): readonly string[] {
  if (Array.isArray(plan)) return [...new Set(plan.flatMap(filesOf))]
  if (typeof plan !== 'object' || plan === null) return []
  const { container, file, path, member } = plan as Partial<Shard>
  if (typeof container === 'string' && typeof file === 'string') {
    // An archive is one file; what reports call a file of the web, or one read in two ways, is not where it is.
    const isWeb = /^https?:/.test(String(path)) && !file.startsWith('hf:')
    return [member !== undefined || isWeb || / \(reading \d+\)$/.test(file) ? String(path) : file]
  }
  return filesOf(Object.values(plan))
}

function problemsOf(plan: unknown): readonly Problem[] {
  return (plan as { problems?: readonly Problem[] } | null)?.problems ?? []
}

/** One report of several; see the module's head. */
export function combine(reports: readonly Report[], { byWeight }: Pick<Api, 'byWeight'>): Report {
  const [first] = reports
  const counters = reports.flatMap(({ counter_examples: some = [] }) => some)
  return {
    schema: first.schema,
    tool: first.tool,
    inputs: reports.flatMap(({ inputs }) => inputs),
    findings: reports.flatMap(({ findings }) => findings).sort(byWeight),
    declared: combineDeclared(reports),
    floor: grouped(
      reports.flatMap(({ floor }) => floor),
      ({ slot, outcome, by }) => `${slot} ${outcome} ${by}`,
      highestFloor,
    ),
    skipped: grouped(
      reports.flatMap(({ skipped }) => skipped),
      ({ reason }) => reason,
      (a, b) => ({ ...a, rows: a.rows + b.rows }),
    ),
    notes: grouped(
      [
        { code: 'per-file', text: `each of ${reports.length} files was scanned apart` },
        ...reports.flatMap(({ notes }) => notes),
      ],
      ({ code, text }) => `${code} ${text}`,
      (a) => a,
    ),
    ...(counters.length > 0 && { counter_examples: counters }),
  }
}

/** A gate that one file holds is not missing from the others; one that leaks anywhere leaks. */
function combineDeclared(reports: readonly Report[]): Report['declared'] {
  const ranks = ['leaking', 'as-declared', 'missing']
  return grouped(
    reports.flatMap(({ declared }) => declared),
    ({ name }) => name,
    (a, b) => ({
      name: a.name,
      status: ranks.indexOf(a.status) <= ranks.indexOf(b.status) ? a.status : b.status,
      count: a.count + b.count,
    }),
  )
}

function highestFloor(a: FloorRow, b: FloorRow): FloorRow {
  return { ...a, rows: Math.max(a.rows, b.rows), found: a.found + b.found, planted: a.planted + b.planted }
}

function grouped<T>(values: readonly T[], key: (value: T) => string, join: (a: T, b: T) => T): readonly T[] {
  const groups = new Map<string, T>()
  for (const value of values) {
    const other = groups.get(key(value))
    groups.set(key(value), other === undefined ? value : join(other, value))
  }
  return [...groups.values()]
}

async function* contents(paths: readonly string[]): AsyncIterable<Uint8Array> {
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => undefined) // a file without findings leaves none
    if (bytes !== undefined) yield bytes
  }
}

function nothing(): InputError {
  return new InputError('nothing-scannable', 'nothing scannable matched', {
    hint: 'suretrap inspect <path> shows what a file is',
  })
}
