import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { byWeight, CONFIDENCES, failing, gate, SEVERITIES } from '../src/gate.ts'
import type { Gate } from '../src/model/options.ts'
import { finding, reportOf } from './cli/stage.ts'

const findings = fc.array(
  fc
    .record({
      severity: fc.constantFrom(...SEVERITIES),
      confidence: fc.constantFrom(...CONFIDENCES),
      surprise: fc.nat(3),
      fingerprint: fc.constantFrom('a', 'b', 'c'),
    })
    .map(({ surprise, ...over }) => finding({ ...over, evidence: { ...finding().evidence, surprise } })),
)
const gates = fc.record({
  failOn: fc.constantFrom<Gate['failOn'][]>('critical', 'high', 'medium', 'low', 'never'),
  minConfidence: fc.constantFrom(...CONFIDENCES),
})

test('the gate fails exactly if some finding is severe and certain enough', () => {
  const severe: Readonly<Record<string, readonly string[]>> = {
    critical: ['critical'],
    high: ['critical', 'high'],
    medium: ['critical', 'high', 'medium'],
    low: ['critical', 'high', 'medium', 'low'],
    never: [],
  }
  const certain = { high: ['high'], medium: ['high', 'medium'], low: ['high', 'medium', 'low'] }
  fc.assert(
    fc.property(findings, gates, (list, options) => {
      const expected = list.some(
        ({ severity, confidence }) =>
          severe[options.failOn ?? 'high'].includes(severity) && certain[options.minConfidence].includes(confidence),
      )
      expect(gate(reportOf(list), options)).toBe(expected)
    }),
  )
})

test('a declared gate that behaves does not count; one that leaks does', () => {
  const report = (status: 'as-declared' | 'leaking') =>
    reportOf([finding({ declared: 'ours' })], { declared: [{ name: 'ours', status, count: 50 }] })
  expect(failing(report('as-declared'))).toEqual([])
  expect(failing(report('leaking'))).toHaveLength(1)
})

test('any order of findings sorts to one order: severity, surprise, fingerprint', () => {
  fc.assert(
    fc.property(findings, (list) => {
      const key = ({ severity, evidence, fingerprint }: ReturnType<typeof finding>) =>
        [SEVERITIES.indexOf(severity), -evidence.surprise, fingerprint] as const
      const sorted = [...list].sort(byWeight).map(key)
      expect([...list].reverse().sort(byWeight).map(key)).toEqual(sorted)
      for (let i = 1; i < sorted.length; i++) {
        const [a, b] = [sorted[i - 1], sorted[i]]
        expect(a[0] < b[0] || (a[0] === b[0] && (a[1] < b[1] || (a[1] === b[1] && a[2] <= b[2])))).toBe(true)
      }
    }),
  )
})
