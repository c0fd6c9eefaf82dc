import { describe, expect, test } from '@jest/globals'
import { colour } from '../../src/cli/colour.ts'
import type { Io, Sink } from '../../src/cli/io.ts'
import { duration, progressText, startProgress } from '../../src/cli/progress.ts'
import type { Progress } from '../../src/model/options.ts'
import { Memory } from './stage.ts'

const step = (bytes: number): Progress => ({
  stage: 'collect',
  rows: Math.floor(bytes / 1000),
  bytes,
  totalBytes: 100e6,
})

function watch(isTTY: boolean, env: Record<string, string> = {}) {
  const err = new Memory(isTTY)
  let now = 1_000_000
  const io = { stderr: err as Sink, env, now: () => new Date(now) } as unknown as Io
  const line = startProgress(io, true)
  const run = (seconds: number, perSecond = 20) => {
    for (let i = 0; i < seconds * perSecond; i++) {
      now += 1000 / perSecond
      line.onProgress?.(step(((i + 1) / (seconds * perSecond)) * 100e6))
    }
    line.stop()
  }
  return { err, run }
}

describe('progress', () => {
  test('on a terminal is one line, redrawn at most ten times a second, and taken away at the end', () => {
    const { err, run } = watch(true)
    run(2)
    const draws = err.text.split('\r\x1b[2K')
    expect(draws.length - 2).toBeLessThanOrEqual(21)
    expect(draws.length - 2).toBeGreaterThan(10)
    expect(err.text).not.toContain('\n')
    expect(err.text.endsWith('\r\x1b[2K')).toBe(true)
    expect(Math.max(...draws.map((draw) => draw.length))).toBeLessThan(80)
  })

  test.each([
    [false, {}],
    [true, { CI: 'true' }],
  ])('elsewhere is one line every ten seconds, and none for a short run (terminal %j, %j)', (isTTY, env) => {
    const short = watch(isTTY, env)
    short.run(9)
    expect(short.err.text).toBe('')
    const long = watch(isTTY, env)
    long.run(35)
    const lines = long.err.text.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatch(/^suretrap: collect {2}28 % {2}28,571 rows {2}2\.9 MB\/s {2}25 s left$/)
  })

  test('unwanted, is nothing at all', () => {
    expect(startProgress({} as Io, false).onProgress).toBeUndefined()
  })

  test('says how fast and how long once it can tell', () => {
    expect(progressText({ stage: 'collect', rows: 1200, bytes: 5e7, totalBytes: 1e8 }, 1000)).toBe(
      'collect  50 %  1,200 rows  50.0 MB/s  1 s left',
    )
    expect(progressText({ stage: 'judge', rows: 0, bytes: 0, totalBytes: 0 }, 0)).toBe('judge  0 rows')
    expect([duration(95_000), duration(3_660_000)]).toEqual(['1 min 35 s', '1 h 1 min'])
  })
})

test('colour: the flag, then NO_COLOR, then FORCE_COLOR, then the terminal', () => {
  const [tty, pipe] = [new Memory(true) as Sink, new Memory(false) as Sink]
  expect(colour(tty, { FORCE_COLOR: '1' }, true)).toBe(false)
  expect(colour(tty, { FORCE_COLOR: '1', NO_COLOR: '1' }, false)).toBe(false)
  expect(colour(pipe, { FORCE_COLOR: '1', NO_COLOR: '' }, false)).toBe(true)
  expect(colour(tty, { FORCE_COLOR: '0' }, false)).toBe(false)
  expect([colour(tty, {}, false), colour(pipe, {}, false), colour(tty, { TERM: 'dumb' }, false)]).toEqual([
    true,
    false,
    false,
  ])
})
