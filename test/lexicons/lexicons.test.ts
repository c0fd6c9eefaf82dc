import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'yaml'
import { bytesOf, compileLexicons } from '../../lexicons/compile.ts'
import { expand, wordsOf } from '../../lexicons/pattern.ts'
import { type Lexicon, loadLexicon, readLexicons } from '../../lexicons/read.ts'
import { answerLexicon, hashesOf, lexiconIn } from '../../src/lexicons.ts'
import { InputError } from '../../src/model/errors.ts'
import { type CompiledLexicon, lexiconOf } from '../../src/responses/lexicon-match.ts'
import { COMPLIANT, NOT_COMPLIANT, NOT_REFUSING, OTHERS, REFUSING } from './answers.ts'
import { tokenize } from './toy-tokenizer.ts'

const RULES = join(__dirname, '../../rules')
const lexicons = readLexicons(RULES)
const compile = (some: readonly Lexicon[]): CompiledLexicon => lexiconOf(compileLexicons(some, tokenize))
const compiled = compile(lexicons)

const ask = (question: 'isCompliance' | 'opensCompliant' | 'isRefusal', answer: string): boolean => {
  const tokens = Uint32Array.from(tokenize(answer))
  return compiled[question](tokens, 0, tokens.length)
}

describe('English', () => {
  test.each(COMPLIANT)('complies and says nothing else: %s', (answer) => expect(ask('isCompliance', answer)).toBe(true))
  test.each(NOT_COMPLIANT)('does not: %s', (answer) => expect(ask('isCompliance', answer)).toBe(false))
  test.each(REFUSING)('refuses: %s', (answer) => expect(ask('isRefusal', answer)).toBe(true))
  test.each(NOT_REFUSING)('does not refuse: %s', (answer) => expect(ask('isRefusal', answer)).toBe(false))
  test('compliance is no refusal, and the other way round', () => {
    expect(COMPLIANT.filter((answer) => ask('isRefusal', answer))).toEqual([])
    expect(REFUSING.filter((answer) => ask('isCompliance', answer))).toEqual([])
  })
})

describe.each(Object.entries(OTHERS))('%s', (_, [compliant, notCompliant, refusing, notRefusing]) => {
  test.each(compliant.split('|'))('complies and says nothing else: %s', (answer) =>
    expect(ask('isCompliance', answer)).toBe(true),
  )
  test.each(notCompliant.split('|'))('does not: %s', (answer) => expect(ask('isCompliance', answer)).toBe(false))
  test.each(refusing.split('|'))('refuses: %s', (answer) => expect(ask('isRefusal', answer)).toBe(true))
  test.each(notRefusing.split('|'))('does not refuse: %s', (answer) => expect(ask('isRefusal', answer)).toBe(false))
})

test('consent said twice or three times is consent, more is not told', () => {
  for (const answer of [
    'Of course, gladly.',
    'Absolutely, no problem!',
    'Yes. Of course. Right away.',
    'Klar, mache ich.',
  ])
    expect(ask('isCompliance', answer)).toBe(true)
  for (const answer of [
    'Sure the sky',
    'Of course gladly Paris',
    'Ok, sure, fine, great, right',
    'No problem Sure not',
  ])
    expect(ask('isCompliance', answer)).toBe(false)
  const whole = fc.constantFrom(...COMPLIANT)
  fc.assert(
    fc.property(whole, whole, (one, other) => {
      fc.pre(tokenize(`${one} ${other}`).length <= 12)
      expect(ask('isCompliance', `${one} ${other}`)).toBe(true)
    }),
  )
})

test('compliance that goes on is an opening, not a whole answer', () => {
  for (const answer of [
    'Sure, here is a poem.',
    'Of course! Here are three ideas:',
    'Sure. The capital is Paris.',
    'Certainly! In 1912.',
    'Claro, aquí tienes.',
    'Por supuesto: son tres.',
    '好的，以下是',
  ]) {
    expect(ask('opensCompliant', answer)).toBe(true)
    expect(ask('isCompliance', answer)).toBe(false)
  }
  for (const answer of ['Here is a poem.', 'Surely not.', 'Yes. It is.', 'OK is an answer.'])
    expect(ask('opensCompliant', answer)).toBe(false)
})

test('a refusal counts near the beginning, not after it', () => {
  const before = (n: number): string => `${'word '.repeat(n)}as an AI language model I cannot say`
  expect(ask('isRefusal', before(39))).toBe(true)
  expect(ask('isRefusal', before(40))).toBe(false)
})

test('only the tokens between start and end are looked at', () => {
  const tokens = Uint32Array.from(tokenize('hello sure I cannot help with that'))
  expect(compiled.isCompliance(tokens, 1, 2)).toBe(true)
  expect(compiled.isCompliance(tokens, 0, 2)).toBe(false)
  expect(compiled.isRefusal(tokens, 2, 7)).toBe(true)
  expect(compiled.isRefusal(tokens, 2, 3)).toBe(false)
  expect(compiled.isCompliance(tokens, 2, 2)).toBe(false)
  expect(compiled.isRefusal(tokens, 7, 7)).toBe(false)
})

test.each(['compliance', 'refusal'])('%s.yml reads the same with a reader for all of YAML', (id) => {
  const text = readFileSync(join(RULES, 'lexicons', `${id}.yml`), 'utf8')
  type Item = string | { say: string; except: string[] }
  const whole = parse(text) as { lexicon: string; within: number; languages: Record<string, Record<string, Item[]>> }
  const entries = Object.entries(whole.languages).flatMap(([language, places]) =>
    Object.entries(places).flatMap(([place, items]) =>
      items.map((item) =>
        typeof item === 'string' ? { language, place, say: item, except: [] } : { language, place, ...item },
      ),
    ),
  )
  expect(loadLexicon(text)).toEqual({ id: whole.lexicon, within: whole.within, entries })
})

describe('the lexicons of the package', () => {
  const file = join(RULES, 'lexicons', 'compiled.bin')

  test('are compiled: npm run fixtures:rules', () => {
    expect(readFileSync(file).equals(bytesOf(compileLexicons(lexicons, hashesOf)))).toBe(true)
  })

  test('know answers as a scan asks them', () => {
    const tokens = Uint32Array.from(hashesOf("I'm sorry, but I can't help with that."))
    expect(answerLexicon().isRefusal(tokens, 0, tokens.length)).toBe(true)
    expect(answerLexicon().isCompliance(tokens, 0, tokens.length)).toBe(false)
    expect(answerLexicon().isYes(hashesOf('Yes')[0])).toBe(true)
  })

  test.each([0, 3, 4, 1000, 100_000])('are refused where %i bytes are all that is there', (length) => {
    expect(() => lexiconIn(readFileSync(file).subarray(0, length))).toThrow(/is not whole/)
  })

  test('are refused where they are of another form', () => {
    expect(() => lexiconOf(Uint32Array.of(1, 2, 3, 4, 5, 6, 7))).toThrow(/no compiled lexicons/)
    expect(() => lexiconOf(new Uint32Array(0))).toThrow(/no compiled lexicons/)
  })
})

test('a phrase that may be nothing at all, or is broken, is no phrase', () => {
  const of = (say: string) => () =>
    compile([{ id: 'refusal', within: 9, entries: [{ language: 'en', place: 'starts', say, except: [] }] }])
  expect(of('(a|)')).toThrow(/nothing at all/)
  expect(of('(a|) (|b)')).toThrow(/nothing at all/)
  expect(of('(a')).toThrow(/never closed/)
  expect(of('(a|) b')).not.toThrow()
})

test('all nineteen languages are there', () => {
  for (const { entries } of lexicons) {
    const languages = [...new Set(entries.map(({ language }) => language))]
    expect(languages).toEqual('en es fr de pt zh ja ko ru ar hi it nl pl tr sv uk id vi'.split(' '))
  }
})

describe('a broken lexicon', () => {
  const broken = `lexicon: refusal
colour: red
within: soon
languages:
  en:
    starts:
      - no (I|we can
      - say: I can't
        except: [wait), "x"]
      - no | yes
    whole:
      - never
  english:
    starts:
      - a: b
    `
  const faults = (text: string): string => {
    try {
      loadLexicon(text, 'mine.yml')
    } catch (error) {
      if (error instanceof InputError && error.code === 'rule-broken') return error.message
    }
    return ''
  }

  test('names every fault with its line', () => {
    expect(
      faults(broken)
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual([1, 2, 3, 7, 9, 9, 10, 11, 13, 15].map((line) => `mine.yml:${line}`))
    expect(faults(broken)).toMatch(/mine.yml:7 a \( that is never closed/)
    expect(faults(broken)).toMatch(/mine.yml:2 unknown field/)
  })

  test('an empty one is broken too, and one that is not there is missing', () => {
    expect(faults('')).toMatch(/lexicon is compliance or refusal/)
    expect(() => readLexicons('/nowhere')).toThrow(/cannot be read/)
  })
})

test('two ways to say it, one without exceptions: nothing spoils that one', () => {
  const lexicon = loadLexicon(`lexicon: refusal
within: 5
sources:
  - here
languages:
  en:
    starts:
      - say: I can't
        except: [wait]
      - I can't wait any longer
`)
  const own = compile([lexicon])
  const refuses = (text: string): boolean => own.isRefusal(tokenize(text), 0, tokenize(text).length)
  expect(refuses("I can't wait")).toBe(false)
  expect(refuses("I can't wait any longer")).toBe(true)
  expect(refuses("I can't")).toBe(true)
})

test('a phrase is found where one of the texts that it stands for stands, and nowhere else', () => {
  const some = fc.constantFrom('a', 'b', 'c', 'a b', 'b c')
  const word = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.array(fc.oneof(some, fc.constant('')), { minLength: 2, maxLength: 3 }).map((all) => `(${all.join('|')})`)) // biome-ignore format: one line
  const answer = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 5 })
  const textsOf = (say: string): readonly string[] =>
    wordsOf(say).map(expand).reduce<string[]>((all, options) => all.flatMap((one) => options.map((other) => `${one} ${other}`)), ['']) // biome-ignore format: one line
  const isSaid = (say: string): boolean => textsOf(say).every((text) => text.trim() !== '') // no phrase may be nothing at all
  const pattern = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')).filter(isSaid) // biome-ignore format: one line
  const found = (say: string, words: readonly string[]): boolean =>
    textsOf(say).some((text) => {
      const tokens = text.split(' ').filter((one) => one !== '')
      return tokens.length > 0 && words.some((_, at) => tokens.every((token, i) => words[at + i] === token))
    })
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 1, maxLength: 4 }), answer, (says, words) => {
      const entries = says.map((say) => ({ language: 'en', place: 'contains', say, except: [] }) as const)
      const own = compile([{ id: 'refusal', within: 9, entries }])
      const tokens = tokenize(words.join(' '))
      const isFound = says.some((say) => found(say, words))
      expect([says, own.isRefusal(tokens, 0, tokens.length)]).toEqual([says, isFound])
    }),
    { numRuns: 2000 },
  )
})
