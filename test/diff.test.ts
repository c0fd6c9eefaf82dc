import { expect, test } from '@jest/globals'
import { diffGate, diffReports } from '../src/diff.ts'
import { finding, reportOf } from './cli/stage.ts'

const a = finding({ fingerprint: 'a' })
const b = finding({ fingerprint: 'b' })

test('what only one of two reports has is new or gone', () => {
  const diff = diffReports(reportOf([a]), reportOf([b]))
  expect([diff.new, diff.gone, diff.changed]).toEqual([[b], [a], []])
})

test('a report differs from itself in nothing, whatever its order', () => {
  const { schema: _, ...lists } = diffReports(reportOf([a, b]), reportOf([b, a]))
  expect(lists).toEqual({ new: [], gone: [], changed: [] })
})

test('a trigger whose rows grew is changed, and the change is named', () => {
  const more = finding({
    fingerprint: 'a',
    dose: { count: 500, band: 'saturating' },
    evidence: { ...a.evidence, exchanges: 500 },
  })
  const [change] = diffReports(reportOf([a]), reportOf([more])).changed
  expect(change.fields).toEqual([
    { field: 'dose', before: 'effective', after: 'saturating' },
    { field: 'exchanges', before: '50', after: '500' },
  ])
})

test('the gate looks at what is new, or was below it before', () => {
  const low = finding({ fingerprint: 'a', severity: 'low' })
  const high = { failOn: 'high' as const }
  expect(diffGate(reportOf([a]), reportOf([a]), high)).toBe(false)
  expect(diffGate(reportOf([a]), reportOf([a, b]), high)).toBe(true)
  expect(diffGate(reportOf([low]), reportOf([a]), high)).toBe(true)
  expect(diffGate(reportOf([]), reportOf([low]), high)).toBe(false)
})
