/**
 * `suretrap quarantine`: kept set, held set, manifest; the inputs are never changed.
 *
 * Without `--rows` the data are scanned again to learn which rows they are; the findings must come out as the report has
 * them, else the data or the options are not those of the report.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { InputError } from '../../model/errors.ts'
import { count, plural } from '../../model/numbers.ts'
import type { Report, Severity } from '../../model/report.ts'
import type { Act } from '../act.ts'
import type { Api } from '../api.ts'
import { CLEAN } from '../exit.ts'
import type { Io } from '../io.ts'
import { type Call, usage } from '../parse.ts'
import { scanPerFile } from '../per-file.ts'
import { startProgress } from '../progress.ts'
import { readReport } from '../read-files.ts'
import { say } from '../say.ts'
import { type Settings, settle } from '../settings.ts'
import { pour } from '../write.ts'

export const act: Act = async (call, io, load) => {
  const settings = await settle(call, io)
  const out = call.values.get('out') as string | undefined
  if (out === undefined) throw usage('--out DIR is needed', 'the kept set, the held set and the manifest go there')
  const [first, ...inputs] = call.paths
  if (call.values.has('undo')) {
    if (first === undefined || inputs.length > 0)
      throw usage('--undo takes one folder', 'suretrap quarantine --undo DIR --out DIR2')
    return inStaging(out, io, async (staging) => undo(first, out, staging, io, await load()))
  }
  if (first === undefined || inputs.length === 0)
    throw usage('quarantine needs a report and the data', 'suretrap quarantine report.json <path>… --out DIR')
  const report = await readReport(first, io)
  return inStaging(out, io, async (staging) =>
    hold(report, inputs, { out, staging }, { call, settings, io }, await load()),
  )
}

interface Place {
  readonly out: string
  readonly staging: string
}

interface Asked {
  readonly call: Call
  readonly settings: Settings
  readonly io: Io
}

async function hold(
  report: Report,
  inputs: readonly string[],
  { out, staging }: Place,
  asked: Asked,
  api: Api,
): Promise<number> {
  const { call, settings, io } = asked
  const minSeverity = (call.values.get('min-severity') as Severity | undefined) ?? 'high'
  const given = call.values.get('rows') as string | undefined
  const scratch = given === undefined ? await mkdtemp(join(tmpdir(), 'suretrap-')) : undefined
  const progress = startProgress(io, settings.progress)
  try {
    const rows = given === undefined ? join(scratch ?? '', 'rows.jsonl') : resolve(io.cwd, given)
    if (given === undefined)
      await scanAgain(report, inputs, { rows, minSeverity, onProgress: progress.onProgress }, asked, api)
    const done = await api.quarantine(report, inputs, {
      ...settings.scan,
      out: resolve(io.cwd, out),
      staging,
      rows,
      minSeverity,
      signal: io.signal,
    })
    progress.stop()
    for (const { file, text } of done.notes) say(io, api.visible(`${file}: ${text}`))
    const lines = [
      `${count(done.held_rows)} of ${plural(done.rows, 'row')} held, ${count(done.kept_rows)} kept`,
      ...done.findings.map((one) => `  ${one.severity} ${one.rule} ${one.fingerprint}: ${plural(one.rows, 'row')}`),
      `kept set:  ${join(out, 'kept')}`,
      ...(done.held_rows > 0 ? [`held set:  ${join(out, 'held')}`] : []),
      `manifest:  ${join(out, 'manifest.json')}`,
    ]
    await pour(
      lines.map((line) => `${api.visible(line)}\n`),
      io.stdout,
    )
    return CLEAN
  } finally {
    progress.stop()
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true })
  }
}

interface Again {
  readonly rows: string
  readonly minSeverity: Severity
  readonly onProgress: ReturnType<typeof startProgress>['onProgress']
}

/** @throws {InputError} the findings are not those of the report */
async function scanAgain(
  report: Report,
  inputs: readonly string[],
  again: Again,
  { settings, io }: Asked,
  api: Api,
): Promise<void> {
  const { rows, minSeverity, onProgress } = again
  const options = { ...settings.scan, rowsOut: rows, signal: io.signal, onProgress }
  const result = await (settings.perFile ? scanPerFile(inputs, options, io, api) : api.scanInputs(inputs, options))
  const [problem] = result.problems
  if (problem !== undefined) throw new InputError('file-unreadable', problem.message, { hint: problem.hint })
  const namesOf = (one: Report): ReadonlySet<string> =>
    new Set(api.failing(one, { failOn: minSeverity }).map(({ fingerprint }) => fingerprint))
  const before = namesOf(report)
  const now = namesOf(result.report)
  const other = [...before].find((name) => !now.has(name)) ?? [...now].find((name) => !before.has(name))
  if (other === undefined) return
  const what = before.has(other) ? 'is in the report and not in the data' : 'is in the data and not in the report'
  throw new InputError('file-changed', `finding ${other} ${what}`, {
    hint: 'give the options of the scan that wrote the report, or its rows: scan --rows-out FILE, quarantine --rows FILE',
  })
}

async function undo(folder: string, out: string, staging: string, io: Io, api: Api): Promise<number> {
  const done = await api.undoQuarantine(resolve(io.cwd, folder), {
    out: resolve(io.cwd, out),
    staging,
    signal: io.signal,
  })
  const exact = done.files.filter(({ restores }) => restores === 'bytes').length
  const lines = [
    `${plural(done.rows, 'row')} of ${plural(done.files.length, 'file')} put together in ${out}`,
    exact === done.files.length
      ? 'each file is as it was, byte for byte'
      : `${exact} of them byte for byte, the others row for row`,
  ]
  await pour(
    lines.map((line) => `${api.visible(line)}\n`),
    io.stdout,
  )
  return CLEAN
}

/** The library may be stopped at any moment: what it began under another name is cleared here. */
async function inStaging(out: string, io: Io, work: (staging: string) => Promise<number>): Promise<number> {
  const staging = `${resolve(io.cwd, out).replace(/[/\\]+$/, '')}.tmp-${process.pid}-${Date.now().toString(36)}`
  try {
    return await work(staging)
  } finally {
    await rm(staging, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
