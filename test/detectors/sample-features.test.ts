/** The kernel numbers and counts the features of a sample as TypeScript does, and asks the same of a model. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type SampleFeatures, sampleFeatures } from '../../src/detectors/sample-features.ts'
import { sampleFeaturesInKernel } from '../../src/detectors/sample-features-kernel.ts'
import * as o from '../../src/model/observation.ts'
import { createRandom } from '../../src/stats/random.ts'
import { record, recordOf } from '../feature-records.ts'

const MOST_WORDS = 60_000

/** All that is told of these records, with a model of the words in three records and more, every third joined with the one before. */
function told(features: SampleFeatures, weightOf: (id: number) => number, bias: number) {
  const words = features.words(3)
  let next = -1
  const ids = Array.from(words, (_, i) => (i % 3 === 2 ? next : ++next))
  const { flat, ends } = features.model([...words], ids)
  const rows = { flat: [...flat], ends: [...ends] } // before the memory is used for something else
  const model = { weights: Float64Array.from({ length: next + 1 }, (_, id) => weightOf(id)), bias }
  const fewer = features.fewer(model, 0.5, 0.7, 0.1)
  return {
    words: Array.from(words, (word) => [word, features.of(word)]),
    rows,
    fewer,
    of: fewer.map((one) => features.of(one.feature)),
  }
}

function expectSame(records: readonly Uint32Array[], seed: number, bias: number): void {
  const random = createRandom(seed)
  for (const one of records) one[o.KEY_LOW] = random.int(2 ** 31)
  const labels = Uint8Array.from(records, () => random.int(2))
  const weights = Float64Array.from({ length: MOST_WORDS }, () => random.int(2000) / 500 - 2)
  const fast = sampleFeaturesInKernel(records, labels, MOST_WORDS)!
  const want = told(sampleFeatures(records, labels), (id) => weights[id], bias)
  expect(told(fast, (id) => weights[id], bias)).toEqual(want)
}

test('for records of every kind', () => {
  const records = fc.array(record, { maxLength: 30 })
  fc.assert(
    fc.property(records, fc.nat(), fc.integer({ min: -3, max: 3 }), (some, seed, bias) => expectSame(some, seed, bias)),
    { numRuns: 300 },
  )
})

test('for as many features as make its tables and its memory grow', () => {
  const random = createRandom(11)
  const words = () => Array.from({ length: 200 }, () => 65536 + random.int(60) * random.int(900))
  expectSame(
    Array.from({ length: 600 }, () => recordOf([], [], words())),
    11,
    -1,
  )
})

test('where odds are so great that products are summed before they overflow', () => {
  expectSame(
    Array.from({ length: 400 }, (_, i) => recordOf([65540], [], [65536, 65537 + (i % 3)])),
    5,
    300,
  )
})

test('records too long for its memory are left to TypeScript', () => {
  const long = recordOf([], [], [])
  long[o.LAST_COUNT] = 1 << 25
  expect(sampleFeaturesInKernel([long], Uint8Array.of(0), MOST_WORDS)).toBeUndefined()
})

test('a model of more words than there is room for is refused', () => {
  const features = sampleFeaturesInKernel([recordOf([], [], [65536])], Uint8Array.of(0), 1)!
  expect(() => features.fewer({ weights: new Float64Array(2), bias: 0 }, 1, 1, 0)).toThrow(/2 words, 1 at most/)
})
