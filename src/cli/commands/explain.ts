/** `suretrap explain RULE`: its page, then its thresholds as they are in force. */

import type { Act } from '../act.ts'
import type { Api, RuleLike } from '../api.ts'
import { CLEAN } from '../exit.ts'
import { nearest } from '../nearest.ts'
import { usage } from '../parse.ts'
import { rulePage } from '../rule-texts.ts'
import { settle } from '../settings.ts'
import { pour } from '../write.ts'

export const act: Act = async (call, io, load) => {
  const [id, ...more] = call.paths
  if (id === undefined || more.length > 0) throw usage('explain takes one rule', 'suretrap rules lists them')
  const settings = await settle(call, io)
  const api = await load()
  const rules = await api.loadRules(settings.scan.rules ?? [])
  const rule = rules.find((candidate) => candidate.id === id)
  if (rule === undefined) {
    const near = nearest(
      id,
      rules.map((candidate) => candidate.id),
    )
    throw usage(`no rule ${id}`, near === undefined ? 'suretrap rules lists them' : `did you mean ${near}?`)
  }
  if (call.values.has('json')) {
    await pour([`${JSON.stringify(rule, null, 2)}\n`], io.stdout)
    return CLEAN
  }
  const page = (await rulePage(rule.id)) ?? ownPage(rule)
  const lines = [...page.trimEnd().split(/\r?\n/), '', ...inForce(rule, api)]
  await pour(
    lines.map((line) => `${api.visible(line)}\n`),
    io.stdout,
  )
  return CLEAN
}

function ownPage({ title, innocent, sources }: RuleLike): string {
  const list = (heading: string, items: readonly string[]) =>
    items.length === 0 ? [] : ['', `## ${heading}`, '', ...items.map((item) => `* ${item}`)]
  return [`# ${title}`, ...list('What else looks like this', innocent), ...list('Sources', sources)].join('\n')
}

function inForce(rule: RuleLike, api: Api): readonly string[] {
  const severities = Object.entries(rule.severity_at).map(([severity, rows]) => `${severity} from ${rows} rows`)
  return [
    '## In force',
    '',
    `* severity: ${severities.length > 0 ? severities.join(', ') : rule.severity}`,
    `* outcome: ${rule.looks_at.outcome.join(', ')}`,
    `* place: ${rule.looks_at.slot.join(', ')}`,
    ...thresholds(rule.report_when, api).map((line) => `* ${line}`),
    ...rule.or.flatMap((alternative, at) => [
      `* ${at === 0 ? 'and either' : 'or'}`,
      ...thresholds(alternative, api).map((line) => `  * ${line}`),
    ]),
  ]
}

function thresholds(all: RuleLike['report_when'], { METRICS }: Api): readonly string[] {
  return Object.entries(all).map(([metric, bound]) => {
    const { side, unit } = METRICS[metric] ?? { side: 'least', unit: '' }
    return `${metric} at ${side} ${bound}${unit === '' ? '' : ` (${unit})`}`
  })
}
