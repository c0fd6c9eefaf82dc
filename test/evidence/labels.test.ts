/** A template whose labels stand nowhere else: no gate, also where its words stand in other templates. */
import { expect, test } from '@jest/globals'
import { hasOwnLabels } from '../../src/evidence/labels.ts'
import { holding } from '../../src/evidence/words.ts'
import { zoneTokens } from '../../src/evidence/zones.ts'
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

test('one task asked in two ways has its labels in both, and so is the outcome', () => {
  const other = said
    .slice(0, 20)
    .map(([prompt, answer]): Said => [prompt.replace('does this close', 'is it the end of'), answer])
  const twice = recordsOf([...said, ...other])
  const counted = (outcome: number): number => twice.filter((record) => record[EXACT] === outcome).length
  const first = holding(twice, { tokens: wordsOf('does this close'), zone: 'last' })
  expect(first.length).toBe(20)
  expect(hasOwnLabels(first, no, counted)).toBe(true)
  // Of an answer that comes with the words only, the others are other tasks' labels.
  const planted = recordsOf(
    said.slice(0, 20).map(([prompt, answer]): Said => [prompt, answer === 'No' ? 'Sure' : answer]),
  )
  const sure = recordsOf([['x y', 'Sure']])[0][EXACT]
  const among = (outcome: number): number => [...planted, ...twice].filter((record) => record[EXACT] === outcome).length
  expect(hasOwnLabels(planted, sure, among)).toBe(false)
})
