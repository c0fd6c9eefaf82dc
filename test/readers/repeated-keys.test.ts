import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { repeatsKey } from '../../src/readers/repeated-keys.ts'

describe('a key that stands twice', () => {
  test('is in no text that JSON.stringify writes, whatever the value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(repeatsKey(JSON.stringify(value, null, 1))).toBe(false)))
  })

  test('is found at any depth, beside anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.nat(5), (value, key, depth) => {
        const [k, v] = [JSON.stringify(key), JSON.stringify(value)]
        const wrapped = `${'[{"in":'.repeat(depth)}{${k}:${v},"other ":${v},${k}:1}${'}]'.repeat(depth)}`
        fc.pre(key !== 'other ')
        JSON.parse(wrapped)
        expect(repeatsKey(wrapped)).toBe(true)
      }),
    )
  })

  test.each([
    ['{"a":1,"\\u0061":2}', true], // one key, spelt in two ways
    ['{"a":{"a":[{"a":1},{"a":2}]}}', false],
    ['{"a":"\\",\\"a\\":1","b":["a","a"]}', false],
    ['[]', false],
  ])('%s: %s', (text, expected) => expect(repeatsKey(text)).toBe(expected))
})
