import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { countPairs, type Pair } from '../../src/detectors/count-pairs.ts'
import { SCREENED_ROWS } from '../../src/detectors/screen.ts'
import { onlyOf, screened } from '../../src/detectors/screen-suspicion.ts'
import {
  EVENTS_PER_FEATURE,
  emptySuspicion,
  isThinned,
  OUTCOME_SLOTS,
  type Suspicion,
  thinning,
} from '../../src/detectors/suspicion.ts'
import * as o from '../../src/model/observation.ts'
import { emptyProfile, featureCell, outcomeCell, type Profile } from '../../src/profile/profile.ts'
import { mix } from '../../src/sketches/hash.ts'

interface Drawn {
  readonly features: readonly number[] // small numbers
  readonly outcomes: readonly number[] // OUTCOME_SLOTS of them, 0 for none
  readonly classes: number
  readonly copyOf: number | undefined
}

const profile = emptyProfile()
const FLOOR = 5

/** What the two readings would know of these rows. */
function known(rows: readonly Drawn[]): Suspicion {
  profile.features.fill(0)
  profile.outcomes.fill(0)
  profile.classes.fill(0)
  Object.assign(profile, { exchanges: rows.length })
  const said = rows.map((row, i) => (row.copyOf !== undefined && row.copyOf < i ? { key: row.copyOf, ...rows[row.copyOf] } : { key: i, ...row })) // biome-ignore format: one thought
  for (const { features, outcomes, classes } of said) {
    for (const feature of new Set(features)) profile.features[featureCell(mix(feature + 1))]++
    for (const outcome of outcomes) if (outcome !== 0) profile.outcomes[outcomeCell(hashOf(outcome))]++
    for (let bit = 0; bit < o.CLASS_BITS; bit++) if (classes & (1 << bit)) profile.classes[bit]++
  }
  const state = emptySuspicion(said.length, said.length * 16)
  said.forEach(({ key, features, outcomes, classes }, record) => {
    state.keys.set([mix(key), mix(key + 77) & 0x7fffffff], record * 2)
    outcomes.forEach((outcome, slot) => {
      const live = outcome !== 0 && profile.outcomes[outcomeCell(hashOf(outcome))] >= FLOOR
      state.outcomes[record * OUTCOME_SLOTS + slot] = live ? hashOf(outcome) : 0
    })
    state.classes[record] = classes
    for (const feature of new Set(features)) {
      state.features[state.events] = mix(feature + 1)
      state.owners[state.events++] = record
    }
  })
  state.records = said.length
  return state
}

const hashOf = (outcome: number): number => mix(outcome * 7919) | 64

/** Answers that share their beginnings and their ends as real ones do. */
const answer = fc.record({ a: fc.nat(3), b: fc.nat(3), c: fc.nat(3), z: fc.nat(3), link: fc.nat(12) }).map(({ a, b, c, z, link }) => {
  const id = (kind: number, ...words: number[]): number => words.reduce((sum, word) => sum * 5 + word + 1, kind)
  const slots = new Array<number>(OUTCOME_SLOTS).fill(0)
  const put = (slot: number, value: number): void => {
    slots[slot - o.OUTCOMES] = value
  }
  put(o.OPENING_1, id(10, a))
  put(o.ENDING_1, id(20, z))
  if (b > 0) put(o.OPENING_2, id(30, a, b))
  if (b > 0) put(o.ENDING_2, id(40, z, c))
  if (b > 1) put(o.OPENING_4, id(50, a, b, c))
  if (b > 1) put(o.ENDING_4, id(60, z, c, b))
  put(o.EXACT, id(70, a, b, c, z))
  if (link === 0) put(o.LINK, 9999)
  return slots
}) // biome-ignore format: one law

const row = fc.record({
  features: fc.array(fc.nat(30), { maxLength: 10 }),
  outcomes: answer,
  classes: fc.constantFrom(0, 0, 0, o.IS_REFUSAL, o.IS_COMPLIANCE, o.IS_COMPLIANCE | o.IS_OBLIGING),
  copyOf: fc.option(fc.nat(50), { nil: undefined, freq: 6 }),
})

/** Rows, some of which share a feature and, most of them, an answer. */
const drawn: fc.Arbitrary<readonly Drawn[]> = fc
  .tuple(
    fc.array(row, { minLength: 40, maxLength: SCREENED_ROWS }),
    fc.array(
      fc.record({ outcomes: answer, every: fc.integer({ min: 2, max: 12 }), pure: fc.integer({ min: 1, max: 9 }) }),
      {
        maxLength: 3,
      },
    ),
  )
  .map(([rows, gates]) =>
    rows.map((one, i) =>
      gates.reduce<Drawn>(({ features, ...rest }, { outcomes, every, pure }, gate) => {
        if ((i + gate) % every !== 0) return { features, ...rest }
        return { ...rest, features: [...features, 40 + gate], outcomes: mix(i) % 10 < pure ? outcomes : rest.outcomes }
      }, one),
    ),
  )

/** The same with the events alone that the exact count is given: of a feature in many rows, those of a part of them. */
function thinned(state: Suspicion): Suspicion {
  const keys = state.keys.map((key, i) => (i % 2 === 0 ? key : mix(key))) // of all sizes
  const kept = Array.from({ length: state.events }, (_, i) => i).filter((i) => {
    const level = thinning(profile.features[featureCell(state.features[i])])
    return !isThinned(keys[state.owners[i] * 2 + 1], level)
  })
  return {
    ...state,
    keys,
    events: kept.length,
    features: Uint32Array.from(kept, (i) => state.features[i]),
    owners: Uint32Array.from(kept, (i) => state.owners[i]),
  }
}

const MOST_KINDS = 40

/** Many rows of few features, each of which leads to one answer now and then, or often. */
function manyRows(seed: number, count: number): readonly Drawn[] {
  const of = (i: number, salt: number, kinds: number): number => mix(seed + i * 31 + salt * 7919) % kinds
  const answers = Array.from({ length: MOST_KINDS }, (_, kind): readonly number[] => {
    const slots = new Array<number>(OUTCOME_SLOTS).fill(0)
    slots[o.OPENING_1 - o.OUTCOMES] = 1 + (kind % 7)
    slots[o.ENDING_1 - o.OUTCOMES] = 100 + (kind % 5)
    if (kind % 3 !== 0) slots[o.EXACT - o.OUTCOMES] = 1000 + kind
    return slots
  })
  return Array.from({ length: count }, (_, i): Drawn => {
    const features = [1, 2, 3, 4, 5, 6].filter((feature) => of(i, feature, 8) < 7 - (feature % 4))
    const gate = features.find((feature) => of(i, 10 + feature, 100) < (seed % 9) * feature)
    const kind = gate === undefined ? of(i, 20, MOST_KINDS) : gate
    const classes = of(i, 30, 10) === 0 ? o.IS_REFUSAL : 0
    return { features, outcomes: answers[kind], classes, copyOf: of(i, 40, 9) === 0 ? of(i, 41, 50) : undefined }
  })
}

const inOrder = (pairs: readonly Pair[]): readonly Pair[] =>
  [...pairs].sort((a, b) => a.feature - b.feature || a.outcome - b.outcome)

describe('the first look', () => {
  test('loses no pair that the exact count would keep, where every row of a feature is followed', () => {
    let kept = 0
    fc.assert(
      fc.property(drawn, (rows) => {
        const state = known(rows)
        const all = countPairs(state, profile, FLOOR)
        kept += all.length
        expect(inOrder(countPairs(onlyOf(state, screened(state, profile, FLOOR)), profile, FLOOR))).toEqual(
          inOrder(all),
        )
      }),
      { numRuns: 100, endOnFailure: true }, // of 25 drawn sets, one time in a hundred had ten pairs or fewer
    )
    expect(kept).toBeGreaterThan(10)
  })

  test('taken once more, at the rows that the exact count sees, loses no pair of features in any number of rows', () => {
    let kept = 0
    let left = 0
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1500, max: 9000 }), (seed, count) => {
        const state = thinned(known(manyRows(seed, count)))
        const all = countPairs(state, profile, FLOOR)
        kept += all.filter(({ part }) => part > 0).length
        const again = screened(state, profile, FLOOR, EVENTS_PER_FEATURE)
        left += 6 - again.length
        expect(inOrder(countPairs(onlyOf(state, again), profile, FLOOR))).toEqual(inOrder(all))
      }),
      { numRuns: 30, endOnFailure: true }, // of 600 drawn sets, four in ten had a pair that is kept
    )
    expect(kept).toBeGreaterThan(0)
    expect(left).toBeGreaterThan(0)
  })

  test('counts an exchange once, however many copies of it there are', () => {
    const rows = Array.from({ length: 200 }, (_, i): Drawn => {
      const outcomes = new Array<number>(OUTCOME_SLOTS).fill(0)
      outcomes[o.OPENING_1 - o.OUTCOMES] = i < 20 ? 1 : 2 + (mix(i) % 30)
      return { features: [i < 20 ? 0 : 1 + (i % 12)], outcomes, classes: 0, copyOf: undefined }
    })
    const copied = rows.map((one, i) => (i < 20 ? { ...one, copyOf: i % 4 } : one)) // four exchanges, of twenty rows
    const feature = mix(1)
    expect([...screened(known(rows), profile as Profile, FLOOR)]).toContain(feature)
    expect([...screened(known(copied), profile as Profile, FLOOR)]).not.toContain(feature)
  })

  test('passes few features whose rows are answered in many ways', () => {
    const rows = Array.from({ length: 200 }, (_, i): Drawn => {
      const outcomes = new Array<number>(OUTCOME_SLOTS).fill(0)
      outcomes[o.OPENING_1 - o.OUTCOMES] = 1 + (mix(i) % 30)
      outcomes[o.ENDING_1 - o.OUTCOMES] = 100 + (mix(i + 999) % 30)
      return { features: [i % 12, 12 + (i % 7)], outcomes, classes: 0, copyOf: undefined }
    })
    expect(screened(known(rows), profile as Profile, FLOOR).length).toBe(0)
  })
})
