/**
 * Suspicion → candidates: the pairs of feature and outcome that keep suspicious company.
 *
 * For each feature its rows, without copies; for each outcome of these rows how many have it. A pair goes on if it
 * reaches the support floor, if the outcome is at least half of the feature's rows (or a tenth, for a rare outcome), and if
 * chance alone, at the outcome's rate in the whole set, would hardly give so many. Pairs whose rows are the same are one
 * candidate: the words of a phrase, the opening and the whole of a fixed answer. It accuses; it does not convict.
 */

import { liveOf } from '../profile/live.ts'
import { outcomeRows, type Profile } from '../profile/profile.ts'
import { countPairs, type Pair } from './count-pairs.ts'
import { onlyOf, screened } from './screen-suspicion.ts'
import type { Suspicion } from './suspicion.ts'
import { pairsTested } from './tested.ts'

export type { Pair }

export interface Suspects {
  readonly groups: readonly (readonly Pair[])[] // pairs on the same rows, most surprising group first
  readonly tested: number // pairs whose margins reach the floor, see tested.ts
  readonly dropped: number // groups beyond the limit
}

const MOST_GROUPS = 6000

export function suspects(state: Suspicion, profile: Profile, floor: number): Suspects {
  const found = countPairs(onlyOf(state, screened(state, profile, floor)), profile, floor)
  return grouped(found, pairsTested(profile, liveOf(profile, floor)), (outcome) => outcomeRows(profile, outcome))
}

/** Pairs of all features → candidates. The order of `found` is of no account. */
export function grouped(found: readonly Pair[], tested: number, rowsOf: (outcome: number) => number): Suspects {
  const least = leastSurprise(tested)
  const groups = bySignature(found.filter((pair) => pair.surprise >= least))
  for (const [key, pairs] of allies(found, rowsOf)) if (!groups.has(key)) groups.set(key, pairs)
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

/** The surprise that a pair must have to be a candidate by itself. */
function leastSurprise(tested: number): number {
  return 3 + Math.log10(Math.max(1, tested))
}

function bySignature(pairs: readonly Pair[]): Map<number, Pair[]> {
  const groups = new Map<number, Pair[]>()
  for (const pair of pairs) {
    const key = pair.rows * 4096 + Math.min(pair.both, 4095)
    const members = groups.get(key)
    if (members === undefined) groups.set(key, [pair])
    else members.push(pair)
  }
  return groups
}

const ALLY_SURPRISE = 4
const ALLY_ROWS = 25
const FEWEST_ALLIES = 3
const MOST_ALLIES = 400
export const ALLIED_SHARE = 0.8

/**
 * Many triggers of a few rows each, for one outcome: each hides in the rate that the others make. Pure pairs that are too
 * weak alone are candidates together where they hold nearly every row of their outcome.
 */
function allies(found: readonly Pair[], rowsOf: (outcome: number) => number): Map<number, Pair[]> {
  const byOutcome = new Map<number, Pair[]>()
  for (const pair of found) {
    if (pair.surprise < ALLY_SURPRISE || pair.part > 0) continue
    if (pair.both < pair.exchanges * 0.95 || pair.both > ALLY_ROWS) continue
    const list = byOutcome.get(pair.outcome)
    if (list === undefined) byOutcome.set(pair.outcome, [pair])
    else list.push(pair)
  }
  const promoted = new Map<number, Pair[]>()
  for (const [outcome, pairs] of byOutcome) {
    const groups = bySignature(pairs)
    if (groups.size < FEWEST_ALLIES || groups.size > MOST_ALLIES) continue
    // Features on overlapping rows count their rows twice here; the weighing sees the rows themselves.
    let rows = 0
    for (const [member] of groups.values()) rows += member.both
    if (rows < rowsOf(outcome) * ALLIED_SHARE || rows > rowsOf(outcome) * 1.5) continue
    for (const [key, members] of groups) promoted.set(key, [...(promoted.get(key) ?? []), ...members])
  }
  return promoted
}
