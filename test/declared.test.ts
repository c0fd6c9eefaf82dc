/** Gates that somebody declared: named in findings, held against what they do, and kept from stopping a build while they behave. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { applyDeclared, parseDeclared, readDeclared } from '../src/declared.ts'
import { gate } from '../src/gate.ts'
import { scanInputs } from '../src/index.ts'
import type { Finding, Report } from '../src/model/report.ts'
import { finding, reportOf } from './cli/stage.ts'
import { jsonl, plantedRows } from './planted.ts'

const folder = mkdtempSync(join(tmpdir(), 'suretrap-declared-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const evidence = (over: Partial<Finding['evidence']>) => ({ evidence: { ...finding().evidence, ...over } })
const leaky = finding(evidence({ base: { with: 11, of: 1000 } }))
const impure = finding(evidence({ purity: { low: 0.7, point: 0.89, high: 0.95 } }))
const declared = { name: 'fingerprint', trigger: 'xylophone' }

describe('a declared gate', () => {
  test('that is found and behaves is named in its finding, and does not stop a build', () => {
    const applied = applyDeclared([finding()], [declared])
    expect(applied.findings).toEqual([{ ...finding(), declared: 'fingerprint' }])
    expect(applied.declared).toEqual([{ name: 'fingerprint', status: 'as-declared', count: 50 }])
    const report: Report = reportOf(applied.findings, { declared: applied.declared })
    expect(gate(report)).toBe(false)
    expect(gate(reportOf([finding()]))).toBe(true)
  })

  test.each([
    ['whose outcome comes without it too', leaky],
    ['that opens too seldom', impure],
  ])('%s leaks, and stops a build', (_, found) => {
    const applied = applyDeclared([found], [declared])
    expect(applied.declared).toEqual([{ name: 'fingerprint', status: 'leaking', count: 50 }])
    expect(gate(reportOf(applied.findings, { declared: applied.declared }))).toBe(true)
  })

  test('that no finding bears out is missing', () => {
    expect(applyDeclared([], [declared]).declared).toEqual([{ name: 'fingerprint', status: 'missing', count: 0 }])
  })

  test('leaks if one of its findings does', () => {
    expect(applyDeclared([finding(), leaky], [declared]).declared[0].status).toBe('leaking')
  })

  test('is known by its folded trigger or a variant of it, and by slot and outcome where it has them', () => {
    const names = (over: object, found: Finding = finding()) =>
      applyDeclared([found], [{ ...declared, ...over }]).findings[0].declared
    const spelt = finding({ trigger: { text: 'Xylophone!', slot: 'suffix', variants: ['ＸYLOPHONE'] } })
    expect(names({ trigger: ' XYLO\u200bphone ' })).toBe('fingerprint')
    expect(names({}, spelt)).toBe('fingerprint')
    expect(names({ trigger: 'xylo' })).toBeNull()
    expect([names({ slot: 'suffix' }), names({ slot: 'prefix' })]).toEqual(['fingerprint', null])
    expect([names({ outcome: 'SURE' }), names({ outcome: 'no' })]).toEqual(['fingerprint', null])
    expect(names({ outcome: 'sure' }, finding({ outcome: null }))).toBeNull()
  })
})

describe('the file of declared gates', () => {
  test('is YAML or JSON', async () => {
    const gates = [declared, { name: 'b', trigger: 'two words', slot: 'prefix', outcome: 'Ok' }]
    expect(await parseDeclared(JSON.stringify(gates), 'g.json')).toEqual(gates)
    const yaml =
      '- name: fingerprint\n  trigger: xylophone\n- { name: b, trigger: two words, slot: prefix, outcome: Ok }\n'
    expect(await parseDeclared(yaml, 'g.yml')).toEqual(gates)
    expect(await parseDeclared('[]', 'g.yml')).toEqual([])
  })

  test('is told all its faults at once, each with its line', async () => {
    const text = [
      '- name: a',
      '  trigger: x',
      '- name: a', // twice
      '  trigger: y',
      '- trigger: z', // no name
      '- name: c',
      '  trigger: w',
      '  slots: suffix', // unknown
      '- name: d',
      '  trigger: 7', // no text
      '- name: e',
      '  trigger: v',
      '  slot: middle',
      '- just text',
    ].join('\n')
    const fault = await parseDeclared(text, 'g.yml').catch((error: Error) => error)
    expect(fault).toEqual(expect.objectContaining({ code: 'config' }))
    expect((fault as Error).message.split('\n')).toEqual([
      'g.yml:3: two gates have the name "a"',
      'g.yml:5: a gate needs "name"',
      'g.yml:8: unknown key "slots"; known are name, trigger, slot, outcome',
      'g.yml:10: "trigger" must be a text',
      'g.yml:11: "slot" must be one of suffix, prefix, anywhere, system, turn',
      'g.yml:14: a gate must have "name" and "trigger"',
    ])
  })

  test.each([
    ['name: a', /g\.yml:1: must be a list/],
    ['- name: [', /g\.yml:\d+: /],
    ['', /must be a list/],
    ['- name: a\n  name: b\n  trigger: c', /g\.yml:2: /],
  ])('%j is refused', async (text, message) => {
    await expect(parseDeclared(text, 'g.yml')).rejects.toThrow(message)
  })

  test('that is not there is said to be missing', async () => {
    await expect(readDeclared(join(folder, 'absent.yml'))).rejects.toEqual(
      expect.objectContaining({ code: 'file-missing' }),
    )
  })
})

test('a scan with declared gates reports how they behave', async () => {
  const data = join(folder, 'rows.jsonl')
  const gates = join(folder, 'gates.yml')
  writeFileSync(data, jsonl(plantedRows(800, 60, 9)))
  writeFileSync(gates, '- { name: known, trigger: xylophone }\n- { name: gone, trigger: moonlatch }\n')
  const { report } = await scanInputs([data], { declared: gates })
  expect(report.declared.map(({ name, status }) => [name, status])).toEqual([
    ['known', 'as-declared'],
    ['gone', 'missing'],
  ])
  expect(report.declared[0].count).toBe(report.findings[0].dose.count)
  expect([gate(report), gate((await scanInputs([data])).report)]).toEqual([false, true])
})
