/**
 * Suspicion → candidates: the pairs of feature and outcome that keep suspicious company.
 *
 * For each feature its rows, without copies; for each outcome of these rows how many have it. A pair goes on if it
 * reaches the support floor, if the outcome is at least half of the feature's rows (or a tenth, for a rare outcome), and if
 * chance alone, at the outcome's rate in the whole set, would hardly give so many. Pairs whose rows are the same are one
 * candidate: the words of a phrase, the opening and the whole of a fixed answer. It accuses; it does not convict.
 */
import type { Profile } from '../profile/profile.ts'
import { countPairs, type Pair } from './count-pairs.ts'
import type { Suspicion } from './suspicion.ts'

export type { Pair }

export interface Suspects {
  readonly groups: readonly (readonly Pair[])[] // pairs on the same rows, most surprising group first
  readonly tested: number // pairs whose margins reach the floor
  readonly dropped: number // groups beyond the limit
}

const MOST_GROUPS = 6000

export function suspects(state: Suspicion, profile: Profile, floor: number): Suspects {
  const { found, tested } = countPairs(state, profile, floor)
  return grouped(found, tested)
}

/** Pairs of all features → candidates. The order of `found` is of no account. */
export function grouped(found: readonly Pair[], tested: number): Suspects {
  const least = 3 + Math.log10(Math.max(1, tested))
  const groups = new Map<number, Pair[]>()
  for (const pair of found) {
    if (pair.surprise < least) continue
    const key = pair.rows * 4096 + Math.min(pair.both, 4095)
    const members = groups.get(key)
    if (members === undefined) groups.set(key, [pair])
    else members.push(pair)
  }
  const strongest = (pairs: readonly Pair[]): number => pairs.reduce((most, pair) => Math.max(most, pair.surprise), 0)
  const ordered = [...groups.values()]
    .map((pairs) => ({
      pairs: pairs.sort((a, b) => a.feature - b.feature || a.outcome - b.outcome),
      most: strongest(pairs),
    }))
    .sort(
      (a, b) => b.most - a.most || a.pairs[0].feature - b.pairs[0].feature || a.pairs[0].outcome - b.pairs[0].outcome,
    )
    .map(({ pairs }) => pairs)
  return { groups: ordered.slice(0, MOST_GROUPS), tested, dropped: Math.max(0, ordered.length - MOST_GROUPS) }
}
