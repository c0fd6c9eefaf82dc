import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { zstdBlock } from '../../src/readers/zstd-block.ts'
import { createZstdDecoder, loadZstd } from '../../src/readers/zstd-wasm.ts'

beforeAll(loadZstd)

const frames = readFileSync(join(__dirname, '../../fixtures/formats/zstd-long/input.jsonl.zst'))

function decode(bytes: Uint8Array, bite: number): Buffer {
  const decoder = createZstdDecoder()
  try {
    const pieces: Buffer[] = []
    for (let at = 0; at < bytes.length; at += bite)
      for (const piece of decoder.decode(bytes.subarray(at, at + bite))) pieces.push(Buffer.from(piece))
    if (!decoder.ended) throw new RangeError('cut short')
    return Buffer.concat(pieces)
  } finally {
    decoder.close()
  }
}

describe('zstd in WebAssembly', () => {
  test('gives the same bytes in any bites, and at once', () => {
    const whole = decode(frames, frames.length)
    expect(whole.length).toBeGreaterThan(100_000)
    for (const bite of [1, 7, 1000]) expect(decode(frames, bite).equals(whole)).toBe(true)
    expect(Buffer.from(zstdBlock(frames, whole.length)).equals(whole)).toBe(true)
  })

  test('of broken bytes: bytes or an error, never a loop', () => {
    const harm = fc.array(fc.tuple(fc.nat(frames.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(harm, fc.integer({ min: 0, max: frames.length }), (changes, length) => {
        const bytes = Uint8Array.from(frames.subarray(0, length))
        for (const [at, byte] of changes) if (at < length) bytes[at] = byte
        try {
          decode(bytes, 100)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a block never grows beyond what it is said to hold, and one cut short is an error', () => {
    const { length } = decode(frames, frames.length)
    expect(() => zstdBlock(frames, length - 1)).toThrow()
    expect(() => zstdBlock(frames.subarray(0, frames.length - 5), length)).toThrow()
    expect(() => zstdBlock(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 100)).toThrow()
  })
})
