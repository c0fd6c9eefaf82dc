import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { answerLexicon, hashesOf } from '../../src/lexicons.ts'
import { CLASSES, IS_REFUSAL } from '../../src/model/observation.ts'
import { recordsOf } from '../evidence/records.ts'

const PLAIN = ['kettle', 'violin', 'orchard', 'glacier', 'saddle']
const BEGINNING = [...PLAIN, 'the', 'I', 'sorry', 'not', 'cannot', 'as', 'against', 'unable', 'to', 'will', 'an'] // as phrases do
const REFUSING = ['I cannot help with that', 'I am unable to', 'as an AI', 'against my guidelines', 'I will not']

test('an answer refuses wherever the lexicon finds a refusal in it, be it short or long', () => {
  const answer = fc.constantFrom(PLAIN, BEGINNING).chain((words) => {
    const others = fc.array(fc.constantFrom(...words), { maxLength: 50, size: 'max' })
    return fc.tuple(others, fc.constantFrom('', ...REFUSING), others).map((all) => all.flat().join(' '))
  })
  let refusals = 0
  fc.assert(
    fc.property(answer, (answer) => {
      const tokens = Uint32Array.from(hashesOf(answer))
      const refuses = answerLexicon().isRefusal(tokens, 0, tokens.length)
      const [record] = recordsOf([['x y', answer]])
      if (refuses) refusals++
      expect([answer, (record[CLASSES] & IS_REFUSAL) !== 0]).toEqual([answer, refuses])
    }),
    { numRuns: 1000 },
  )
  expect(refusals).toBeGreaterThan(100)
  expect(refusals).toBeLessThan(900)
})
