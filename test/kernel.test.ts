/** The kernel does what its twins in TypeScript do. */
import { expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { createCollector } from '../src/collect.ts'
import { answerLexicon } from '../src/lexicons.ts'
import { createObserver } from '../src/observe.ts'
import { saveProfile } from '../src/profile/codec.ts'
import { emptyProfile } from '../src/profile/profile.ts'
import type { StateArray } from '../src/profile/state-file.ts'
import { formsOf } from '../src/tokenizers/forms.ts'
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
  { weight: 2, arbitrary: fc.constantFrom('привет', 'Ω', 'naïve', 'İ', 'ẞ', 'ﬁ', '½', 'ＡＢ', '한국어', 'ไทยๆ', 'ที่', 'e\u0301', '中\ufe00', '葛\u{e0100}', 'می\u200cخواهم', 'क्\u200dष', 'ad\u00admin', 'сlick', 'xβy', '★★★★★', '★', '☝🏽', '❤\ufe0f', '❤\ufe0f\u200d🔥', '→', '“', '—', '。', '…\u3002', '\u0301', '\ud800', '𝓐', 'a𝓐', 'ж😀', '\u3000') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
) // biome-ignore format: a table
const few = fc.array(piece, { minLength: 1, maxLength: 5 }).chain((some) => fc.array(fc.constantFrom(...some), { maxLength: 400 })) // biome-ignore format: short
const text = fc.oneof(few, fc.array(piece, { maxLength: 60 })).map((pieces) => pieces.join(''))

test('there is one', () => expect(kernel() === null).toBe(false))

/** Tokens of texts one after another, by the kernel and without. */
function expectSameTokens(texts: readonly Buffer[], fast = createTokenizer('prompt')): void {
  const slow = emptyTokens(64)
  fast.clear()
  for (const own of texts) {
    own.copy(bytes, TEXT)
    fast.add(bytes, TEXT, TEXT + own.length)
    tokenize(own, 0, own.length, slow)
  }
  const [a, b] = [fast.tokens, slow]
  expect(same(a.hashes.subarray(0, a.count), b.hashes.subarray(0, b.count))).toBe(true)
  expect(same(a.plain.subarray(0, a.plainCount * 2), b.plain.subarray(0, b.plainCount * 2))).toBe(true)
  expect(a.hidden).toBe(b.hidden)
}

test('its tokens are those of the tokeniser, text after text', () => {
  const texts = fc.array(text.map((one) => Buffer.from(one)), { minLength: 1, maxLength: 3 }) // biome-ignore format: short
  fc.assert(fc.property(texts, (all) => expectSameTokens(all)), { numRuns: 1000 }) // biome-ignore format: short
})

test('also of every character, and of what is no UTF-8', () => {
  const fast = createTokenizer('prompt')
  const around = (char: string): string => `${char} a${char}b ${char}${char}Ж${char} 中${char} ☂${char} `
  for (let first = 0; first < 0x11000; first += 64) {
    const codes = Array.from({ length: 64 }, (_, i) => String.fromCodePoint(first + i))
    expectSameTokens([Buffer.from(codes.map(around).join(''))], fast)
  }
  const lead = fc.constantFrom(0x61, 0x20, 0xc2, 0xd0, 0xb0, 0xe4, 0xb8, 0xad, 0xf0, 0x9f, 0xff, 0x80)
  const piece = fc.oneof(lead, fc.integer({ min: 0, max: 255 }))
  const garbled = fc.array(piece, { maxLength: 90 }).map((some) => Buffer.from(some))
  fc.assert(fc.property(garbled, (one) => expectSameTokens([one], fast)), { numRuns: 2000 }) // biome-ignore format: short
})

test('it tells capitals that stand alone', () => {
  const words = fc.array(fc.constantFrom('SHOUT', 'É', '中', ' ', '7', '@[`{', 'a', 'Z'.repeat(17)), { maxLength: 12 })
  fc.assert(
    fc.property(words, (all) => {
      const own = Buffer.from(all.join(''))
      own.copy(bytes, TEXT)
      bytes[TEXT + own.length] = 97 // behind the end
      expect(formsOf(bytes, TEXT, TEXT + own.length, by)).toBe(formsOf(own, 0, own.length))
    }),
    { numRuns: 500 },
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
