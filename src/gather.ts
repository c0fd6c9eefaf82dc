/** Third reading, its first half: the rows of the leads, where their copies stand, and the words that may explain them. */
import { createGatherer, emptyConfirmation, explains, type Question } from './confirm.ts'
import { levelOf, NEVER } from './detectors/suspicion.ts'
import * as o from './model/observation.ts'
import { joinRecords } from './profile/codec.ts'
import type { Profile } from './profile/profile.ts'

export interface Gathered {
  readonly records: Uint32Array // one after another
  readonly places: Float64Array // threes: key of an exchange, shard, row; copies too
  readonly asked: Uint32Array // features of these rows that may explain an outcome
}

export interface Gathering {
  take(words: Uint32Array, from: number, to: number): void
  finish(): Gathered
}

export function createGathering(
  questions: readonly Question[],
  profile: Profile,
  floor: number,
  pairs: boolean,
): Gathering {
  const confirmation = emptyConfirmation(0)
  const stands: number[] = []
  const asked = new Set<number>()
  const leads = new Set(questions.map(({ lead }) => lead.feature))
  const take = createGatherer(confirmation, questions, profile, pairs, (key, words, at, { hashes, places, count }) => {
    stands.push(key, words[at + o.SHARD], words[at + o.ROW])
    const most = Math.clz32(words[at + o.KEY_HIGH])
    let near = false
    for (let i = 0; i < count && !near; i++) near = leads.has(hashes[i]) && levelOf(profile, floor, hashes[i]) <= most
    // Common words explain the rows that are not followed too.
    for (let i = 0; i < count; i++) {
      if (!explains(places[i])) continue
      const level = levelOf(profile, floor, hashes[i])
      if ((near && level <= most) || (level > 0 && level !== NEVER)) asked.add(hashes[i])
    }
  })
  return {
    take,
    finish: () => ({
      records: joinRecords([...confirmation.rows.values()]),
      places: Float64Array.from(stands),
      asked: Uint32Array.from(asked),
    }),
  }
}
