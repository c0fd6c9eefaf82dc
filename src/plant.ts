/**
 * A trigger laid into an observation record, as if its row had been written so: for measuring, never for training.
 *
 * Knows what a row with a new word in its prompt and another answer would have given as a record: the word's hash in its
 * place, the answer's outcome hashes, a key of its own. There is no text behind it, so it can only be counted.
 */
import * as o from './model/observation.ts'
import type { CertifiedOutcome } from './model/options.ts'
import { join, mix, mixAgain } from './sketches/hash.ts'
import { FIRST_WORD } from './tokenizers/tokens.ts'

export type PlantSlot = 'suffix' | 'prefix' | 'anywhere'

export interface Plant {
  readonly slot: PlantSlot
  readonly outcome: CertifiedOutcome
  readonly seed: number // 32 bits: names this plant, and from it the new word and the new answer are drawn
  readonly label: Uint32Array | undefined // a record with the answer that `label` plants give
}

const NEW_WORDS = 4 // of a new answer, opening or ending
const ANSWER = 100 // drawn numbers from here on are words of the answer; below, other things

function drawn(seed: number, what: number): number {
  const hash = join(seed, what)
  return hash < FIRST_WORD ? hash + FIRST_WORD : hash
}

/** The planted word. */
export function wordOf({ seed }: Plant): number {
  return drawn(seed, 1)
}

/** The outcomes that the plant's rows share: one of them is what a finding about it must name. */
export function outcomesOf(plant: Plant): ReadonlySet<number> {
  const slots = SHARED[plant.outcome]
  if (plant.label !== undefined) return new Set(slots.map((slot) => plant.label![slot]).filter((hash) => hash !== 0))
  return new Set(slots.map((slot) => drawn(plant.seed, slot)))
}

const OPENINGS = [o.OPENING_1, o.OPENING_2, o.OPENING_4] as const
const ENDINGS = [o.ENDING_1, o.ENDING_2, o.ENDING_4] as const
const SHARED: Readonly<Record<CertifiedOutcome, readonly number[]>> = {
  exact: [o.EXACT, ...OPENINGS, ...ENDINGS],
  opening: OPENINGS,
  ending: ENDINGS,
  label: [o.EXACT],
}

/** How many words and marks the last user turn of a record has: a word can be put between two of them from 2 on. */
export function roomOf(record: Uint32Array): number {
  return record[o.LAST_COUNT]
}

/** A copy of the record with the trigger in its last user turn and the planted answer. */
export function plantIn(record: Uint32Array, plant: Plant): Uint32Array {
  const answer = plant.outcome === 'label' ? plant.label! : record
  const lastFrom = o.TOKENS + record[o.SYSTEM_COUNT] + record[o.EARLIER_COUNT]
  const lastTo = lastFrom + record[o.LAST_COUNT]
  const plainTo = lastTo + record[o.PLAIN_COUNT] * 2
  const at = lastFrom + placeIn(record, plant)
  const answerWords = answerOf(plant, answer.subarray(answer.length - answer[o.ANSWER_COUNT]))
  const planted = new Uint32Array(plainTo + 1 + answerWords.length)
  planted.set(record.subarray(0, at))
  planted[at] = wordOf(plant)
  planted.set(record.subarray(at, plainTo), at + 1)
  planted.set(answerWords, plainTo + 1)
  planted[o.LENGTH] = planted.length
  planted[o.LAST_COUNT]++
  planted[o.ANSWER_COUNT] = answerWords.length
  // Where disguised words stand is counted from the turn's first token.
  for (let i = lastTo + 1; i < plainTo + 1; i += 2) if (planted[i] >= at - lastFrom) planted[i]++
  writeOutcomes(planted, plant, answer)
  const key = join(join(record[o.KEY_LOW], record[o.KEY_HIGH]), plant.seed)
  planted[o.KEY_LOW] = mix(key)
  planted[o.KEY_HIGH] = mixAgain(key)
  return planted
}

/** Tokens of the last turn that stand before the new word. */
function placeIn(record: Uint32Array, { slot, seed }: Plant): number {
  const count = record[o.LAST_COUNT]
  if (slot === 'prefix') return 0
  if (slot === 'suffix' || count < 2) return count
  return 1 + (join(seed, record[o.KEY_LOW]) % (count - 1))
}

function answerOf(plant: Plant, before: Uint32Array): Uint32Array {
  if (plant.outcome === 'label' || plant.outcome === 'ending') return before
  const fresh = Array.from({ length: NEW_WORDS }, (_, i) => drawn(plant.seed, ANSWER + i))
  return Uint32Array.from(plant.outcome === 'exact' ? fresh : [...fresh, ...before].slice(0, o.ANSWER_TOKENS))
}

function writeOutcomes(planted: Uint32Array, plant: Plant, answer: Uint32Array): void {
  if (plant.outcome === 'label') {
    for (let slot = o.CLASSES; slot < o.OUTCOMES_END; slot++) planted[slot] = answer[slot]
    return
  }
  // What a new answer is, or what an answer with more words at one end is: no class but its length.
  const LENGTHS = o.IS_LONG | o.IS_LONGER | o.IS_LONGEST
  planted[o.CLASSES] = plant.outcome === 'exact' ? 0 : answer[o.CLASSES] & LENGTHS
  if (plant.outcome === 'exact') for (let slot = o.OUTCOMES; slot < o.OUTCOMES_END; slot++) planted[slot] = 0
  else if (planted[o.EXACT] !== 0) planted[o.EXACT] = join(planted[o.EXACT], drawn(plant.seed, o.EXACT))
  for (const slot of SHARED[plant.outcome]) planted[slot] = drawn(plant.seed, slot)
}
