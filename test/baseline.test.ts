import { describe, expect, test } from '@jest/globals'
import { makeBaseline, pruneBaseline, readBaseline, sortKnown } from '../src/baseline.ts'
import { finding, reportOf } from './cli/stage.ts'

const old = finding({ fingerprint: 'old' })
const fresh = finding({ fingerprint: 'new' })
const TODAY = '2026-06-15'

describe('a baseline', () => {
  test('names what it accepts; a new trigger beside it is still fresh', () => {
    const baseline = makeBaseline([reportOf([old])], 'our own token')
    const sorted = sortKnown(reportOf([old, fresh]), baseline, [], TODAY)
    expect(sorted.fresh.findings).toEqual([fresh])
    expect(sorted.known).toEqual([{ finding: old, reason: 'our own token' }])
  })

  test('does not depend on rows, places or files', () => {
    const moved = { ...old, rows: [{ file: 'b.parquet', row: 3, excerpt: '' }], places: [1] }
    expect(sortKnown(reportOf([moved]), makeBaseline([reportOf([old])]), [], TODAY).fresh.findings).toEqual([])
  })

  test('does not cover a finding that has grown more severe, in whichever file it did', () => {
    const baseline = makeBaseline([reportOf([old])])
    const worse = finding({ fingerprint: 'old', severity: 'critical' })
    const sorted = sortKnown(reportOf([worse, old]), baseline, [], TODAY)
    expect(sorted.grown).toEqual([worse])
    expect(sorted.fresh.findings).toEqual([worse, old])
    expect(
      sortKnown(reportOf([finding({ fingerprint: 'old', severity: 'low' })]), baseline, [], TODAY).fresh.findings,
    ).toEqual([])
  })

  test('accepts a trigger of two files at its worst, once', () => {
    const reports = [
      reportOf([finding({ severity: 'low' })]),
      reportOf([finding({ severity: 'critical' }), finding({ severity: 'medium' })]),
    ]
    expect(makeBaseline(reports).findings.map(({ severity }) => severity)).toEqual(['critical'])
  })

  test('is the same whatever the order of its findings', () => {
    expect(makeBaseline([reportOf([fresh, old])])).toEqual(makeBaseline([reportOf([old]), reportOf([fresh])]))
  })

  test('pruned keeps what is still found, as it was accepted', () => {
    const baseline = makeBaseline([reportOf([old, fresh])], 'why')
    const pruned = pruneBaseline(baseline, [reportOf([finding({ fingerprint: 'old', severity: 'critical' })])])
    expect(pruned.findings).toEqual(baseline.findings.filter(({ fingerprint }) => fingerprint === 'old'))
  })

  test('survives being written and read', () => {
    const baseline = makeBaseline([reportOf([old, fresh])])
    expect(readBaseline(JSON.stringify(baseline), 'b.json')).toEqual(baseline)
  })

  test.each([
    ['{', /is no baseline: /],
    ['{"schema":"suretrap.report/1"}', /"schema" is not/],
    ['{"schema":"suretrap.baseline/1","findings":[{}]}', /findings\[0\] has no fingerprint/],
    [
      '{"schema":"suretrap.baseline/1","findings":[{"fingerprint":"a","severity":"dire"}]}',
      /findings\[0\] has no severity/,
    ],
  ])('that is %s is refused', (text, fault) => {
    expect(() => readBaseline(text, 'b.json')).toThrow(fault)
  })
})

describe('an ignore', () => {
  const ignore = { fingerprint: 'old', reason: 'a control token', until: TODAY }

  test('holds through its last day, and not a day longer', () => {
    expect(sortKnown(reportOf([old]), undefined, [ignore], TODAY).fresh.findings).toEqual([])
    const after = sortKnown(reportOf([old]), undefined, [ignore], '2026-06-16')
    expect(after.fresh.findings).toEqual([old])
    expect(after.expired).toEqual([ignore])
  })

  test('that no finding needs is told', () => {
    expect(sortKnown(reportOf([fresh]), undefined, [ignore], TODAY).unused).toEqual(['old'])
  })
})
