/** A template whose labels stand nowhere else: no gate, also where its words stand in other templates. */
import { expect, test } from '@jest/globals'
import { hasOwnLabels } from '../../src/evidence/labels.ts'
import { holding, zoneTokens } from '../../src/evidence/words.ts'
import { EXACT } from '../../src/model/observation.ts'
import { recordsOf, type Said, wordsOf } from './records.ts'

const said: readonly Said[] = [
  ...Array.from({ length: 20 }, (_, i): Said => [`does this close item ${i}`, i % 3 === 0 ? 'Yes' : 'No']),
  ...Array.from({ length: 40 }, (_, i): Said => [`who wrote this note of day ${i}`, `Author ${i}`]),
]
const records = recordsOf(said)
const no = recordsOf([['x y', 'No']])[0][EXACT]
const rowsOf = (outcome: number): number => records.filter((record) => record[EXACT] === outcome).length

test('the labels of a template are seen in its own rows, not in all that share a word with it', () => {
  const phrase = { tokens: wordsOf('does this close'), zone: 'last' } as const
  const word = records.filter((record) => zoneTokens(record, 'last').includes(wordsOf('this')[0]))
  const own = holding(word, phrase)
  expect([word.length, own.length]).toEqual([60, 20])
  expect(hasOwnLabels(word, no, rowsOf)).toBe(false)
  expect(hasOwnLabels(own, no, rowsOf)).toBe(true)
})
