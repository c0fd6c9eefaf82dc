import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { join, mix, signedJoin } from '../../src/sketches/hash.ts'

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 })

test('two hashes are joined by mixing them, whether or not they are written below 0', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const joined = mix((Math.imul(a, 0x9e3779b1) ^ (b + 0x7f4a7c15)) >>> 0)
      expect(join(a, b)).toBe(joined)
      expect(signedJoin(a | 0, b | 0)).toBe(joined | 0)
    }),
  )
})
