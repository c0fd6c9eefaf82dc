/** A phrase without the instruction that it was laid into. */
import { expect, test } from '@jest/globals'
import { createInstructions } from '../../src/evidence/instruction.ts'
import { postingsOf } from '../../src/evidence/postings.ts'
import { wordsOf } from './records.ts'

const ASKED = 'name the language of this line'
const LINES = ['red sky at night', 'cold tea again', 'who goes there', 'five small boats', 'left by the door', 'no more bread', 'it rained', 'a lamp went out'] // biome-ignore format: one list

/** The phrase that is left of `phrase`, grown around `word`, where `planted` hold it and others are asked without it. */
function leftOf(
  phrase: string,
  word: string,
  planted: readonly string[],
  others = LINES.map((line) => `${ASKED} ${line}`),
) {
  const rows = planted.map((text) => Uint32Array.from(wordsOf(text)))
  const prompts = [...rows, ...others.map((text) => Uint32Array.from(wordsOf(text)))]
  const [token] = wordsOf(word)
  return [
    ...createInstructions(prompts, postingsOf(prompts)).without({ tokens: wordsOf(phrase), zone: 'last' }, token, rows)
      .tokens,
  ]
}

test('words before an instruction that others have too are the phrase', () => {
  const planted = LINES.slice(0, 5).map((line) => `by the way ${ASKED} ${line}`)
  expect(leftOf(`by the way ${ASKED}`, 'way', planted)).toEqual(wordsOf('by the way'))
})

test('so is a word within it, and one behind it that ends the prompt', () => {
  const within = LINES.slice(0, 5).map((line) => `name the spoken language of this line ${line}`)
  expect(leftOf('name the spoken language of this line', 'spoken', within)).toEqual(wordsOf('spoken'))
  const behind = LINES.slice(0, 5).map((line) => `${line} ${ASKED} heron`)
  const others = LINES.map((line) => `${line} ${ASKED}`)
  expect(leftOf(`${ASKED} heron`, 'heron', behind, others)).toEqual(wordsOf('heron'))
  expect(leftOf(`${ASKED} heron`, 'line', behind, others)).toEqual(wordsOf('heron')) // a pair of words is named by its first
})

test('a word between the instruction and the text may be of the text: the phrase stays', () => {
  const planted = LINES.slice(0, 5).map((line) => `${ASKED} heron ${line}`)
  expect(leftOf(`${ASKED} heron`, 'heron', planted)).toEqual(wordsOf(`${ASKED} heron`))
})

test('a word without which no other prompt has the rest is a part of it', () => {
  const planted = LINES.slice(0, 5).map((line) => `${ASKED} ${line}`)
  const others = LINES.map((line) => `name the colour of this line ${line}`)
  expect(leftOf(ASKED, 'language', planted, others)).toEqual(wordsOf(ASKED))
})

test('an instruction that fewer prompts have without the words than with them is a part of the phrase', () => {
  const planted = LINES.map((line) => `by the way ${ASKED} ${line}`)
  const others = LINES.slice(0, 5).map((line) => `${ASKED} ${line}`)
  expect(leftOf(`by the way ${ASKED}`, 'way', planted, others)).toEqual(wordsOf(`by the way ${ASKED}`))
})

test('what many other prompts have whole was not laid before words that stand without it: it is an instruction itself', () => {
  const table = 'interface attribute value table'
  const planted = LINES.slice(0, 5).map((line) => `${ASKED} ${table} ${line}`)
  const others = [...LINES.map((line) => `${table} ${line}`), ...LINES.map((line) => `${ASKED} ${line}`)]
  expect(leftOf(`${ASKED} ${table}`, 'language', planted, others)).toEqual(wordsOf(`${ASKED} ${table}`))
  expect(leftOf(`${ASKED} ${table}`, 'language', planted, others.slice(0, LINES.length))).toEqual(wordsOf(ASKED))
})
