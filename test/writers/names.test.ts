/** Names of output files: anybody may have named the inputs. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { baseName, createNames, safePath, sharedFolder } from '../../src/writers/names.ts'

test('no name leads out of the folder, or holds what a shell or a terminal acts on', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
      const safe = safePath(name)
      expect(safe).not.toMatch(/(^|\/)(\.|-| )|\/\/|^\/|\\|[\p{Cc}"'$&*:;<>?`|!]/u)
      for (const part of safe.split('/')) expect(Buffer.byteLength(part)).toBeLessThan(200)
    }),
  )
})

test('a name that is safe stays what it is', () => {
  expect(safePath('train/data-00000-of-00002.parquet')).toBe('train/data-00000-of-00002.parquet')
  expect(safePath('sérénade 日本.jsonl.gz')).toBe('sérénade 日本.jsonl.gz')
})

test.each([
  ['../../etc/passwd', 'etc/passwd'],
  ['..\\..\\x.jsonl', 'x.jsonl'],
  ['C:\\data\\x.jsonl', 'C_/data/x.jsonl'],
  ['-rf', '_rf'],
  ['.hidden', '_hidden'],
  ['con.jsonl', '_con.jsonl'],
  ['a\u001b[31m.jsonl', 'a_[31m.jsonl'],
  ['..', 'data'],
])('%j becomes %j', (name, safe) => {
  expect(safePath(name)).toBe(safe)
})

test('a long name keeps its beginning and its extension', () => {
  const safe = safePath(`${'é'.repeat(300)}.jsonl.gz`)
  expect(safe).toMatch(/^é+_.*\.jsonl\.gz$/)
  expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200)
})

describe('names are given once', () => {
  test('also where capitals count for nothing', () => {
    const { claim } = createNames()
    expect(['a.jsonl.gz', 'A.JSONL.gz', 'a.jsonl.gz', 'b'].map(claim)).toEqual([
      'a.jsonl.gz',
      'A-2.JSONL.gz',
      'a-3.jsonl.gz',
      'b',
    ])
  })

  test('and no file takes the place of a folder', () => {
    const { claim } = createNames()
    expect(claim('x.tar')).toBe('x.tar')
    expect(claim('x.tar/a.jsonl')).toBe('x.tar_a-3.jsonl')
    expect(claim('y/a.jsonl')).toBe('y/a.jsonl')
    expect(claim('y')).toBe('y-2')
  })

  test('unless they were given back', () => {
    const { claim, release } = createNames()
    release(claim('a'))
    expect(claim('a')).toBe('a')
  })
})

test('files keep their place below the folder that they share', () => {
  const files = [
    { path: '/d/set/train/a.jsonl' },
    { path: '/d/set/test/a.jsonl' },
    { path: '/d/set/x.tar', member: '../b.jsonl' },
  ]
  const root = sharedFolder(files)
  expect(files.map((file) => baseName(file, root))).toEqual(['train/a.jsonl', 'test/a.jsonl', 'x.tar/b.jsonl'])
  expect(baseName({ path: '/d/one.jsonl' }, sharedFolder([{ path: '/d/one.jsonl' }]))).toBe('one.jsonl')
})
