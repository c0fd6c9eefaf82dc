import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { emptyConfirmation } from '../../src/confirm.ts'
import { ANYWHERE, featureOf } from '../../src/detectors/features.ts'
import { createResidual, type Residual } from '../../src/evidence/rivals.ts'
import { EXACT } from '../../src/model/observation.ts'
import { WEIGHT } from '../../src/profile/profile.ts'
import { recordsOf, type Said, wordsOf } from './records.ts'

const WORDS = ['kettle', 'lantern', 'orchard', 'violin']
const ANSWERS = ['Sure', 'Never']
const said = Array.from({ length: 40 }, (_, i): Said => {
  const held = WORDS.filter((_, w) => (i * 7 + w * 3) % 5 < 2)
  return [`prompt ${i} ${held.join(' ')}`, ANSWERS[i % 3 === 0 ? 0 : 1]]
})
const records = recordsOf(said)
const outcomes = Uint32Array.from(recordsOf(ANSWERS.map((answer): Said => ['x y', answer])), (r) => r[EXACT]).sort()
const features = WORDS.map((word) => featureOf(ANYWHERE, wordsOf(word)[0]))

/** All records, counted one by one. */
function fresh(): Residual {
  const confirmation = emptyConfirmation(outcomes.length)
  records.forEach((record, i) => {
    confirmation.total += WEIGHT
    const number = outcomes.indexOf(record[EXACT])
    confirmation.outcomes[number] += WEIGHT
    features.forEach((feature, w) => {
      if (!said[i][0].includes(WORDS[w])) return
      confirmation.words.sum(feature, 0, WEIGHT)
      confirmation.pairs.sum(feature, number, WEIGHT)
    })
  })
  return createResidual(confirmation, outcomes, false)
}

const told = (residual: Residual, without: readonly Uint32Array[]) =>
  [0, 1].map((number) => {
    const counts = residual.without(without, number)
    return { all: counts.all, each: features.map((feature) => [counts.of(feature), counts.between(feature, 0)]) }
  })

test('what is taken out beyond another one is taken out of it too, and not of the other', () => {
  const some = fc.subarray(records)
  fc.assert(
    fc.property(some, some, some, (first, then, without) => {
      const before = fresh()
      before.exclude(first)
      const plain = told(before, without)
      const beyond = before.beyond()
      expect(told(beyond, without)).toEqual(plain)
      beyond.exclude(then)
      const both = fresh()
      both.exclude([...first, ...then])
      expect(told(beyond, without)).toEqual(told(both, without))
      expect(told(before, without)).toEqual(plain)
    }),
    { numRuns: 60 },
  )
})

test('counts are those of the records that are left', () => {
  fc.assert(
    fc.property(fc.subarray(records), (out) => {
      const residual = fresh()
      residual.exclude(out)
      const left = records.flatMap((record, i) => (out.includes(record) ? [] : [[record, said[i][0]] as const]))
      for (const [number, { all, each }] of told(residual, []).entries()) {
        const has = ([record]: readonly [Uint32Array, string]): boolean => record[EXACT] === outcomes[number]
        expect(all).toEqual({ of: left.length, with: left.filter(has).length })
        WORDS.forEach((word, w) => {
          const held = left.filter(([, prompt]) => prompt.includes(word))
          expect(each[w][0]).toEqual({ of: held.length, with: held.filter(has).length })
        })
      }
    }),
    { numRuns: 60 },
  )
})
