import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { parse as parseYaml } from 'yaml'
import { configTemplate } from '../../src/cli/commands/init.ts'
import { CONFIG_FLAGS } from '../../src/cli/config/check.ts'
import { loadConfig } from '../../src/cli/config/load.ts'
import { clearStages, finding, resultOf, type Stage, stage } from './stage.ts'

afterAll(clearStages)

function withConfig(name: string, text: string, at: Stage = stage()): Stage {
  writeFileSync(join(at.folder, name), text)
  return at
}

describe('where a config is found', () => {
  test('upward from the working directory, and its paths are meant from its own folder', async () => {
    const outer = withConfig('suretrap.config.yaml', 'paths: [data]\nbaseline: known.json\n')
    const inner = join(outer.folder, 'a', 'b')
    mkdirSync(inner, { recursive: true })
    const config = await loadConfig(undefined, { cwd: inner, env: {} })
    expect(config?.paths).toEqual([join('..', '..', 'data')])
    expect(config?.values.get('baseline')).toBe(join('..', '..', 'known.json'))
  })

  test('never in the scanned folder', async () => {
    const at = stage()
    mkdirSync(join(at.folder, 'downloaded'))
    writeFileSync(join(at.folder, 'downloaded', 'suretrap.config.yaml'), 'fail-on: never\n')
    const muted = stage({ result: resultOf([finding()]), io: { cwd: at.folder } })
    expect(await muted.run('downloaded')).toBe(1)
  })

  test('nor for who scans a downloaded folder from inside: it is passed over and named, and one further up holds', async () => {
    const at = stage({ result: resultOf([finding()]) })
    const down = join(at.folder, 'down', 'loaded')
    mkdirSync(down, { recursive: true })
    writeFileSync(join(down, 'suretrap.config.yaml'), 'fail-on: never\n')
    symlinkSync(down, join(at.folder, 'link'))
    for (const [cwd, path] of [
      [down, '.'],
      [down, '../loaded'],
      [join(at.folder, 'link'), down],
    ]) {
      const muted = stage({ result: resultOf([finding()]), io: { cwd } })
      expect([path, await muted.run(path)]).toEqual([path, 1])
      expect(muted.err.text).toMatch(/loaded.suretrap\.config\.yaml is not used: it stands in the scanned folder/)
    }
    writeFileSync(join(at.folder, 'suretrap.config.yaml'), 'fail-on: critical\n')
    const ours = stage({ result: resultOf([finding()]), io: { cwd: down } })
    expect(await ours.run('.')).toBe(0)
    expect(await ours.run('.', '--config', 'suretrap.config.yaml')).toBe(0)
    expect(await ours.run('a.jsonl')).toBe(0)
    expect(ours.err.text).toMatch(/using suretrap.config.yaml\n/)
  })

  test('the flag wins over the environment, the environment over the folder; --no-config wins over all', async () => {
    const run = async (...argv: string[]) => {
      const at = stage({ io: { env: { SURETRAP_CONFIG: 'env.yaml' } } })
      withConfig('suretrap.config.yaml', 'min-support: 10', at)
      withConfig('env.yaml', 'min-support: 20', at)
      withConfig('flag.yaml', 'min-support: 30', at)
      await at.run('a.jsonl', ...argv)
      return at.calls[0].options.minSupport
    }
    expect(await run()).toBe(20)
    expect(await run('--config', 'flag.yaml')).toBe(30)
    expect(await run('--no-config')).toBeUndefined()
    expect(await run('--min-support', '40')).toBe(40)
  })

  test('a named config that is not there is 2', async () => {
    const at = stage()
    expect(await at.run('a.jsonl', '--config', 'absent.yaml')).toBe(2)
    expect(at.err.text).toContain('cannot read the config absent.yaml: there is no such file')
  })

  test('package.json holds it under its own key; a package.json without is passed by', async () => {
    const at = withConfig('package.json', '{ "name": "x", "suretrap": { "min-support": 12 } }')
    const inner = join(at.folder, 'sub')
    mkdirSync(inner)
    writeFileSync(join(inner, 'package.json'), '{ "name": "suretrap-user" }')
    const config = await loadConfig(undefined, { cwd: inner, env: {} })
    expect(config?.values.get('min-support')).toBe(12)
  })
})

describe('what it may say', () => {
  const yaml =
    'fail-on: medium\nmemory: 1GiB\nmin-support: 9\nper-file: true\ncolumns: [a, b]\nmap: { prompt: /q, response: /a }\nignores:\n  - { fingerprint: abc, reason: ours, until: 2027-01-31 }\n'
  const json = JSON.stringify(parseYaml(yaml), null, 2)
  const toml =
    'fail-on = "medium"\nmemory = "1GiB"\nmin-support = 9\nper-file = true\ncolumns = ["a", "b"]\n[map]\nprompt = "/q"\nresponse = "/a"\n[[ignores]]\nfingerprint = "abc"\nreason = "ours"\nuntil = 2027-01-31\n'

  test('YAML, JSON and TOML say the same', async () => {
    const read = async (name: string, text: string) => {
      const at = withConfig(name, text)
      const config = await loadConfig(undefined, at.io)
      return { values: config?.values, ignores: config?.ignores }
    }
    const fromYaml = await read('suretrap.config.yaml', yaml)
    expect(fromYaml.values?.get('memory')).toBe(2 ** 30)
    expect(fromYaml.values?.get('map')).toEqual({ prompt: '/q', response: '/a' })
    expect(fromYaml.ignores).toEqual([{ fingerprint: 'abc', reason: 'ours', until: '2027-01-31' }])
    expect(await read('suretrap.config.json', json)).toEqual(fromYaml)
    expect(await read('suretrap.config.toml', toml)).toEqual(fromYaml)
  })

  test('an empty file is a config that says nothing', async () => {
    const config = await loadConfig(undefined, withConfig('suretrap.config.yaml', '# nothing\n').io)
    expect(config?.values.size).toBe(0)
  })

  test('all faults are told at once, each with its line', async () => {
    const at = withConfig(
      'suretrap.config.yaml',
      'fail-on: hgih\nmin-suport: 3\nper-file: "yes"\nignores:\n  - fingerprint: abc\n  - fingerprint: def\n    reason: ours\n    until: 2026-02-30\n    untill: x\njobs: 0\noutput: [r.json]\n',
    )
    expect(await at.run('a.jsonl')).toBe(2)
    const lines = at.err.text
      .trimEnd()
      .split('\n')
      .map((line) => line.replace('suretrap: suretrap.config.yaml:', ''))
    expect(lines).toEqual([
      '2: unknown key "min-suport": did you mean min-support?',
      '11: unknown key "output"',
      '1: fail-on must be one of critical, high, medium, low, never',
      '3: per-file must be true or false',
      '10: jobs must be at least 1',
      '5: an ignore needs a reason: why is this finding no fault?',
      '5: an ignore needs until: the last day on which it holds, like 2026-12-31',
      '9: unknown key "untill": did you mean until?',
      '8: until must be a day like 2026-12-31',
    ])
    expect(at.calls).toEqual([])
  })

  test('in TOML too, faults have their lines', async () => {
    const at = withConfig(
      'suretrap.config.toml',
      'jobs = 2\nfail-on = "no"\n\n[[ignores]]\nfingerprint = "a"\nreason = "x"\n\n[[ignores]]\nfingerprint = "b"\nreason = ""\nuntil = "soon"\n',
    )
    await at.run('a.jsonl')
    expect(at.err.text).toContain('suretrap.config.toml:2: fail-on must be')
    expect(at.err.text).toContain('suretrap.config.toml:8: an ignore needs a reason')
    expect(at.err.text).toContain('suretrap.config.toml:11: until must be')
  })

  test.each([
    ['suretrap.config.yaml', 'a: 1\nb: [\n', /suretrap\.config\.yaml:\d: /],
    ['suretrap.config.yaml', 'jobs: 1\njobs: 2\n', /suretrap\.config\.yaml:2: .*unique/],
    ['suretrap.config.toml', 'jobs = 1\nx = = 2\n', /suretrap\.config\.toml:2: /],
    ['suretrap.config.json', '[1]', /suretrap\.config\.json:1: a config is a mapping/],
  ])('%s with %j is 2, and the line is told', async (name, text, fault) => {
    const at = withConfig(name, text)
    expect(await at.run('a.jsonl')).toBe(2)
    expect(at.err.text).toMatch(fault)
  })

  test('aliases that multiply are refused, not unfolded', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `x${i}: &a${i} [${i === 0 ? '1' : `*a${i - 1}, *a${i - 1}`}]`)
    const at = withConfig('suretrap.config.yaml', rows.join('\n'))
    expect(await at.run('a.jsonl')).toBe(2)
    expect(at.err.text).toContain('alias')
  })
})

describe('init', () => {
  test('writes a config that is valid as it stands, and with every setting switched on', async () => {
    const at = stage()
    expect(await at.run('init')).toBe(0)
    expect(await at.run('a.jsonl')).toBe(0)
    const settings = configTemplate()
      .replace(/^# yaml-language-server.*/, '')
      .replace(/^# ([a-z-]+:(?= |$))/gm, '$1')
      .replace(/^#( {3}- | {5}\w+:)/gm, '$1')
    const on = withConfig('suretrap.config.yaml', settings)
    const config = await loadConfig(undefined, on.io)
    expect([...(config?.values.keys() ?? [])].sort()).toEqual(CONFIG_FLAGS.map(({ name }) => name).sort())
    expect(config?.ignores).toHaveLength(1)
  })

  test('never overwrites', async () => {
    const at = withConfig('suretrap.config.yaml', 'jobs: 3\n')
    expect(await at.run('init')).toBe(2)
    expect(readFileSync(join(at.folder, 'suretrap.config.yaml'), 'utf8')).toBe('jobs: 3\n')
  })
})

describe('ignores and baselines in a scan', () => {
  test('an ignored finding does not fail the build, a new one beside it does; the JSON report has both', async () => {
    const [old, fresh] = [finding({ fingerprint: 'abc' }), finding({ fingerprint: 'new' })]
    const config = 'ignores:\n  - { fingerprint: abc, reason: our own token, until: 2030-12-31 }\n'
    const known = withConfig('suretrap.config.yaml', config, stage({ result: resultOf([old]) }))
    expect(await known.run('a.jsonl')).toBe(0)
    expect(known.out.text).toContain('1 finding known to the baseline or ignored')
    const both = withConfig('suretrap.config.yaml', config, stage({ result: resultOf([old, fresh]) }))
    expect(await both.run('a.jsonl', '-f', 'json')).toBe(1)
    expect(JSON.parse(both.out.text).findings).toHaveLength(2)
  })

  test('an ignore past its day is told and does not apply', async () => {
    const at = stage({ result: resultOf([finding({ fingerprint: 'abc' })]) })
    withConfig(
      'suretrap.config.yaml',
      'ignores:\n  - { fingerprint: abc, reason: x, until: 2026-06-14, owner: ada }\n',
      at,
    )
    expect(await at.run('a.jsonl')).toBe(1)
    expect(at.err.text).toContain('the ignore of abc ended on 2026-06-14 and does not apply (owner: ada)')
  })

  test('baseline create, use, prune', async () => {
    const at = stage({ result: resultOf([finding({ fingerprint: 'abc' })]) })
    expect(await at.run('a.jsonl', '-o', 'r.json')).toBe(1)
    expect(await at.run('baseline', 'create', 'r.json', '--reason', 'seen and accepted')).toBe(0)
    expect(await at.run('a.jsonl', '--baseline', 'suretrap.baseline.json')).toBe(0)
    expect(await at.run('baseline', 'create', 'r.json')).toBe(2)
    const clean = stage({ io: { cwd: at.folder } })
    expect(await clean.run('a.jsonl', '--baseline', 'suretrap.baseline.json', '-o', 'clean.json')).toBe(0)
    expect(clean.err.text).toContain('abc is known, but no finding has it')
    expect(await clean.run('baseline', 'prune', 'clean.json')).toBe(0)
    expect(JSON.parse(readFileSync(join(at.folder, 'suretrap.baseline.json'), 'utf8')).findings).toEqual([])
  })

  test('a baseline that is missing or broken is 2', async () => {
    const at = withConfig('b.json', '{}')
    expect(await at.run('a.jsonl', '--baseline', 'absent.json')).toBe(2)
    expect(await at.run('a.jsonl', '--baseline', 'b.json')).toBe(2)
  })
})
