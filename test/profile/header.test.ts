import { describe, expect, test } from '@jest/globals'
import { complete, isComplete, mergeHeaders, readHeader, type StateHeader } from '../../src/profile/header.ts'
import { decodeState, encodeState } from '../../src/profile/state-file.ts'

const header = (over: Partial<StateHeader> = {}): StateHeader => ({
  kind: 'profile',
  recipe: { version: '1.0.0', minSupport: 5 },
  dataset: 'd',
  basis: '',
  of: 3,
  parts: [0],
  ...over,
})

describe('headers that are merged', () => {
  test('hold the parts of both, in whatever order', () => {
    const [a, b, c] = [header(), header({ parts: [1] }), header({ parts: [2] })]
    expect(mergeHeaders([c, a, b])).toEqual(header({ parts: [0, 1, 2] }))
    expect(mergeHeaders([mergeHeaders([c, b]), a])).toEqual(mergeHeaders([a, b, c]))
  })

  test.each<[string, Partial<StateHeader>, RegExp]>([
    ['kinds', { kind: 'suspicion' }, /a suspicion and a profile are not merged/],
    ['options', { recipe: { version: '1.0.0', minSupport: 7 } }, /minSupport is 7 in one, 5 in the other/],
    ['versions', { recipe: { version: '1.1.0', minSupport: 5 } }, /version is 1.1.0 in one, 1.0.0 in the other/],
    [
      'options, one unset',
      { recipe: { version: '1.0.0', minSupport: 5, schema: 'messages' } },
      /schema is messages in one, not set/,
    ],
    ['data', { dataset: 'e' }, /different data/],
    ['numbers of parts', { of: 4 }, /one state is a part of 4, another of 3/],
    ['bases', { basis: 'x' }, /made with different/],
    ['the same part', { parts: [0] }, /part 0 of 3 is there twice/],
  ])('do not differ in %s', (_, over, message) => {
    const other = header({ parts: [1], ...over })
    expect(() => mergeHeaders([header(), other])).toThrow(message)
    expect(() => mergeHeaders([header(), other])).toThrow(expect.objectContaining({ code: 'profile-mismatch' }))
  })

  test('are complete when every part is there, and else say which are missing and how to make them', () => {
    expect(isComplete(header({ parts: [0, 1, 2] }))).toBe(true)
    expect(() => complete(header({ parts: [0, 1, 2] }))).not.toThrow()
    const missing = expect.objectContaining({
      code: 'profile-mismatch',
      message: 'of 3 parts 1 are there; missing: 1, 2',
      hint: 'make them with suretrap collect --shard 1/3, and merge',
    })
    expect(() => complete(header())).toThrow(missing)
    expect(() => complete(header({ of: 99 }))).toThrow(/missing: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 …/)
  })
})

test('a header that is no header is refused', () => {
  const read = (value: object) => readHeader(decodeState(encodeState({ ...value }, [])))
  expect(read(header())).toEqual(header())
  const broken = [
    {},
    { kind: 'x' },
    { parts: [3] },
    { parts: [1, 1] },
    { parts: [1, 0] },
    { of: 1.5 },
    { recipe: null },
    { dataset: 1 },
  ]
  for (const over of broken.slice(1)) expect(() => read({ ...header(), ...over })).toThrow(/header is incomplete/)
  expect(() => read({})).toThrow(/header is incomplete/)
})
