import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { lz4Frames } from '../../src/readers/lz4-frame.ts'

const INTRO = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82] // version 1, independent blocks of 64 KiB, no sums
const END = [0, 0, 0, 0]
const framed = (block: readonly number[], plain = false) =>
  Uint8Array.from([...INTRO, block.length, 0, 0, plain ? 0x80 : 0, ...block, ...END])

describe('known answers, by hand from the block format', () => {
  test('literals alone', () => {
    expect(Buffer.from(lz4Frames(framed([0x50, ...Buffer.from('hello')]), 5)).toString()).toBe('hello')
  })

  test('a match that runs over itself', () => {
    const block = [0x14, 0x61, 1, 0, 0x50, ...Buffer.from('bcdef')] // a, then 8 bytes from 1 back, then bcdef
    expect(Buffer.from(lz4Frames(framed(block), 14)).toString()).toBe('aaaaaaaaabcdef')
  })

  test('a block that is not compressed, and two frames in a row', () => {
    const one = framed([...Buffer.from('ab')], true)
    expect(Buffer.from(lz4Frames(Buffer.concat([one, one]), 4)).toString()).toBe('abab')
  })

  test('a long run of literals takes more length bytes', () => {
    const text = 'x'.repeat(300)
    expect(
      Buffer.from(
        lz4Frames(Uint8Array.from([...INTRO, 0x2f, 1, 0, 0, 0xf0, 255, 30, ...Buffer.from(text), ...END]), 300),
      ).toString(),
    ).toBe(text)
  })
})

test('any other bytes are refused, and never grow beyond the size stated', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(1000), (bytes, length) => {
      for (const input of [bytes, framed([...bytes])]) {
        try {
          expect(lz4Frames(input, length)).toHaveLength(length)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }
    }),
  )
})
