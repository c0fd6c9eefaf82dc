import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { size } from '../../src/cli/inspect-text.ts'
import type { InspectResult } from '../../src/model/inspection.ts'
import { loadRules, METRICS } from '../../src/rules/index.ts'
import { clearStages, finding, resultOf, stage } from './stage.ts'

afterAll(clearStages)

const api = { loadRules, METRICS }

describe('rules and explain', () => {
  test('rules lists every rule with its severity and title, for people and as JSON', async () => {
    const at = stage({ api })
    expect(await at.run('rules')).toBe(0)
    const rules = await loadRules()
    for (const { id, title } of rules) expect(at.out.text).toMatch(new RegExp(`^${id} +\\w+ +${title}$`, 'm'))
    const json = stage({ api })
    await json.run('rules', '--json')
    expect(JSON.parse(json.out.text)).toEqual(rules)
  })

  test('explain prints the page, and the thresholds in force with their units', async () => {
    const at = stage({ api })
    expect(await at.run('explain', 'length-gate')).toBe(0)
    expect(at.out.text).toContain('## What it finds')
    expect(at.out.text).toContain('* support at least 5 (distinct exchanges with trigger and outcome)')
  })

  test('explain of a rule that is nearly there says which', async () => {
    const at = stage({ api })
    expect(await at.run('explain', 'complaince-gate')).toBe(2)
    expect(at.err.text).toContain('no rule complaince-gate (did you mean compliance-gate?)')
  })

  test("a rule of the user's own takes the place of ours, and cannot act on the terminal", async () => {
    const at = stage({ api })
    writeFileSync(
      join(at.folder, 'mine.yml'),
      'id: mine\ntitle: "Mine \\e[31m"\nseverity: low\ndetector: association\nlooks_at: { outcome: [exact] }\nreport_when: { support: 7 }\nmessage: "{trigger}"\ninnocent: [x]\nsources: ["https://example.org"]\n',
    )
    expect(await at.run('explain', 'mine', '--rules', join(at.folder, 'mine.yml'))).toBe(0)
    expect(at.out.text).toContain('# Mine \\u{1b}[31m')
    expect(at.out.text).toContain('* support at least 7')
  })

  test('faults of a broken rule come one a line', async () => {
    const at = stage({ api })
    writeFileSync(join(at.folder, 'broken.yml'), 'id: broken\nseverity: dire\n')
    expect(await at.run('rules', '--rules', join(at.folder, 'broken.yml'))).toBe(2)
    const lines = at.err.text.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(line).toMatch(/^suretrap: .*broken\.yml:\d+ /)
  })

  test('formats that carry rules get what the rules say of themselves', async () => {
    const given: unknown[] = []
    const reporterFor = () => ({
      *render(_report: unknown, options: { rules?: readonly { id: string; description?: string }[] }) {
        given.push(options.rules?.find(({ id }) => id === 'length-gate')?.description)
        yield ''
      },
    })
    const at = stage({ api: { ...api, reporterFor }, result: resultOf([finding()]) })
    await at.run('a.jsonl', '-f', 'sarif')
    await at.run('a.jsonl', '-f', 'json')
    expect(given).toEqual([expect.stringMatching(/^A trigger after/), undefined])
  })
})

describe('inspect', () => {
  const found: InspectResult = {
    files: [{ file: 'a\u202e.jsonl', format: 'jsonl', compression: 'gzip', bytes: 2_563_513, rows: 10, exchanges: 9 }],
    rows: 10,
    understood: 9,
    exchanges: 9,
    coverage: 0.9,
    schemas: [{ schema: 'messages', rows: 9, share: 0.9 }],
    roles: { system: 0, user: 9, assistant: 9, tool: 0 },
    untrained: 1,
    columns: {
      used: [{ column: 'messages', rows: 9 }],
      unused: [{ column: 'id\x1b', rows: 9 }],
      more: 0,
      left: [{ column: 'v\x1b', reason: 'holds no text' }],
    },
    samples: [{ file: 'a', row: 0, schema: 'messages', prompt: [{ role: 'user', text: '••• ••' }], answer: '••••' }],
    skipped: [{ reason: 'broken-json', rows: 1, first: { file: 'a', row: 4 }, hint: 'mend it' }],
    notes: [{ note: 'bom', rows: 1 }],
    sources: [{ code: 'from-config', text: 'sft.yml\u202e (axolotl) names a.jsonl' }],
    problems: [],
  }
  const inspecting = (over: Partial<InspectResult> = {}) =>
    stage({ api: { inspect: async () => ({ ...found, ...over }) } })

  test('shows container, schema, roles, coverage, what is skipped and why, and an exchange', async () => {
    const at = inspecting()
    expect(await at.run('inspect', 'a')).toBe(0)
    expect(at.out.text.split('\n')).toEqual([
      'a\\u{202e}.jsonl  jsonl in gzip  2.56 MB  10 rows  9 exchanges',
      'Source   sft.yml\\u{202e} (axolotl) names a.jsonl',
      '',
      '10 rows, 9 understood (90.0 %), 9 exchanges',
      'Schemas  messages 90.0 %',
      'Turns    9 user, 9 assistant',
      '         1 answer in prompts that training does not reach',
      'Columns  read: messages',
      '         not read: id\\u{1b}',
      '         not loaded: v\\u{1b}: holds no text; --columns names what to load',
      'Skipped  broken-json: 1 row, first a row 5',
      '         mend it',
      'Note     bom: 1 row',
      '',
      'a row 1, messages',
      '  user       ••• ••',
      '  answer     ••••',
      '',
    ])
  })

  test('ends with 2 where fewer rows are understood than --min-coverage asks for', async () => {
    const at = inspecting()
    expect(await at.run('inspect', 'a', '--min-coverage', '0.9')).toBe(0)
    expect(await at.run('inspect', 'a', '--min-coverage', '0.95')).toBe(2)
    expect(at.err.text).toContain('90.0 % of the rows were understood, less than --min-coverage 0.95')
  })

  test('as JSON is the whole result', async () => {
    const at = inspecting()
    await at.run('inspect', 'a', '-f', 'json')
    expect(JSON.parse(at.out.text)).toEqual(found)
  })

  test('no exchange is 3, a file that cannot be read 2', async () => {
    expect(await inspecting({ exchanges: 0 }).run('inspect', 'a')).toBe(3)
    const problems = [{ code: 'file-missing', file: 'b', message: 'b: no such file', hint: '' }]
    expect(await inspecting({ problems, exchanges: 0 }).run('inspect', 'a', 'b')).toBe(2)
  })
})

test('sizes have three digits', () => {
  expect([0, 999, 1000, 2_563_513, 1.5e13].map(size)).toEqual(['0 B', '999 B', '1.00 KB', '2.56 MB', '15.0 TB'])
})

test('collect tells what a configuration names, since a state does not carry it; -q tells nothing', async () => {
  const notes = [{ code: 'from-config', text: 'sft.yml\u202e names a.jsonl' }]
  const api = { planCommand: async () => ({ notes }), collectShard: async () => new Uint8Array(3) }
  const collecting = ['collect', '--from-config', 'sft.yml', '--shard', '0/1', '--out', 'p'] as const
  const at = stage({ api })
  expect(await at.run(...collecting)).toBe(0)
  expect(at.err.text).toContain('sft.yml\\u{202e} names a.jsonl\n')
  const quiet = stage({ api })
  expect(await quiet.run(...collecting, '-q')).toBe(0)
  expect(quiet.err.text).toBe('')
})
