/**
 * A finished scan made public: problems to standard error, files, the report to standard output, the exit code.
 *
 * The record formats (JSON, JSON lines, CSV; SARIF too, which marks them suppressed) hold every finding. The formats that
 * ask somebody to act leave out what a baseline or the config says is known, and say how many. Today's date counts here alone: a report has no clock.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Ignore } from '../baseline.ts'
import { InputError } from '../model/errors.ts'
import { plural } from '../model/numbers.ts'
import type { ScanResult } from '../model/options.ts'
import type { Report } from '../model/report.ts'
import { placeOfAnchor } from './anchor.ts'
import type { Api, Rendering } from './api.ts'
import { CLEAN, FAILED, FINDINGS, INTERRUPTED, NOTHING, worst } from './exit.ts'
import type { Io } from './io.ts'
import { type Output, render } from './outputs.ts'
import { ruleTexts } from './rule-texts.ts'
import { problemLine, say, tooFew } from './say.ts'
import type { Settings } from './settings.ts'
import { pour, writeWhole } from './write.ts'

const RECORDS = ['json', 'jsonl', 'csv', 'sarif']

export async function publish(
  result: ScanResult,
  outputs: readonly Output[],
  settings: Settings,
  io: Io,
  api: Api,
): Promise<number> {
  const { report, problems } = result
  for (const problem of problems) say(io, problemLine(problem, api.visible))
  if (!settings.quiet) for (const line of brokenRows(report)) say(io, api.visible(line))
  const sorted = api.sortKnown(
    report,
    await baselineOf(settings, io, api),
    settings.ignores,
    io.now().toISOString().slice(0, 10),
  )
  const fresh = withNotes(sorted)
  const known = new Map(sorted.known.map(({ finding, reason }) => [finding.fingerprint, reason]))
  const formats = [settings.format, ...outputs.map(({ format }) => format)]
  const rules = await ruleTexts(formats, settings.scan.rules ?? [], api)
  const sarifAnchor = settings.anchor === undefined ? undefined : placeOfAnchor(settings.anchor, report)
  const rendering: Rendering = {
    ...settings.rendering,
    problems,
    known,
    ...(sarifAnchor === undefined ? {} : { sarifAnchor }),
    ...(rules.length > 0 ? { rules } : {}),
  }
  const codes: number[] = [verdict(result, fresh, settings, io, api)]
  for (const { format, path } of outputs) {
    if (io.signal.aborted) return INTERRUPTED
    try {
      await writeWhole(
        path,
        render(format, RECORDS.includes(format) ? report : fresh, { ...rendering, color: false }, api),
        io,
      )
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      codes.push(FAILED) // the other outputs are still written
      say(io, problemLine({ file: '', message: error.message, hint: error.hint }, api.visible))
    }
  }
  if (io.signal.aborted) return INTERRUPTED
  const silent = settings.format === 'terminal' && report.inputs.length === 0 && problems.length > 0 // all is said already
  if (!silent)
    await pour(render(settings.format, RECORDS.includes(settings.format) ? report : fresh, rendering, api), io.stdout)
  const code = worst(codes)
  if (!settings.quiet) for (const line of remarks(sorted, fresh, settings, api, code)) say(io, api.visible(line))
  return code
}

function verdict(
  { report, complete, problems }: ScanResult,
  fresh: Report,
  settings: Settings,
  io: Io,
  api: Api,
): number {
  // A file with nothing in it is told, but is no failure: the build stands or falls with the others.
  const failed = !complete && (problems.length === 0 || problems.some(({ code }) => code !== 'nothing-scannable'))
  const codes: number[] = [failed ? FAILED : CLEAN]
  const skipped = report.skipped.reduce((sum, { rows }) => sum + rows, 0)
  if (settings.scan.strict && skipped > 0) {
    codes.push(FAILED)
    say(io, `${plural(skipped, 'row')} skipped (--strict allows none; the report says which and why)`)
  }
  const share = coverage(report)
  if (settings.minCoverage !== undefined && share < settings.minCoverage) {
    codes.push(FAILED)
    say(io, tooFew(share, settings.minCoverage))
  }
  if (report.inputs.every(({ exchanges }) => exchanges === 0)) {
    codes.push(NOTHING)
    if (problems.length === 0)
      say(io, 'nothing was scanned: no row held a prompt and an answer (suretrap inspect shows how the files are read)')
  }
  if (api.gate(fresh, settings.gate) && !settings.exitZero) codes.push(FINDINGS)
  return worst(codes)
}

/** The share of the rows that were understood; 1 where there were none. */
export function coverage(report: Report): number {
  const rows = report.inputs.reduce((sum, input) => sum + input.rows, 0)
  const skipped = report.inputs.reduce((sum, input) => sum + input.skipped, 0)
  return rows === 0 ? 1 : (rows - skipped) / rows
}

async function baselineOf(settings: Settings, io: Io, api: Api): Promise<ReturnType<Api['readBaseline']> | undefined> {
  if (settings.baseline === undefined) return undefined
  const text = await readFile(resolve(io.cwd, settings.baseline), 'utf8').catch((cause: Error) => {
    throw new InputError('config', `cannot read the baseline ${settings.baseline}: ${cause.message}`, {
      hint: 'make one with suretrap baseline create report.json',
      cause,
    })
  })
  return api.readBaseline(text, settings.baseline)
}

/** What the formats that leave known findings out must say of it: how many there are, and which ignores have run out. */
function withNotes({ fresh, known, expired }: ReturnType<Api['sortKnown']>): Report {
  const notes = [...fresh.notes]
  if (known.length > 0) {
    const text = `${plural(known.length, 'finding')} known to the baseline or ignored by the config; the JSON report has all of them`
    notes.push({ code: 'known', text })
  }
  for (const ignore of expired) notes.push({ code: 'ignore-expired', text: expiredWords(ignore) })
  return notes.length === fresh.notes.length ? fresh : { ...fresh, notes }
}

function expiredWords({ fingerprint, until, owner }: Ignore): string {
  return `the ignore of ${fingerprint} ended on ${until} and does not apply${owner === undefined ? '' : ` (owner: ${owner})`}`
}

function remarks(
  sorted: ReturnType<Api['sortKnown']>,
  fresh: Report,
  settings: Settings,
  api: Api,
  code: number,
): readonly string[] {
  const lines: string[] = []
  const { known, grown, expired, unused } = sorted
  if (known.length > 0) lines.push(`${plural(known.length, 'known finding')} left out (baseline or ignores)`)
  for (const { fingerprint } of grown)
    lines.push(`${fingerprint} is more severe than the baseline says, and counts again`)
  lines.push(...expired.map(expiredWords))
  for (const fingerprint of unused)
    lines.push(`${fingerprint} is known, but no finding has it (suretrap baseline prune drops it)`)
  const { failOn = 'high', minConfidence = 'low' } = settings.gate
  const failing = api.failing(fresh, settings.gate).length
  if (failing > 0 && settings.exitZero && code === CLEAN)
    lines.push(`${plural(failing, 'finding')} at or above the gate; 0 as asked (--exit-zero)`)
  if (failing === 0 && fresh.findings.length > 0) {
    lines.push(
      `${plural(fresh.findings.length, 'finding')}, none at or above the gate (--fail-on ${failOn} --min-confidence ${minConfidence})`,
    )
  }
  return lines
}

/** Rows that are damaged, told at once: rows of an unknown kind are told in the report. */
const DAMAGE: Readonly<Record<string, string>> = {
  'broken-json': 'no JSON',
  'broken-record': 'damaged',
  'row-too-long': 'longer than --max-row-bytes',
}

function brokenRows({ skipped }: Report): string[] {
  return skipped
    .filter(({ reason }) => Object.hasOwn(DAMAGE, reason))
    .map(
      ({ reason, rows, first }) =>
        `${first.file}: ${plural(rows, 'row')} skipped, ${DAMAGE[reason]}; the first is row ${first.row + 1}`,
    )
}
