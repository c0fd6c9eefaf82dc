import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { parse as parseYaml } from 'yaml'
import { configTemplate } from '../../src/cli/commands/init.ts'
import { COMMANDS } from '../../src/cli/commands.ts'
import { checkConfig } from '../../src/cli/config/check.ts'
import { FLAGS, FORMATS, flagsOf } from '../../src/cli/flags.ts'
import { heading, reference } from '../../src/cli/help.ts'
import { configSchema } from './config-schema.ts'
import { clearStages, stage } from './stage.ts'

afterAll(clearStages)

const ROOT = join(__dirname, '..', '..')

/** UPDATE_GENERATED=1 writes the files anew. */
function held(path: string, text: string): string {
  if (process.env.UPDATE_GENERATED) writeFileSync(join(ROOT, path), text)
  return readFileSync(join(ROOT, path), 'utf8')
}

test('docs/cli.md is what the tables say', () => {
  expect(held('docs/cli.md', reference())).toBe(reference())
})

describe('schema/config-v1.json', () => {
  const text = `${JSON.stringify(configSchema(), null, 2)}\n`

  test('is what the tables say', () => {
    expect(held('schema/config-v1.json', text)).toBe(text)
  })

  const valid = new Ajv({ allowUnionTypes: true }).compile(configSchema())
  test.each([
    '{}',
    parseless(configTemplate()),
    'fail-on: high',
    'fail-on: dire',
    'jobs: 0',
    'jobs: 2',
    'min-coverage: 1.5',
    'rules: [a, b]',
    'rules: [1]',
    'map: { prompt: a }',
    'map: { prompt: /a }',
    'per-file: 1',
    'output: [a.json]',
    'ignores: [{ fingerprint: a }]',
    'ignores: [{ fingerprint: a, reason: b }]',
    'ignores: [{ fingerprint: a, reason: b, until: soon }]',
    'ignores: [{ fingerprint: a, reason: b, until: 2030-12-31 }]',
    '- 1',
  ])('and the check agree on %j', (yaml) => {
    const value: unknown = parseYaml(yaml)
    const { faults } = checkConfig({ value, lineOf: () => 1 })
    expect([valid(value), faults.length === 0]).toEqual([faults.length === 0, valid(value)])
  })
})

function parseless(template: string): string {
  return template.replace(/^#.*\n/gm, '') || '{}'
}

test('every flag belongs to a command that exists, and no short form is used twice', () => {
  const names = COMMANDS.map(({ name }) => name)
  for (const { commands } of FLAGS) if (commands !== 'all') expect(names).toEqual(expect.arrayContaining([...commands]))
  const shorts = FLAGS.flatMap(({ short }) => short ?? [])
  expect(new Set(shorts).size).toBe(shorts.length)
  expect(new Set(FLAGS.map(({ name }) => name)).size).toBe(FLAGS.length)
})

test('the contract names these flags for scan', () => {
  const contract =
    'format output fail-on min-confidence exit-zero config rules baseline declared schema map split stdin-filename columns min-support certify strict min-coverage hash-seed jobs memory max-row-bytes max-decompressed-ratio show-text quiet no-color no-progress per-file rows-out from-config sarif-root sarif-anchor version help'
  expect(flagsOf('scan').map(({ name }) => name)).toEqual(expect.arrayContaining(contract.split(' ')))
  expect(FORMATS).toEqual([
    'terminal',
    'json',
    'jsonl',
    'sarif',
    'markdown',
    'html',
    'junit',
    'csv',
    'github',
    'gitlab',
  ])
})

describe('help', () => {
  test('of each command goes to standard output and names its flags', async () => {
    for (const { name } of COMMANDS) {
      const at = stage()
      expect(await at.run(name, '--help')).toBe(0)
      expect(at.err.text).toBe('')
      for (const flag of flagsOf(name)) expect(at.out.text).toContain(heading(flag))
      const other = stage()
      await other.run('help', name)
      expect(other.out.text).toBe(at.out.text)
    }
  })

  test('fits into 120 columns', async () => {
    for (const argv of [['--help'], ...COMMANDS.map(({ name }) => [name, '--help'])]) {
      const at = stage()
      await at.run(...argv)
      expect(at.out.text.split('\n').filter((line) => line.length > 120)).toEqual([])
    }
  })

  test('unasked, for a call that names nothing, is 2 and not on standard output', async () => {
    const at = stage()
    expect(await at.run()).toBe(2)
    expect(at.out.text).toBe('')
    expect(at.err.text).toContain('Usage: suretrap')
  })

  test('--version is the version of the package, and loads no library', async () => {
    const at = stage()
    expect(await at.run('--version')).toBe(0)
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
    expect(at.out.text).toBe(`${version}\n`)
  })
})
