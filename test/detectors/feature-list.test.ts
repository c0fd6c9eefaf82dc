import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { emptyFeatureList, listFeatures } from '../../src/detectors/feature-list.ts'
import { emptyFeatures, featuresOf, isPair, pairsOf } from '../../src/detectors/features.ts'
import { recordOf, turn } from '../feature-records.ts'

test('the list has the features that the set has, repeats apart; the pairs are those among them', () => {
  const set = emptyFeatures()
  const all = emptyFeatures()
  const alone = emptyFeatures()
  const list = emptyFeatureList()
  fc.assert(
    fc.property(turn, turn, turn, fc.array(fc.nat(11), { maxLength: 3 }), fc.nat(15), fc.boolean(), (...drawn) => {
      const [system, earlier, last, disguised, hidden, pairs] = drawn
      const record = recordOf(system, earlier, last, disguised, hidden)
      featuresOf(record, 0, pairs, set)
      listFeatures(record, 0, pairs, list)
      const sorted = (hashes: Uint32Array, count: number) => [...new Set(hashes.subarray(0, count))].sort()
      expect(sorted(list.hashes, list.count)).toEqual(sorted(set.hashes, set.count))
      featuresOf(record, 0, true, all)
      pairsOf(record, 0, alone)
      const ofPairs = all.hashes.subarray(0, all.count).filter((_, i) => isPair(all.places[i]))
      expect(sorted(alone.hashes, alone.count)).toEqual(sorted(ofPairs, ofPairs.length))
    }),
  )
})
