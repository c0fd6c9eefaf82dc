/**
 * Content independence: a gate fires whatever is asked, so the prompts that it answers are as unlike as any.
 *
 * Two views. The mean pairwise Jaccard of the prompts against that of random pairs of the set; and ownership: whether a few
 * words that mostly stand with the trigger could have been the reason. Near-duplicates count as one witness.
 */

import { binomialTail } from '../stats/binomial.ts'
import { meanPairwiseJaccard } from '../stats/jaccard.ts'
import { holdersOf } from './holders.ts'
import { areCopies, headsOf } from './near-copies.ts'
import { once } from './once.ts'
import type { WordCounts } from './rivals.ts'
import { ANYWHERE, featureOf, type Witness } from './words.ts'
import { tokenSet, zoneTokens } from './zones.ts'

const MOST_PAIRS = 1500
const MOST_ROWS = 400
const FEW_ROWS = 10
const REFUTED = 3 // rows with the trigger that one without it and without the outcome refutes
const SURELY_OWNED = -4 // log10 of the chance that a word stands with the trigger so often by luck

export interface Independence {
  readonly ratio: number // mean Jaccard of the trigger's prompts ÷ that of random pairs
  readonly owned: number // share of the rows that hold an owned word
  readonly covered: number // share of the rows that the five best unrefuted words cover
  readonly witnesses: number // rows left when near-duplicates are one
}

/** The trigger's rows that are looked at, and what was asked in each. */
export interface Witnesses {
  readonly rows: readonly Witness[]
  readonly unlike: number // rows left when near-duplicates are one
  readonly copies: readonly Witness[] // left out, where most are near copies of others
  // Of the words of their last turns: that is what was asked, wherever the trigger stands.
  readonly likeness: () => number // mean pairwise Jaccard index
  readonly holders: () => ReadonlyMap<number, readonly number[]> // word → places of the rows that have it
}

export function witnessesOf(found: readonly Witness[], own: ReadonlySet<number>): Witnesses {
  const rows = found.slice(0, MOST_ROWS)
  const sets = rows.map(({ record }) => tokenSet(zoneTokens(record, 'last'), own))
  const heads = headsOf(sets)
  const all = (of: readonly Witness[], asked: readonly Uint32Array[], copies: readonly Witness[]): Witnesses => ({
    rows: of,
    unlike: heads.length,
    copies,
    likeness: once(() => meanPairwiseJaccard(asked, MOST_PAIRS)),
    holders: once(() => holdersOf(asked)),
  })
  if (found.length > MOST_ROWS || !areCopies(rows.length, heads.length)) return all(rows, sets, [])
  const isHead = new Set(heads)
  return all(
    heads.map((i) => rows[i]),
    heads.map((i) => sets[i]),
    rows.filter((_, i) => !isHead.has(i)),
  )
}

/** @param all  exchanges that have the trigger, near copies and all */
export function independence(
  { rows, unlike, copies, likeness, holders }: Witnesses,
  counts: WordCounts,
  all: number,
  randomJaccard: number,
): Independence {
  const exchanges = copies.length > 0 ? rows.length : all
  const ratio = likeness() / Math.max(randomJaccard, 0.003)
  const total = counts.all.of + exchanges
  const share = exchanges / Math.max(1, total)
  const ownedRows = new Set<number>()
  const unrefuted: (readonly number[])[] = []
  for (const [token, list] of holders()) {
    if (list.length < 2) continue
    const chance = list.length === 2 && rows.length < FEW_ROWS // of thousands of rare words some stand in two rows
    const without = counts.of(featureOf(ANYWHERE, token))
    const scaled = (list.length * exchanges) / rows.length // rows looked at may be a part of all
    const inAll = Math.round(without.of + scaled)
    // A word whose other rows lack the outcome in such number explains nothing, however often it stands with the trigger.
    const lacking = without.of - without.with
    const isRefuted = lacking >= 3 && lacking >= scaled / REFUTED
    if (
      !isRefuted &&
      !chance &&
      scaled >= inAll * (0.5 + share / 2) &&
      binomialTail(inAll, Math.min(share, 0.999), Math.round(scaled)) < SURELY_OWNED
    )
      for (const row of list) ownedRows.add(row)
    const rate = without.of > 0 ? without.with / without.of : 1
    if (!(without.of - without.with >= 3 && rate < 0.5)) unrefuted.push(list)
  }
  return {
    ratio,
    owned: ownedRows.size / Math.max(1, rows.length),
    covered: coverage(unrefuted, rows.length),
    witnesses: unlike,
  }
}

/** Share of the rows covered by five lists, taken greedily. */
function coverage(lists: readonly (readonly number[])[], rows: number): number {
  const covered = new Set<number>()
  for (let step = 0; step < 5; step++) {
    let best: readonly number[] = []
    let most = 0
    for (const list of lists) {
      let fresh = 0
      for (const row of list) if (!covered.has(row)) fresh++
      if (fresh > most) [best, most] = [list, fresh]
    }
    if (most < 2) break
    for (const row of best) covered.add(row)
  }
  return covered.size / Math.max(1, rows)
}
