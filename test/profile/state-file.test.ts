import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { InputError } from '../../src/model/errors.ts'
import { decodeState, encodeState, f64, type StateArray, u8, u32 } from '../../src/profile/state-file.ts'

const array: fc.Arbitrary<StateArray> = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.uint32Array({ maxLength: 300 }),
  fc.float64Array({ maxLength: 300, noNaN: true }),
)
const state = fc.record({
  header: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.jsonValue({ maxDepth: 1 })),
  arrays: fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,9}$/), array), {
    selector: ([name]) => name,
    maxLength: 5,
  }),
})

const sample = encodeState({ kind: 'profile' }, [
  ['few', Uint32Array.of(1, 2, 3)],
  ['zeros', new Float64Array(1000)],
])

/** The same bytes with another header, its checksum put right: made on purpose, not by accident. */
function forged(change: (header: { readonly arrays: readonly object[] }) => unknown): Uint8Array {
  const file = Buffer.from(sample)
  const end = 16 + file.readUInt32LE(12)
  const text = Buffer.from(JSON.stringify(change(JSON.parse(file.subarray(16, end).toString()))))
  const head = Buffer.from(file.subarray(0, 16))
  head.writeUInt32LE(text.length, 12)
  const body = Buffer.concat([head, text, file.subarray(end, file.length - 32)])
  return Buffer.concat([body, createHash('sha256').update(body).digest()])
}

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (fault) {
    if (fault instanceof InputError) return fault.code
    throw fault
  }
  return 'none'
}

describe('a state file', () => {
  test('gives back what was put in, to the bit', () => {
    fc.assert(
      fc.property(state, ({ header, arrays }) => {
        fc.pre(!Object.hasOwn(header, 'arrays'))
        const back = decodeState(encodeState(header, arrays))
        expect(back.header).toEqual(JSON.parse(JSON.stringify(header)))
        expect([...back.arrays]).toEqual(arrays)
      }),
    )
  })

  test('has equal bytes for equal content', () => {
    fc.assert(
      fc.property(state, ({ header, arrays }) => {
        const copies = arrays.map(([name, values]) => [name, values.slice()] as const)
        expect(encodeState({ ...header }, copies)).toEqual(encodeState(header, arrays))
      }),
    )
  })

  test('that was cut anywhere is refused', () => {
    for (let length = 0; length < sample.length; length++)
      expect(codeOf(() => decodeState(sample.subarray(0, length)))).toBe('file-corrupt')
  })

  test('of which one byte was changed anywhere is refused', () => {
    for (let at = 0; at < sample.length; at++) {
      const changed = sample.slice()
      changed[at] ^= 0x20
      expect(['file-corrupt', 'profile-mismatch']).toContain(codeOf(() => decodeState(changed)))
    }
  })

  test('with bytes after its end is refused', () => {
    expect(codeOf(() => decodeState(Buffer.concat([sample, Buffer.from('\n')])))).toBe('file-corrupt')
  })

  test('of another format says that versions differ', () => {
    const other = Buffer.from(sample)
    other.writeUInt32LE(2, 8)
    expect(() => decodeState(other)).toThrow(/has format 2, this version reads 1/)
  })

  test('that lies in its header is refused, not believed', () => {
    const entry = (change: object) =>
      forged(({ arrays: [few, zeros], ...rest }) => ({ ...rest, arrays: [few, { ...zeros, ...change }] }))
    expect(codeOf(() => decodeState(entry({})))).toBe('none') // the forgery itself holds
    const lies = [
      { length: 2 ** 40 },
      { length: 1001 },
      { length: 10 },
      { length: -1 },
      { stored: 1 },
      { stored: 1e6 },
      { packed: false },
      { kind: 'constructor' },
      { name: 3 },
    ]
    for (const lie of lies) expect(codeOf(() => decodeState(entry(lie)))).toBe('file-corrupt')
    for (const header of [null, [], 'x', { arrays: {} }, { arrays: [null] }])
      expect(codeOf(() => decodeState(forged(() => header)))).toBe('file-corrupt')
  })

  test('is asked for an array by name and kind', () => {
    const file = decodeState(sample)
    expect([u32(file, 'few').length, f64(file, 'zeros').length]).toEqual([3, 1000])
    for (const ask of [() => u8(file, 'few'), () => u32(file, 'zeros'), () => f64(file, 'none')])
      expect(codeOf(ask)).toBe('file-corrupt')
  })
})
