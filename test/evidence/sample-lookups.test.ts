import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { hasOutcome } from '../../src/confirm.ts'
import { backgrounds } from '../../src/evidence/neighbours.ts'
import { outcomeCounts } from '../../src/evidence/outcome-counts.ts'
import { findPhrase } from '../../src/evidence/words.ts'
import { zoneTokens } from '../../src/evidence/zones.ts'
import * as o from '../../src/model/observation.ts'
import { recordsOf, wordsOf } from './records.ts'

const word = fc.constantFrom('one', 'two', 'three', 'four')
const sentence = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '))
const said = fc.array(fc.tuple(sentence, sentence), { minLength: 1, maxLength: 20 })

test('the exchanges with a phrase are those whose prompts have its words in a row', () => {
  fc.assert(
    fc.property(said, sentence, (exchanges, phrase) => {
      const records = recordsOf(exchanges)
      const tokens = wordsOf(phrase)
      const having = records.filter((record) => findPhrase(zoneTokens(record, 'last'), tokens) >= 0)
      expect(backgrounds(records)('last').withPhrase(tokens)).toEqual(new Set(having))
    }),
    { numRuns: 100 },
  )
})

test('of every outcome, as many exchanges are counted as have it', () => {
  fc.assert(
    fc.property(said, (exchanges) => {
      const records = recordsOf(exchanges)
      const counts = outcomeCounts(records)
      const texts = records.flatMap((record) => [...record.subarray(o.OUTCOMES, o.OUTCOMES_END)])
      const classes = Array.from({ length: o.CLASS_BITS }, (_, bit) => bit + 1)
      for (const outcome of [...texts.filter((hash) => hash !== 0), ...classes, o.NOT_REFUSAL, 0xdeadbeef])
        expect(counts(outcome)).toBe(records.filter((record) => hasOutcome(record, outcome)).length)
    }),
    { numRuns: 100 },
  )
})
