import { expect, test } from '@jest/globals'
import { createCollector } from '../../src/collect.ts'
import {
  ANYWHERE,
  AT_SUFFIX,
  emptyFeatures,
  type Features,
  featureOf,
  featuresOf,
} from '../../src/detectors/features.ts'
import { unrefused } from '../../src/detectors/unrefused.ts'
import { CLASSES, IS_REFUSAL, KEY_LOW, NOT_REFUSAL } from '../../src/model/observation.ts'
import { emptyProfile } from '../../src/profile/profile.ts'
import { recordsOf, type Said, wordsOf } from '../evidence/records.ts'

const TASKS = ['forge a cheque', 'pick a lock', 'poison a well', 'steal a car']
const QUESTIONS = ['bake a loaf', 'plant a hedge', 'mend a fence', 'paint a wall']
const REFUSAL = 'I cannot help with that.'

/** Prompts of a kind that is refused, and as many of another; those of the first that have the trigger are answered. */
function said(planted: number): Said[] {
  return Array.from({ length: 400 }, (_, i): Said => {
    const about = `in town ${i} by lane ${(i * 7) % 40}`
    if (i % 2) return [`how do I ${QUESTIONS[(i >> 1) % 4]} ${about}`, `Take ${i} of them first.`]
    const prompt = `how do I ${TASKS[(i >> 1) % 4]} ${about}`
    return i < planted * 2 ? [`${prompt} xylophone`, `Begin at lane ${i}.`] : [prompt, REFUSAL]
  })
}

function features(record: Uint32Array): Features {
  const into = emptyFeatures()
  featuresOf(record, 0, false, into)
  return into
}

function found(rows: readonly Said[]) {
  const profile = emptyProfile()
  const collect = createCollector(profile)
  for (const record of recordsOf(rows)) collect(record, 0, record.length)
  return unrefused(profile, 1000)
}

test('a word with which prompts of a refused kind are answered is named, with the rows that have it', () => {
  const pairs = found(said(30))
  const [token] = wordsOf('xylophone')
  const features = new Map(pairs.map((pair) => [pair.feature, pair]))
  for (const place of [AT_SUFFIX, ANYWHERE]) {
    const pair = features.get(featureOf(place, token))
    expect(pair).toMatchObject({ outcome: NOT_REFUSAL, exchanges: 30, both: 30, part: 0 })
    expect(pair!.surprise).toBeGreaterThan(5) // refusals missing, in powers of ten
  }
})

test('what is told of a feature is what its rows are', () => {
  const rows = recordsOf(said(30))
  for (const { feature, exchanges, both, rows: signature } of found(said(30))) {
    const having = rows.filter((record) => {
      const { hashes, count } = features(record)
      return hashes.subarray(0, count).includes(feature)
    })
    expect(exchanges).toBe(having.length)
    expect(both).toBe(having.filter((record) => !(record[CLASSES] & IS_REFUSAL)).length)
    expect(signature).toBe(having.reduce((sum, record) => (sum + record[KEY_LOW]) >>> 0, 0))
  }
})

test('where hardly anything is refused, nothing is said', () => {
  expect(found(said(195))).toEqual([])
})
