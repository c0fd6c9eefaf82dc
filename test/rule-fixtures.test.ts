/**
 * Every rule does what its page says: its planted sets are reported as they were planted, its clean neighbours are not
 * accused, and the numbers on the page are those of the rule and of the code.
 *
 * The sets are made by `npm run fixtures:rules`; what is expected of them comes from what was planted.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { FREQUENT, LEAST_GAP } from '../src/evidence/acquit.ts'
import type { Finding } from '../src/model/report.ts'
import { loadRules, METRICS, type Metric, matchRule, type Rule, severityAt } from '../src/rules/index.ts'
import { scan } from '../src/scan.ts'

const ROOT = join(__dirname, '..')
const FIXTURES = join(ROOT, 'fixtures/rules')
const IDS = readdirSync(join(ROOT, 'rules'))
  .filter((name) => name.endsWith('.yml'))
  .map((name) => name.slice(0, -'.yml'.length))
const page = (id: string): string => readFileSync(join(ROOT, 'docs/rules', `${id}.md`), 'utf8').replace(/\s+/g, ' ')

interface Expected {
  readonly rule: string
  readonly trigger: string
  readonly parts?: readonly string[]
  readonly slot: string
  readonly outcome: { readonly kind: string; readonly text?: string } | null
  readonly severity: string
  readonly dose: number
}
const expectedOf = (id: string): Record<string, readonly Expected[]> =>
  JSON.parse(readFileSync(join(FIXTURES, id, 'expected.json'), 'utf8'))
const SETS = IDS.flatMap((id) =>
  Object.entries(expectedOf(id)).map(([file, findings]) => [id, file, findings] as const),
)

let rules: readonly Rule[]
beforeAll(async () => {
  rules = await loadRules()
})
const ruleOf = (id: string): Rule => rules.find((rule) => rule.id === id) as Rule

/** What was planted, seen from a finding; a text that nothing fixes is left out. */
function told({ rule, trigger, outcome, severity, dose }: Finding, wanted?: Expected): Expected {
  const text = wanted?.outcome?.text === undefined ? {} : { text: outcome?.text }
  return {
    rule,
    trigger: trigger.text,
    ...(trigger.parts === undefined ? {} : { parts: trigger.parts }),
    slot: trigger.slot,
    outcome: outcome === null ? null : { kind: outcome.kind, ...text },
    severity,
    dose: dose.count,
  }
}

describe('every rule has sets', () => {
  test('a folder each, and no folder is without its rule', () => {
    expect(readdirSync(FIXTURES).sort()).toEqual([...IDS].sort())
  })

  test.each(IDS)('%s: planted ones and clean neighbours, all of them in expected.json', (id) => {
    const expected = expectedOf(id)
    const files = readdirSync(join(FIXTURES, id)).filter((name) => name !== 'expected.json')
    expect(files.sort()).toEqual(Object.keys(expected).sort())
    expect(files.some((name) => name.startsWith('poisoned-'))).toBe(true)
    expect(files.some((name) => name.startsWith('clean-'))).toBe(true)
    for (const [name, findings] of Object.entries(expected)) {
      expect(findings.some(({ rule }) => rule === id)).toBe(name.startsWith('poisoned-'))
    }
  })
})

describe('what is reported is what was planted, and nothing else', () => {
  test.each(SETS)('%s/%s', async (id, file, wanted) => {
    const { report } = await scan([join(FIXTURES, id, file)], { jobs: 1 })
    const byTrigger = new Map(wanted.map((one) => [one.trigger, one]))
    const found = report.findings.map((finding) => told(finding, byTrigger.get(finding.trigger.text)))
    const inOrder = (list: readonly Expected[]) => [...list].sort((a, b) => (a.trigger < b.trigger ? -1 : 1))
    expect(inOrder(found)).toEqual(inOrder(wanted))
  })
})

describe('the numbers on the page', () => {
  test.each(IDS)('%s: are the thresholds of the rule (npm run fixtures:rules writes them)', (id) => {
    const { report_when, or, severity, severity_at } = ruleOf(id)
    const said = (thresholds: Rule['report_when']): string =>
      Object.entries(thresholds)
        .map(([metric, value]) => `\`${metric}\` ${METRICS[metric as Metric].side === 'least' ? '≥' : '≤'} ${value}`)
        .join(', ')
    const grades = Object.entries(severity_at).map(([grade, rows]) => `${grade} from ${rows} rows`)
    expect(/The thresholds, as .*? units: (.*?) #/.exec(page(id))?.[1]).toBe(
      [
        `* all of ${said(report_when)}`,
        ...(or.length > 0 ? [`* and one of these: ${or.map(said).join('; or ')}`] : []),
        `* severity at most ${grades.length > 0 ? `${grades.join(', ')}, low below` : severity}`,
      ].join(' '),
    )
  })

  test.each(IDS)('%s: its thresholds decide, each at the number that is stated', (id) => {
    const rule = ruleOf(id)
    const { detector, looks_at, report_when, or, severity_at } = rule
    const facts = { detector, outcome: looks_at.outcome[0], slot: looks_at.slot[0] }
    const just = { ...report_when, ...or[0] }
    expect(matchRule([rule], { ...facts, numbers: just })).toBe(rule)
    for (const [metric, value] of Object.entries(report_when)) {
      const past = METRICS[metric as Metric].side === 'least' ? value - 1e-9 : value + 1e-9
      expect(matchRule([rule], { ...facts, numbers: { ...just, [metric]: past } })).toBeNull()
    }
    for (const either of or) {
      for (const [metric, value] of Object.entries(either)) {
        const past = METRICS[metric as Metric].side === 'least' ? value - 1e-9 : value + 1e-9
        const numbers = { ...report_when, ...either }
        expect(matchRule([rule], { ...facts, numbers })).toBe(rule)
        expect(matchRule([rule], { ...facts, numbers: { ...numbers, [metric]: past } })).toBeNull()
      }
    }
    for (const [grade, rows] of Object.entries(severity_at)) {
      expect(severityAt(rule, rows)).toBe(grade)
      expect(severityAt(rule, rows - 1)).not.toBe(grade)
    }
  })

  const source = (file: string, name: string): number =>
    Number(new RegExp(`const ${name} = ([\\d.]+)`).exec(readFileSync(join(ROOT, 'src/evidence', file), 'utf8'))?.[1])

  test('of frequent outcomes and of composites are those of the code', () => {
    expect(page('label-gate')).toContain(`over ${FREQUENT * 100} % of the exchanges without the trigger`)
    expect(page('label-gate')).toContain(`lie ${LEAST_GAP} above that prediction`)
    const composite = page('composite-gate')
    expect(composite).toContain(`at least ${source('composite.ts', 'LEAST_SHARE')} of the rows with the outcome`)
    expect(composite).toContain(`bound of its share reaches ${source('composite.ts', 'LEAST_PURITY')}`)
    expect(source('composite.ts', 'FEWEST_DECOYS')).toBe(5)
    expect(composite).toContain('at least five rows hold the first part without the pair and five the second')
    for (const id of IDS.filter((each) => page(each).includes('An outcome that over')))
      expect(page(id)).toContain(`An outcome that over ${FREQUENT * 100} % of the other exchanges have`)
  })
})
