/** The kernel does what its twins in TypeScript do. */
import { expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { createCollector } from '../src/collect.ts'
import { answerLexicon } from '../src/lexicons.ts'
import { createObserver } from '../src/observe.ts'
import { saveProfile } from '../src/profile/codec.ts'
import { emptyProfile } from '../src/profile/profile.ts'
import type { StateArray } from '../src/profile/state-file.ts'
import { INPUT, type Kernel, kernel, TEXT } from '../src/tokenizers/kernel.ts'
import { createTokenizer } from '../src/tokenizers/tokenizer.ts'
import { emptyTokens, tokenize } from '../src/tokenizers/tokens.ts'

jest.setTimeout(120_000)

const by = kernel() as Kernel
const { bytes } = by

/** Equal to the bit. By hand: a matcher looks at every element. */
function same(a: StateArray, b: StateArray): boolean {
  const [left, right] = [a, b].map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))
  return left.equals(right)
}

/** What the tokeniser treats in different ways, at lengths around those at which the kernel does. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'Zebra', 'some_Word9', ' ', ' ', '. ', ', ', '\n', 'x'.repeat(8), 'y'.repeat(16), 'Q'.repeat(17), 'w'.repeat(70)) },
  { weight: 2, arbitrary: fc.constantFrom('.', '...', '!?', '?!', '!!', ';', ':', ';;', ',,', ',,,', '--', '---', '\r\n', '\t', '##', '$', '"""', '((', '{{{', '::', '//', '\\', '`', '_', '=====', '.'.repeat(66), ' '.repeat(61)) },
  { weight: 1, arbitrary: fc.constantFrom('\u007f', '\u0000', '\u001a', 'é', '中文', '😀', '\u200b', '\u200d', '…', '’', '\u00a0', '\u2028', '\u212a', '！', 'pаypal') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
) // biome-ignore format: a table
const few = fc.array(piece, { minLength: 1, maxLength: 5 }).chain((some) => fc.array(fc.constantFrom(...some), { maxLength: 400 })) // biome-ignore format: short
const text = fc.oneof(few, fc.array(piece, { maxLength: 60 })).map((pieces) => pieces.join(''))

test('there is one', () => expect(kernel() === null).toBe(false))

test('its tokens are those of the tokeniser, text after text', () => {
  const fast = createTokenizer('prompt')
  const slow = emptyTokens(64)
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (texts) => {
      fast.clear()
      Object.assign(slow, { count: 0, plainCount: 0, hidden: 0 })
      for (const one of texts) {
        const own = Buffer.from(one)
        own.copy(bytes, TEXT)
        fast.add(bytes, TEXT, TEXT + own.length)
        tokenize(own, 0, own.length, slow)
      }
      const [a, b] = [fast.tokens, slow]
      expect(same(a.hashes.subarray(0, a.count), b.hashes.subarray(0, b.count))).toBe(true)
      expect(same(a.plain.subarray(0, a.plainCount * 2), b.plain.subarray(0, b.plainCount * 2))).toBe(true)
      expect(a.hidden).toBe(b.hidden)
    }),
    { numRuns: 1000 },
  )
})

test('a text that it copies is the text that JSON.parse reads', () => {
  const plain = ['abc', 'x'.repeat(15), '中', ' ', '\\n', '\\t', '\\"', '\\\\', '\\/', '\\u4e2d', '\\u00e9', '\\ud83d\\uDE00', '\\u20AC', '\\u07ff'] // biome-ignore format: one list
  const odd = ['\\ud83d', '\\u0041', '\\u12g4', '\\x', '\\ud83d\\u0041', '\n']
  const part = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...plain) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const written = `"${parts.join('')}"`
      const length = bytes.write(`${written} "`, INPUT)
      const end = by.copyText(INPUT + 1, INPUT + length, TEXT)
      expect(end === 0).toBe(parts.some((one) => odd.includes(one)))
      if (end === 0) return
      expect(bytes[end]).toBe(34)
      expect(bytes.toString('utf8', TEXT, by.left())).toBe(JSON.parse(written))
    }),
    { numRuns: 2000 },
  )
})

test('what it counts of records is what the collector counts', () => {
  const turn = (role: 'user' | 'system') => text.map((said) => ({ role, text: said, trained: false }) as const)
  const rows = fc.array(fc.tuple(turn('system'), turn('user'), turn('user'), text), { minLength: 1, maxLength: 20 })
  const said = fc.constantFrom('', '<|im_start|> system', '[INST] x [/INST]', '<<SYS>>')
  fc.assert(
    fc.property(rows, said, (all, extra) => {
      const observer = createObserver(answerLexicon(), 1 << 14)
      all.forEach(([system, earlier, last, answer], row) => {
        const turns = [system, earlier, { ...last, text: last.text + extra }]
        observer.observe({ turns: [...turns, { role: 'assistant', text: answer, trained: true }] }, 0, row)
      })
      const [fast, slow] = [by, null].map((one) => {
        const profile = emptyProfile()
        const collect = createCollector(profile, false, one)
        for (const { words, used } of observer.blocks) collect(words, 0, used)
        return new Map(saveProfile(profile))
      })
      for (const [name, array] of fast) expect([name, same(array, slow.get(name)!)]).toEqual([name, true])
    }),
    { numRuns: 6 },
  )
})
