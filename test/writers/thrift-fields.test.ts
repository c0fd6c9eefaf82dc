/** Footers taken apart into fields and put together again, without being understood. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fieldsOf, structOf } from '../../src/writers/thrift-fields.ts'

const FOLDER = join(__dirname, '../../fixtures/columnar')
const footers = (readdirSync(FOLDER, { recursive: true }) as string[])
  .filter((name) => name.endsWith('.parquet'))
  .map((name) => {
    const bytes = readFileSync(join(FOLDER, name))
    const length = bytes.readUInt32LE(bytes.length - 8)
    return [name, bytes.subarray(bytes.length - 8 - length, bytes.length - 8)] as const
  })

test.each(footers)('%s: its footer is the same bytes again', (_, footer) => {
  const fields = fieldsOf(footer)
  expect([...fields.keys()]).toEqual(expect.arrayContaining([1, 2, 3, 4]))
  expect(Buffer.from(structOf(fields)).equals(footer)).toBe(true)
})

test('whatever the bytes, there is an answer or one kind of error', () => {
  const [, whole] = footers[0]
  const broken = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
    fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, value]) => {
      const bytes = Uint8Array.from(whole)
      bytes[at] = value
      return bytes
    }),
  )
  fc.assert(
    fc.property(broken, (bytes) => {
      try {
        fieldsOf(bytes)
      } catch (fault) {
        expect(fault).toBeInstanceOf(RangeError)
      }
    }),
    { numRuns: 400 },
  )
})

test('a footer cut short is refused', () => {
  const [, whole] = footers[0]
  expect(() => fieldsOf(whole.subarray(0, whole.length - 1))).toThrow(/ends too early/)
})
