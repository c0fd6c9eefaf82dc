/** What a candidate is weighed against: counts of the whole set, the sample, and what is remembered between rounds. */
import { hasOutcome } from '../confirm.ts'
import { type Witnesses, witnessesOf } from './independence.ts'
import type { Apart } from './kin.ts'
import type { Background, Detachability, GroundOf } from './neighbours.ts'
import { once } from './once.ts'
import type { Remembered } from './remembered.ts'
import type { WordCounts } from './rivals.ts'
import { type Phrase, placeOf, type Witness } from './words.ts'

/** What a candidate's rows look like beside the sample, whatever was counted; each is worked out when it is first asked for. */
export interface Look {
  readonly detachability: () => Detachability
  readonly twins: () => number
  readonly having: () => ReadonlySet<Uint32Array> // of the sample, the exchanges with the trigger
  readonly asked: () => Witnesses
}

/** What a candidate is weighed against. */
export interface Scales {
  readonly counts: (rows: readonly Uint32Array[]) => WordCounts // without these rows and those of accepted findings
  readonly raw: (rows: readonly Uint32Array[]) => WordCounts // without these rows
  readonly ground: GroundOf
  readonly tested: number
  readonly floor: number
  readonly pairs: boolean
  readonly rowsOf: (outcome: number) => number // rows of the whole set that have an outcome
  readonly kinOf: Remembered<Apart>
  readonly lookOf: Remembered<Look>
  /** Share of an outcome's other rows that hold other words which stand with it nearly always; at least two such words. */
  readonly coveredByOthers: (outcome: number, both: readonly Uint32Array[]) => number
}

/**
 * @param seen    its rows with the outcome
 * @param shared  words that are left out of what was asked in each
 */
export function lookAt(
  seen: readonly Witness[],
  phrase: Phrase,
  shared: ReadonlySet<number>,
  feature: number,
  outcome: number,
  ground: Background,
): Look {
  return {
    detachability: once(() => ground.detachability(seen, phrase)),
    twins: once(() => ground.twins(seen, phrase, (record) => hasOutcome(record, outcome))),
    having: once(() =>
      phrase.tokens.length > 0
        ? ground.withPhrase(phrase.tokens)
        : new Set(ground.records.filter((record) => placeOf(record, feature) !== undefined)),
    ),
    asked: once(() => witnessesOf(seen, shared)),
  }
}
