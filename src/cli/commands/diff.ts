/** `suretrap diff`: what changed between two reports, for people or as JSON; 1 if something new is at or above the gate. */
import type { Change, ReportDiff } from '../../diff.ts'
import { plural } from '../../model/numbers.ts'
import type { Finding } from '../../model/report.ts'
import type { Act } from '../act.ts'
import { CLEAN, FINDINGS } from '../exit.ts'
import { usage } from '../parse.ts'
import { readReportOrState } from '../read-files.ts'
import type { Visible } from '../say.ts'
import { settle } from '../settings.ts'
import { pour } from '../write.ts'

export const act: Act = async (call, io, load) => {
  if (call.paths.length !== 2)
    throw usage(`diff takes two reports, got ${call.paths.length}`, 'suretrap diff old.json new.json')
  const settings = await settle(call, io)
  if (!['terminal', 'json'].includes(settings.format))
    throw usage(`diff has no format ${settings.format}`, 'terminal or json')
  const api = await load()
  const [before, after] = [
    await readReportOrState(call.paths[0], settings.scan, io, api),
    await readReportOrState(call.paths[1], settings.scan, io, api),
  ]
  const diff = api.diffReports(before.report, after.report)
  const text =
    settings.format === 'json'
      ? [`${JSON.stringify(diff, null, 2)}\n`]
      : diffLines(diff, api.visible).map((line) => `${line}\n`)
  await pour(text, io.stdout)
  return api.diffGate(before.report, after.report, settings.gate) && !settings.exitZero ? FINDINGS : CLEAN
}

export function diffLines(diff: ReportDiff, visible: Visible): readonly string[] {
  const lines = [`${plural(diff.new.length, 'new finding')}, ${diff.gone.length} gone, ${diff.changed.length} changed`]
  const add = (sign: string, finding: Finding) =>
    lines.push(`${sign} ${finding.severity.padEnd(8)} ${finding.rule}  ${visible(nameOf(finding))}`)
  for (const finding of diff.new) add('+', finding)
  for (const finding of diff.gone) add('-', finding)
  for (const change of diff.changed) {
    add('~', change.after)
    lines.push(...change.fields.map((field) => `    ${fieldLine(field)}`))
  }
  return lines
}

function nameOf({ trigger, outcome, evidence }: Finding): string {
  const then = outcome === null ? '' : ` → ${outcome.kind} ${JSON.stringify(outcome.text)}`
  return `${trigger.slot} ${JSON.stringify(trigger.text)}${then}  in ${plural(evidence.exchanges, 'exchange')}`
}

function fieldLine({ field, before, after }: Change['fields'][number]): string {
  return `${field}: ${before} → ${after}`
}
