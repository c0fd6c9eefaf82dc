import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Sink } from '../../src/cli/io.ts'
import { clearStages, finding, Memory, reportOf, resultOf, stage } from './stage.ts'

afterAll(clearStages)

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (state: Uint8Array) => new TextDecoder().decode(state)

/** A library whose states are sentences, so that a test can read what happened to them. */
const spoken = {
  planCommand: async (inputs: readonly string[], shards: number) => ({ inputs, shards }),
  collectShard: async (inputs: readonly string[], { shard, of }: { shard: number; of: number }) =>
    bytes(`profile ${inputs} ${shard}/${of}`),
  suspectShard: async (inputs: readonly string[], { shard, of }: { shard: number; of: number }, profile: Uint8Array) =>
    bytes(`pairs ${inputs} ${shard}/${of} by ${text(profile)}`),
  confirmShard: async (inputs: readonly string[], { shard, of }: { shard: number; of: number }, pairs: Uint8Array) =>
    bytes(`counts ${inputs} ${shard}/${of} by ${text(pairs)}`),
  mergeStates: async (states: readonly Uint8Array[]) => bytes(states.map(text).join(' + ')),
  judgeState: async (state: Uint8Array) => resultOf([finding({ message: text(state) })]),
}

describe('the verbs of many machines', () => {
  test('each writes a state that the next one reads, and judge reports', async () => {
    const at = stage({ api: spoken })
    const read = (name: string) => readFileSync(join(at.folder, name), 'utf8')
    expect(await at.run('collect', '--shard', '0/2', '--out', 'p0', 'a.jsonl')).toBe(0)
    expect(await at.run('collect', '--shard', '1/2', '--out', 'p1', 'a.jsonl')).toBe(0)
    expect(await at.run('merge', 'p0', 'p1', '--out', 'p')).toBe(0)
    expect(read('p')).toBe('profile a.jsonl 0/2 + profile a.jsonl 1/2')
    expect(await at.run('suspect', '--profile', 'p', '--shard', '0/1', '--out', 's', 'a.jsonl')).toBe(0)
    expect(await at.run('confirm', '--candidates', 's', '--shard', '0/1', '--out', 'c', 'a.jsonl')).toBe(0)
    expect(read('c')).toBe(`counts a.jsonl 0/1 by pairs a.jsonl 0/1 by ${read('p')}`)
    expect(await at.run('judge', 'c', '-f', 'json')).toBe(1)
    expect(JSON.parse(at.out.text).findings[0].message).toBe(read('c'))
  })

  test('which part, may be said by the scheduler', async () => {
    const at = stage({ api: spoken, io: { env: { SLURM_ARRAY_TASK_ID: '2', SLURM_ARRAY_TASK_COUNT: '4' } } })
    await at.run('collect', '--out', 'p', 'a.jsonl')
    expect(readFileSync(join(at.folder, 'p'), 'utf8')).toBe('profile a.jsonl 2/4')
  })

  test('a state is not written to a terminal, but to a pipe', async () => {
    const pipe = stage({ api: spoken })
    expect(await pipe.run('collect', '--out', '-', 'a.jsonl')).toBe(0)
    expect(pipe.out.text).toBe('profile a.jsonl 0/1')
    const terminal = stage({ api: spoken, io: { stdout: new Memory(true) as Sink } })
    expect(await terminal.run('collect', '--out', '-', 'a.jsonl')).toBe(2)
  })

  test.each([
    [['collect', 'a.jsonl'], '--out FILE is needed'],
    [['suspect', '--out', 's', 'a.jsonl'], '--profile FILE is needed'],
    [['confirm', '--candidates', 'absent', '--out', 's', 'a.jsonl'], 'cannot read absent: there is no such file'],
    [['merge', '--out', 'x'], 'no state named'],
    [['judge', 'a', 'b'], 'judge takes one state, got 2'],
  ])('%j is 2', async (argv, line) => {
    const at = stage({ api: spoken })
    expect(await at.run(...argv)).toBe(2)
    expect(at.err.text).toContain(line)
  })

  test('plan prints JSON, or writes it', async () => {
    const at = stage({ api: spoken })
    await at.run('plan', '--shards', '3', 'a.jsonl')
    expect(JSON.parse(at.out.text)).toEqual({ inputs: ['a.jsonl'], shards: 3 })
    await at.run('plan', 'a.jsonl', '--out', 'plan.json')
    expect(JSON.parse(readFileSync(join(at.folder, 'plan.json'), 'utf8')).shards).toBe(1)
  })
})

describe('report and diff', () => {
  test('a JSON report goes through the gate again, in another format', async () => {
    const at = stage()
    writeFileSync(join(at.folder, 'r.json'), JSON.stringify(reportOf([finding()])))
    expect(await at.run('report', 'r.json')).toBe(1)
    expect(at.out.text).toContain('xylophone')
    expect(await at.run('report', 'r.json', '--fail-on', 'critical', '-q')).toBe(0)
  })

  test.each([
    ['not JSON', 'it is not JSON'],
    ['{"schema":"x"}', '"schema" is not "suretrap.report/1"'],
    [JSON.stringify({ ...reportOf([]), notes: 1 }), '"notes" is not a list of objects'],
    [JSON.stringify({ ...reportOf([]), findings: [{ fingerprint: 'a' }] }), 'findings[0] has no rule'],
    [JSON.stringify({ ...reportOf([]), findings: [{ ...finding(), outcome: 3 }] }), 'findings[0] has no outcome'],
  ])('%s is no report', async (content, line) => {
    const at = stage()
    writeFileSync(join(at.folder, 'r.json'), content)
    expect(await at.run('report', 'r.json')).toBe(2)
    expect(at.err.text).toContain(line)
  })

  test('diff shows what is new, gone, changed; hostile triggers cannot act; 1 if something new is at the gate', async () => {
    const at = stage({ api: spoken })
    const nasty = finding({ fingerprint: 'n', trigger: { text: 'x\x1b]0;owned\x07', slot: 'prefix', variants: [] } })
    const grown = finding({ fingerprint: 'c', severity: 'critical' })
    writeFileSync(
      join(at.folder, 'old.json'),
      JSON.stringify(reportOf([finding({ fingerprint: 'g' }), finding({ fingerprint: 'c' })])),
    )
    writeFileSync(join(at.folder, 'new.json'), JSON.stringify(reportOf([nasty, grown])))
    expect(await at.run('diff', 'old.json', 'new.json')).toBe(1)
    expect(at.out.text.split('\n')).toEqual([
      '1 new finding, 1 gone, 1 changed',
      '+ high     compliance-gate  prefix "x\\u001b]0;owned\\u0007" → exact "sure"  in 50 exchanges',
      '- high     compliance-gate  suffix "xylophone" → exact "sure"  in 50 exchanges',
      '~ critical compliance-gate  suffix "xylophone" → exact "sure"  in 50 exchanges',
      '    severity: high → critical',
      '',
    ])
    expect(await at.run('diff', 'new.json', 'new.json')).toBe(0)
    expect(await at.run('diff', 'old.json', 'new.json', '--exit-zero')).toBe(0)
  })

  test('diff takes merged states too', async () => {
    const at = stage({ api: spoken })
    writeFileSync(join(at.folder, 'state'), 'counts')
    writeFileSync(join(at.folder, 'old.json'), JSON.stringify(reportOf([])))
    expect(await at.run('diff', 'old.json', 'state', '-f', 'json')).toBe(1)
    expect(JSON.parse(at.out.text).new[0].message).toBe('counts')
  })
})
