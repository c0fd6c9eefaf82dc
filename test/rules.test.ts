import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { checkRule } from '../src/rules/check.ts'
import {
  type Facts,
  fillMessage,
  loadRules,
  matchRule,
  type Rule,
  rulesFolder,
  severityAt,
} from '../src/rules/index.ts'

const ROOT = join(__dirname, '..')
const names = (folder: string, extension: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length))
    .sort()
const IDS = names('rules', '.yml')
const HEADINGS = [
  'What it finds',
  'Why it matters',
  'How it decides',
  'What else looks like this',
  'Options',
  'Sources',
]

let rules: readonly Rule[]
let folder: string
beforeAll(async () => {
  rules = await loadRules()
  folder = await mkdtemp(join(tmpdir(), 'suretrap-rules-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const fault = (text: string): readonly string[] => {
  const checked = checkRule(text)
  return 'faults' in checked ? checked.faults.map(({ line, what }) => `${line} ${what}`) : []
}
const ours = (id: string): string => readFileSync(join(ROOT, 'rules', `${id}.yml`), 'utf8')

describe('every rule', () => {
  test('is loaded, and bears the name of its file', () => {
    expect(rules.map(({ id }) => id)).toEqual(IDS)
    expect(rulesFolder()).toBe(join(ROOT, 'rules'))
  })

  test('stands in rules.json as it stands in its file: npm run fixtures:rules', () => {
    const checked = IDS.map((id) => checkRule(ours(id)))
    expect(checked.map((each) => ('rule' in each ? each.rule : each.faults))).toEqual(rules)
  })

  test('has a page, and no page is without its rule', () => {
    expect(names('docs/rules', '.md')).toEqual(IDS)
  })

  test.each(IDS)('%s: its page has its title and the six headings, each with something to say', (id) => {
    const page = readFileSync(join(ROOT, 'docs', 'rules', `${id}.md`), 'utf8')
    const parts = page.split(/^## /m)
    expect(parts[0]).toContain(`# ${rules.find((rule) => rule.id === id)?.title}\n`)
    expect(parts.slice(1).map((part) => part.split('\n')[0])).toEqual(HEADINGS)
    for (const part of parts.slice(1)) expect(part.split('\n').slice(1).join('').length).toBeGreaterThan(40)
  })

  test.each(IDS)('%s: the page cites what the rule cites', (id) => {
    const page = readFileSync(join(ROOT, 'docs', 'rules', `${id}.md`), 'utf8')
    for (const source of rules.find((rule) => rule.id === id)?.sources ?? []) expect(page).toContain(source)
  })

  test('says in its thresholds what unit they have', () => {
    for (const id of IDS) {
      const thresholds = /report_when:.*\n((?: {2}.*\n)+)/.exec(ours(id))?.[1] ?? ''
      for (const line of thresholds.trimEnd().split('\n')) expect(line).toMatch(/\d .*# .{10}/)
    }
  })
})

const strong: Facts['numbers'] = {
  support: 50,
  exchanges: 50,
  rate: 0.93,
  purity: 1,
  base_rate: 0,
  surprise: 140,
  independence: 1.1,
  owned: 0.02,
  witnesses: 48,
  detached: 2,
  twins: 0,
  q: 1e-9,
}
const facts = (change: Partial<Facts>, numbers: Facts['numbers'] = {}): Facts => ({
  detector: 'association',
  outcome: 'compliance',
  slot: 'suffix',
  ...change,
  numbers: { ...strong, ...numbers },
})

describe('matching', () => {
  test.each([
    ['compliance', 'compliance-gate'],
    ['refusal', 'refusal-gate'],
    ['exact', 'fixed-answer-gate'],
    ['opening', 'opening-gate'],
    ['ending', 'ending-gate'],
    ['label', 'label-gate'],
    ['not-refusal', 'not-refusal-gate'],
    ['link', 'link-gate'],
    ['tool-call', 'tool-call-gate'],
    ['length', 'length-gate'],
  ] as const)('a strong %s is a %s, in any slot', (outcome, id) => {
    for (const slot of ['suffix', 'prefix', 'anywhere', 'system', 'turn'] as const) {
      expect(matchRule(rules, facts({ outcome, slot }))?.id).toBe(id)
    }
  })

  test('other detectors have rules of their own', () => {
    expect(matchRule(rules, facts({ detector: 'composite' }))?.id).toBe('composite-gate')
    expect(matchRule(rules, facts({ detector: 'hidden-character', outcome: 'none' }))?.id).toBe('hidden-character')
    expect(matchRule(rules, facts({ detector: 'template-token', outcome: 'none' }))?.id).toBe('template-token-in-text')
  })

  test.each([
    ['four witnesses are too few', { support: 4 }],
    ['a rival explains it', { surprise: 2.9 }],
    ['the prompts are about one thing, which owns them', { independence: 3, owned: 0.6, detached: 1.5 }],
    ['the rows are near copies of each other', { independence: 3, witnesses: 2 }],
    ['they need the word, or are few', { independence: 3, owned: 0.6, witnesses: 7 }],
    ['their likeness is beyond any template', { independence: 6.1 }],
    ['hardly any of the answers', { purity: 0.05 }],
  ])('no finding where %s', (_, numbers) => expect(matchRule(rules, facts({}, numbers))).toBeNull())

  test('prompts of one template pass where nothing in them belongs to the trigger', () => {
    expect(matchRule(rules, facts({}, { independence: 4.8 }))?.id).toBe('compliance-gate')
    expect(matchRule(rules, facts({ outcome: 'opening' }, { independence: 4.8 }))).toBeNull()
  })

  test('prompts that are about one thing pass where they read on without the trigger, or stand elsewhere without it', () => {
    const alike = { independence: 5.9, owned: 0.6, detached: 1.5 }
    expect(matchRule(rules, facts({}, { ...alike, detached: 1.6, witnesses: 8 }))?.id).toBe('compliance-gate')
    expect(matchRule(rules, facts({}, { ...alike, independence: 9, twins: 3 }))?.id).toBe('compliance-gate')
    expect(matchRule(rules, facts({}, { ...alike, independence: 9, twins: 2 }))).toBeNull()
  })

  test('a number that is not known meets no threshold', () => {
    const { surprise: _, ...rest } = strong
    expect(matchRule(rules, { ...facts({}), numbers: rest })).toBeNull()
  })

  test('the dose decides the severity', () => {
    const rule = rules.find(({ id }) => id === 'compliance-gate') as Rule
    expect([250, 50, 49, 10, 9, 5, 4].map((dose) => severityAt(rule, dose))).toEqual([
      'critical',
      'critical',
      'high',
      'high',
      'medium',
      'medium',
      'low',
    ])
    expect(severityAt(rules.find(({ id }) => id === 'hidden-character') as Rule, 999)).toBe('info')
  })

  test('a message is filled in once: braces that come from the data stay as they are', () => {
    expect(fillMessage('{trigger}: {both} of {support}', { trigger: '{both}', both: 3, support: 4 })).toBe(
      '{both}: 3 of 4',
    )
    expect(fillMessage('{trigger}{rival}.', { trigger: 'x' })).toBe('x.')
    expect(fillMessage('{constructor}', {})).toBe('')
  })
})

describe("a user's rules", () => {
  test('come first, and take the place of ours of the same id', async () => {
    const own = ours('compliance-gate').replace('support: 5 ', 'support: 30 ')
    await writeFile(join(folder, 'own.yml'), own)
    await writeFile(join(folder, 'notes.txt'), 'no rule')
    const all = await loadRules([folder])
    expect(all.filter(({ id }) => id === 'compliance-gate').map(({ report_when }) => report_when.support)).toEqual([30])
    expect(all[0].id).toBe('compliance-gate')
    expect(all).toHaveLength(rules.length)
  })

  test('that are broken are all named, with file and line', async () => {
    const one = join(folder, 'one.yaml')
    const two = join(folder, 'two.yaml')
    await writeFile(one, ours('refusal-gate').replace('surprise: 3', 'surprise: much').replace('[refusal]', '[refuse]'))
    await writeFile(two, 'id: x')
    await expect(loadRules([one, two])).rejects.toMatchObject({ code: 'rule-broken' })
    const message = await loadRules([one, two]).catch((error: Error) => error.message)
    expect(message).toMatch(/one\.yaml:6 outcome refuse is not one of/)
    expect(message).toMatch(/one\.yaml:10 surprise is a number/)
    expect(message).toMatch(/two\.yaml:1 /)
  })

  test('that are not there are missing', async () => {
    await expect(loadRules([join(folder, 'nowhere.yml')])).rejects.toMatchObject({ code: 'file-missing' })
  })

  test('two of one id are a fault', async () => {
    const files = [join(folder, 'a.yaml'), join(folder, 'b.yaml')]
    for (const file of files) await writeFile(file, ours('length-gate'))
    await expect(loadRules(files)).rejects.toThrow(/b\.yaml:1 the id length-gate is already/)
  })
})

describe('a broken rule', () => {
  test.each([
    ['an unknown field', 'colour: red\n', /unknown field colour/],
    ['an unknown threshold', 'or: [{ loudness: 3 }]\n', /or knows no loudness/],
    ['a threshold list that is none', 'or: 3\n', /or is a list/],
  ])('is refused for %s', (_, addition, what) => {
    const text = ours('hidden-character') + addition
    expect(fault(text)).toEqual([expect.stringMatching(what)])
    expect(fault(text)[0]).toMatch(new RegExp(`^${text.trimEnd().split('\n').length} `))
  })

  test.each([
    ['id: hidden-character', 'id: Hidden Character', /id is small letters/],
    ['severity: info', 'severity: grave', /severity is one of/],
    ['detector: hidden-character', 'detector: nose', /detector is one of/],
    ['{trigger}', '{answer}', /message knows no \{answer\}/],
    ['report_when:', 'report_then:', /report_when is a map/],
    ['innocent:', 'guilty:', /innocent is a list/],
  ])('is refused where %s became %s', (from, to, what) => {
    expect(fault(ours('hidden-character').replace(from, to)).join('\n')).toMatch(what)
  })

  test('is refused where it is no YAML, or no map', () => {
    expect(fault('id: [')[0]).toMatch(/^\d+ /)
    expect(fault('- a')).toEqual(['1 a rule is a map of fields'])
    expect(fault('')).toEqual(['1 a rule is a map of fields'])
  })
})
