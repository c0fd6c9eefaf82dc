import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { shardOf } from '../../src/cli/array-job.ts'
import { edits, nearest } from '../../src/cli/nearest.ts'
import { anchor } from '../../src/cli/settings.ts'
import { parseMap, parseShard, parseSize } from '../../src/cli/values.ts'

describe('sizes', () => {
  test.each([
    ['512MB', 512_000_000],
    ['1GiB', 2 ** 30],
    ['64 MiB', 2 ** 26],
    ['2k', 2048],
    ['1.5KB', 1500],
    ['10', 10],
    ['10B', 10],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  test.each(['', 'MB', '-1', '1XB', '1e3', '0x10', '9999999999TB', '1,5GB'])('%j is refused', (text) => {
    expect(() => parseSize(text)).toThrow(/a size like 512MB or 1GiB/)
  })
})

describe('a map of pointers', () => {
  test('may hold commas in its pointers, and comes in parts', () => {
    expect(parseMap(['prompt=/a,b/c,response=/d', 'system=/s'])).toEqual({
      prompt: '/a,b/c',
      response: '/d',
      system: '/s',
    })
  })

  test('cannot reach a prototype', () => {
    const map = parseMap(['__proto__=/x'])
    expect(Object.getPrototypeOf(map)).toBe(Object.prototype)
    expect(Object.hasOwn(map, '__proto__')).toBe(true)
  })

  test.each(['prompt', 'prompt=a', '=/a', ''])('%j is refused', (text) => {
    expect(() => parseMap([text])).toThrow(/must look like/)
  })
})

describe('which part of an array job', () => {
  test('--shard wins over the environment; without both, the whole', () => {
    expect(shardOf(parseShard('1/4'), undefined, { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '4' })).toEqual({
      shard: 1,
      of: 4,
    })
    expect(shardOf(undefined, undefined, {})).toEqual({ shard: 0, of: 1 })
    expect(() => shardOf(undefined, 4, {})).toThrow(/does not say which part/)
  })

  test('Slurm may begin anywhere and go in steps: every part is read once', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 20 }), (min, step, count) => {
        const parts = Array.from({ length: count }, (_, index) =>
          shardOf(undefined, undefined, {
            SLURM_ARRAY_TASK_ID: String(min + index * step),
            SLURM_ARRAY_TASK_MIN: String(min),
            SLURM_ARRAY_TASK_STEP: String(step),
            SLURM_ARRAY_TASK_COUNT: String(count),
          }),
        )
        expect(parts).toEqual(Array.from({ length: count }, (_, shard) => ({ shard, of: count })))
      }),
    )
  })

  test('Kubernetes does not say of how many; a CI matrix counts from 1', () => {
    expect(() => shardOf(undefined, undefined, { JOB_COMPLETION_INDEX: '2' })).toThrow(/not of how many/)
    expect(shardOf(undefined, 8, { JOB_COMPLETION_INDEX: '2' })).toEqual({ shard: 2, of: 8 })
    expect(() => shardOf(undefined, 2, { JOB_COMPLETION_INDEX: '2' })).toThrow(/part 2 of 2/)
    expect(shardOf(undefined, undefined, { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '3' })).toEqual({ shard: 0, of: 3 })
  })
})

test('one letter changed, added, lost or swapped is one edit', () => {
  // oracle: https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance, optimal string alignment: CA → ABC is 3
  expect([
    edits('scan', 'scam'),
    edits('scan', 'scans'),
    edits('scan', 'can'),
    edits('scan', 'scna'),
    edits('ca', 'abc'),
  ]).toEqual([1, 1, 1, 1, 3])
  expect(nearest('--fromat', ['--format', '--from-config'])).toBe('--format')
  expect(nearest('xyzzy', ['scan', 'diff'])).toBeUndefined()
})

test('an anchor is a file and a line', () => {
  expect([anchor('dvc.yaml:12'), anchor('dvc.yaml'), anchor('C:\\x\\dvc.yaml:3')]).toEqual([
    { file: 'dvc.yaml', line: 12 },
    { file: 'dvc.yaml' },
    { file: 'C:\\x\\dvc.yaml', line: 3 },
  ])
  expect(() => anchor('x:0')).toThrow(/FILE:LINE/)
})
