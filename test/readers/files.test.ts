import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { Readable } from 'node:stream'

import { afterAll, describe, expect, test } from '@jest/globals'

import { fileDigest } from '../../src/readers/digest.ts'
import { globMatcher } from '../../src/readers/glob.ts'
import { spoolStdin } from '../../src/readers/stdin.ts'
import { workFolder } from './drip.ts'

const work = workFolder()
afterAll(() => work.remove())
const sha256 = (...parts: Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256'))

describe('digest', () => {
  test('of a short file, the SHA-256 that any tool gives', async () => {
    const path = work.put('abc', 'abc')
    // FIPS 180-2, appendix B.1
    const known = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect(await fileDigest(path)).toEqual({ sha256: known, of: 'bytes' })
  })

  test('of a long file, that of the digests of its chunks', async () => {
    const bytes = Buffer.from('0123456789')
    const path = work.put('long', bytes)
    const parts = [bytes.subarray(0, 4), bytes.subarray(4, 8), bytes.subarray(8)].map((part) => sha256(part).digest())
    expect(await fileDigest(path, undefined, { wholeBytes: 5, chunkBytes: 4 })).toEqual({
      sha256: sha256(...parts).digest('hex'),
      of: 'chunks',
    })
  })

  test('a missing file is said to be missing', async () => {
    await expect(fileDigest(`${work.path}/none`)).rejects.toMatchObject({ code: 'file-missing' })
  })
})

describe('standard input', () => {
  test('is kept in a file that only its owner can read, until disposed of', async () => {
    const { path, dispose } = await spoolStdin({ input: Readable.from([Buffer.from('one\n'), Buffer.from('two\n')]) })
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n')
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
    await dispose()
    expect(existsSync(path)).toBe(false)
  })

  test('leaves nothing behind when it is cut off', async () => {
    const stop = new AbortController()
    const input = new Readable({ read: () => undefined })
    const spooling = spoolStdin({ input, signal: stop.signal })
    stop.abort()
    await expect(spooling).rejects.toThrow(/abort/i)
  })
})

describe('globs', () => {
  test.each([
    ['*.jsonl', 'a.jsonl', true],
    ['*.jsonl', 'a/b.jsonl', false],
    ['*.jsonl', '.hidden.jsonl', false],
    ['**/*.jsonl', 'a.jsonl', true],
    ['**/*.jsonl', 'a/b/c.jsonl', true],
    ['**/*.jsonl', 'a/.b/c.jsonl', false],
    ['a/**', 'a/b/c', true],
    ['a/**/z', 'a/z', true],
    ['a/?.json', 'a/bc.json', false],
    ['[!a]*', 'b', true],
    ['[!a]*', 'a', false],
    ['x.{json,jsonl}', 'x.jsonl', true],
    ['{a,b}/{1,2}', 'b/2', true],
    ['a+(b).json', 'a+(b).json', true],
    ['a.json', 'aXjson', false],
  ])('%s and %s: %s', (pattern, path, fits) => {
    expect(globMatcher(pattern)(path)).toBe(fits)
  })
})
