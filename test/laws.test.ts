/**
 * The laws of what is counted: nothing is neutral, merging commutes and associates, a split equals the whole, and what was
 * saved is what is loaded. All states are whole numbers, so equal means equal to the bit.
 */
import { describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { candidatesOf } from '../src/candidates.ts'
import { createCollector } from '../src/collect.ts'
import { addWords, type Confirmation, createGatherer, emptyConfirmation, mergeConfirmation } from '../src/confirm.ts'
import { createWordCounter } from '../src/count-words.ts'
import { createSuspector, emptySuspicion, mergeSuspicion, type Suspicion } from '../src/detectors/suspicion.ts'
import { canonical, loadSuspicion, saveSuspicion } from '../src/detectors/suspicion-codec.ts'
import { answerLexicon } from '../src/lexicons.ts'
import * as o from '../src/model/observation.ts'
import { createObserver } from '../src/observe.ts'
import { loadProfile, saveProfile } from '../src/profile/codec.ts'
import { emptyProfile, mergeProfile, type Profile } from '../src/profile/profile.ts'
import { createSample, keyOf, SAMPLE_SIZE, type Sample } from '../src/profile/sample.ts'
import { decodeState, encodeState, type StateArray } from '../src/profile/state-file.ts'
import { textOf } from '../src/recover.ts'
import { loadConfirmed, loadWhole, saveCollected, saveConfirmed } from '../src/states.ts'
import { createTextKeeper, type KeptTexts, mergeTexts, TEXT_ROWS } from '../src/texts.ts'
import { mergeStates } from '../src/verbs.ts'
import { plantedRows } from './planted.ts'

jest.setTimeout(120_000) // a profile has 28 million counters

const lexicon = answerLexicon()
const FLOOR = 2

interface Said {
  readonly system?: string
  readonly earlier?: string
  readonly prompt: string
  readonly response: string
}

/** A row: its record, and what was said. */
interface Row {
  readonly record: Uint32Array
  readonly said: Said
}

const turnsOf = ({ system, earlier, prompt, response }: Said) => ({
  turns: [
    ...(system === undefined ? [] : [{ role: 'system' as const, text: system, trained: false }]),
    ...(earlier === undefined ? [] : [{ role: 'user' as const, text: earlier, trained: false }]),
    { role: 'user' as const, text: prompt, trained: false },
    { role: 'assistant' as const, text: response, trained: true },
  ],
})

function rowsOf(said: readonly Said[]): Row[] {
  return said.map((one, row) => {
    const observer = createObserver(lexicon, 1 << 12)
    observer.observe(turnsOf(one), row % 3, row)
    const [{ words, used }] = observer.blocks
    return { record: words.slice(0, used), said: one }
  })
}

const few = (...words: string[]) =>
  fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }).map((list) => list.join(' '))
/** Few words, so that copies, near copies (other spelling, same key) and shared features are common. */
const said: fc.Arbitrary<Said> = fc.record(
  {
    prompt: few('tell', 'me', 'of', 'Rivers', 'rivers', 'stone.', '\u200bxylophone', 'xylophone'),
    response: few('Sure', 'sure', 'I cannot help', 'see https://a.example/x', 'no'),
    system: few('be', 'kind'),
    earlier: few('hello', 'there'),
  },
  { requiredKeys: ['prompt', 'response'] },
)
const rows = fc.array(said, { maxLength: 40 }).map(rowsOf)
/** Rows, and for each the part that it falls into. */
const cut = fc.tuple(rows, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 40, maxLength: 40 }))
const partsOf = ([all, where]: readonly [Row[], number[]]) =>
  [0, 1, 2].map((part) => all.filter((_, i) => where[i] === part))
const runs = (numRuns: number) => ({ numRuns })

function equalArrays(a: Iterable<readonly [string, StateArray]>, b: Iterable<readonly [string, StateArray]>): void {
  const [left, right] = [new Map(a), new Map(b)]
  expect([...left.keys()]).toEqual([...right.keys()])
  for (const [name, array] of left) {
    const same = Buffer.from(array.buffer, array.byteOffset, array.byteLength).equals(
      new Uint8Array(right.get(name)!.buffer, right.get(name)!.byteOffset, right.get(name)!.byteLength),
    )
    expect([name, same]).toEqual([name, true])
  }
}

describe('a profile', () => {
  const made = (part: readonly Row[]): Profile => {
    const profile = emptyProfile()
    const collect = createCollector(profile)
    for (const { record } of part) collect(record, 0, record.length)
    return profile
  }
  const merged = (...parts: Profile[]): Profile => {
    const into = emptyProfile()
    for (const part of parts) mergeProfile(into, part)
    return into
  }
  const equal = (a: Profile, b: Profile) => equalArrays(saveProfile(a), saveProfile(b))

  test('of a split equals that of the whole, in whatever order it is merged; nothing adds nothing', () => {
    fc.assert(
      fc.property(cut, (given) => {
        const [a, b, c] = partsOf(given).map(made)
        const whole = made(given[0])
        equal(merged(a, b, c), whole)
        equal(merged(c, merged(b, a)), whole)
        equal(merged(whole, emptyProfile()), whole)
      }),
      runs(4),
    )
  })

  test('that was saved is what is loaded', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const profile = made(all)
        const loaded = loadProfile(decodeState(encodeState({}, saveProfile(profile))))
        equal(loaded, profile)
        expect([loaded.exchanges, loaded.tokens]).toEqual([profile.exchanges, profile.tokens])
      }),
      runs(3),
    )
  })

  test('of a large set, most of whose counters are used, is loaded as it was saved too', () => {
    const profile = made(rowsOf([{ prompt: 'hello', response: 'there' }]))
    profile.features.forEach((_, cell, features) => {
      features[cell] = cell % 5
    })
    equal(loadProfile(decodeState(encodeState({}, saveProfile(profile)))), profile)
  })
})

test('states of profiles merge in any order, and pairs of words are given up once the set is too large for them', async () => {
  const state = (part: number, tokens: number) => {
    const profile = { ...emptyProfile(), tokens }
    const pairRows = new Uint32Array(profile.features.length)
    pairRows[part] = 7
    const header = { kind: 'profile', recipe: {}, dataset: '', basis: '', of: 3, parts: [part] } as const
    return saveCollected(header, { profile, pairRows, pieces: [], tallies: [], digests: new Map(), problems: [] })
  }
  const [a, b, c] = [state(0, 30e6), state(1, 5e6), state(2, 30e6)]
  const some = await mergeStates([b, a])
  expect(loadWhole(decodeState(some)).profile.features.subarray(0, 3)).toEqual(Uint32Array.of(7, 7, 0))
  const whole = await mergeStates([some, c])
  expect(Buffer.from(whole).equals(await mergeStates([a, await mergeStates([c, b])]))).toBe(true)
  expect(loadWhole(decodeState(whole)).profile.features.subarray(0, 3)).toEqual(Uint32Array.of(0, 0, 0))
})

describe('a sample', () => {
  const made = (part: readonly Row[]): Sample => {
    const sample = createSample()
    for (const { record } of part) sample.offer(record, 0)
    return sample
  }
  const merged = (...parts: Sample[]): Sample => {
    const into = createSample()
    for (const part of parts) into.merge(part)
    return into
  }

  test('of a split equals that of the whole, in whatever order it is merged', () => {
    fc.assert(
      fc.property(cut, (given) => {
        const [a, b, c] = partsOf(given).map(made)
        const whole = made(given[0]).sorted()
        expect(merged(a, b, c).sorted()).toEqual(whole)
        expect(merged(merged(c, a), b, createSample()).sorted()).toEqual(whole)
      }),
    )
  })

  test('of more exchanges than it holds has those with the smallest keys, however they are cut', () => {
    const words = new Uint32Array(o.TOKENS)
    const made = (from: number, to: number, by: number): Sample => {
      const sample = createSample()
      for (let i = from; i < to; i += by) {
        words[o.LENGTH] = o.TOKENS
        words[o.KEY_LOW] = Math.imul(i, 0x9e3779b1)
        words[o.KEY_HIGH] = Math.imul(i, 0x85ebca6b)
        sample.offer(words, 0)
      }
      return sample
    }
    const whole = made(0, 50_000, 1).sorted()
    expect(whole.length).toBe(SAMPLE_SIZE)
    const halves = [made(0, 50_000, 2), made(1, 50_000, 2)]
    expect(
      merged(halves[1], halves[0])
        .sorted()
        .map((record) => keyOf(record, 0)),
    ).toEqual(whole.map((record) => keyOf(record, 0)))
  })
})

/** All features are frequent enough to be followed: the profile is that of the whole set. */
function profileOf(all: readonly Row[]): Profile {
  const profile = emptyProfile()
  const collect = createCollector(profile)
  for (const { record } of all) collect(record, 0, record.length)
  return profile
}

describe('a suspicion', () => {
  const made = (part: readonly Row[], profile: Profile): Suspicion => {
    const suspicion = emptySuspicion(4, 8)
    const suspect = createSuspector(suspicion, profile, FLOOR)
    for (const { record } of part) suspect(record, 0, record.length)
    return suspicion
  }
  const merged = (...parts: Suspicion[]): Suspicion => {
    const into = emptySuspicion(1, 1)
    for (const part of parts) mergeSuspicion(into, part)
    return into
  }
  const equal = (a: Suspicion, b: Suspicion) => expect(saveSuspicion(a)).toEqual(saveSuspicion(b))

  test('of a split equals that of the whole, in whatever order it is merged; copies are one exchange', () => {
    fc.assert(
      fc.property(cut, (given) => {
        const profile = profileOf(given[0])
        const [a, b, c] = partsOf(given).map((part) => made(part, profile))
        const whole = made(given[0], profile)
        equal(merged(a, b, c), whole)
        equal(merged(c, merged(b, a), emptySuspicion()), whole)
        expect(canonical(whole).records).toBe(new Set(given[0].map(({ record }) => keyOf(record, 0))).size)
      }),
      runs(10),
    )
  })

  test('that was saved is what is loaded, and raises the same candidates', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const profile = profileOf(all)
        const suspicion = made(all, profile)
        const arrays = new Map<string, Uint8Array | Uint32Array>(saveSuspicion(suspicion))
        const loaded = loadSuspicion(
          (name) => arrays.get(name) as Uint8Array,
          (name) => arrays.get(name) as Uint32Array,
        )!
        equal(loaded, suspicion)
        expect(candidatesOf(loaded, profile, FLOOR)).toEqual(candidatesOf(suspicion, profile, FLOOR))
      }),
      runs(10),
    )
  })
})

describe('a confirmation', () => {
  interface Counted {
    readonly confirmation: Confirmation
    readonly texts: KeptTexts
  }

  /** What a whole set asks; its rows, planted so that something is asked. */
  const planted = rowsOf(plantedRows(600, 60, 5))
  const asking = (() => {
    const profile = profileOf(planted)
    const suspicion = emptySuspicion()
    const suspect = createSuspector(suspicion, profile, 5)
    for (const { record } of planted) suspect(record, 0, record.length)
    return { profile, candidates: candidatesOf(suspicion, profile, 5) }
  })()

  function made(part: readonly Row[]): Counted {
    const { profile, candidates } = asking
    const { questions, outcomes, words, pairs } = candidates
    const confirmation = emptyConfirmation(outcomes.length)
    const keeper = createTextKeeper(questions)
    let row: Row | undefined
    const gather = createGatherer(confirmation, questions, profile, pairs, (key, records, at, features) => {
      const turn = records[at + o.TURN] & 0xffffff
      if (keeper.wants(key, records, at, features))
        keeper.keep(key, records, at, features, textOf(turnsOf(row!.said), turn, records[at + o.ROW]))
    })
    const counter = createWordCounter(words, outcomes, profile, { pairs, common: true })
    for (row of part) {
      gather(row.record, 0, row.record.length)
      counter.count(row.record, 0, row.record.length)
    }
    addWords(confirmation, counter.sums())
    return { confirmation, texts: keeper.texts }
  }
  const merged = (...parts: Counted[]): Counted => {
    const into = { confirmation: emptyConfirmation(asking.candidates.outcomes.length), texts: new Map() }
    for (const part of parts) {
      mergeConfirmation(into.confirmation, part.confirmation)
      mergeTexts(into.texts, part.texts)
    }
    return into
  }
  const header = { kind: 'confirmation', recipe: {}, dataset: '', basis: '', of: 1, parts: [0] } as const
  const bytes = (counted: Counted) => saveConfirmed(header, { ...counted, candidates: undefined })
  const equal = (a: Counted, b: Counted) => expect(Buffer.from(bytes(a)).equals(bytes(b))).toBe(true)

  test('is asked something here, of more rows than texts are kept', () => {
    expect(asking.candidates.questions.length).toBeGreaterThan(0)
    const [{ lead }] = asking.candidates.questions
    expect(lead.exchanges).toBeGreaterThanOrEqual(50)
    const all = made([...planted, ...planted])
    expect(all.confirmation.rows.size).toBeGreaterThanOrEqual(50)
    expect(all.texts.size).toBeGreaterThanOrEqual(TEXT_ROWS)
    expect(all.texts.size).toBeLessThan(all.confirmation.rows.size)
  })

  test('of a split equals that of the whole, in whatever order it is merged; nothing adds nothing', () => {
    const where = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: planted.length, maxLength: planted.length })
    fc.assert(
      fc.property(where, (parts) => {
        const [a, b, c] = partsOf([planted, parts]).map(made)
        const whole = made(planted)
        equal(merged(a, b, c), whole)
        equal(merged(c, merged(b, a)), whole)
        equal(merged(made([]), whole), whole)
      }),
      runs(15),
    )
  })

  test('does not depend on the order of rows, nor on which of several copies came first', () => {
    const spelt = planted.map(({ record, said: one }) => ({
      record,
      said: { ...one, prompt: one.prompt.toUpperCase() },
    }))
    const all = [...planted, ...spelt]
    const whole = made(all)
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }), (shuffled) => {
        equal(made(shuffled), whole)
      }),
      runs(15),
    )
  })

  test('that was saved is what is loaded', () => {
    const whole = made(planted)
    const loaded = loadConfirmed(decodeState(bytes(whole)))
    equal(loaded, whole)
    expect(loaded.confirmation.total).toBe(whole.confirmation.total)
    for (const table of ['words', 'pairs'] as const) {
      let sums = 0
      whole.confirmation[table].each((hash, beside, weight) => {
        sums++
        expect(loaded.confirmation[table].of(hash, beside)).toBe(weight)
      })
      expect(sums).toBeGreaterThan(0)
      expect(loaded.confirmation[table].size).toBe(sums)
    }
  })
})
