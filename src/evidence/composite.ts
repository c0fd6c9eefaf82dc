/**
 * Composite triggers: two words that open the gate together, in one order or in either, while each alone does not.
 *
 * Looked for among the rows of one part: the other part is a word that stands before it (or after it) in nearly all rows with
 * the outcome, and in hardly any of the others. The rows without the outcome are the decoys that give it away.
 */
import { AFTER_SENTENCE, ANYWHERE, AT_LINE_END, AT_PREFIX, AT_SUFFIX, featureOf } from '../detectors/features.ts'
import { wilson } from '../stats/proportion.ts'
import { isDetached } from './acquit.ts'
import { heldByMost } from './held-by-most.ts'
import type { Background } from './neighbours.ts'
import type { WordCounts } from './rivals.ts'
import { type Phrase, witnesses } from './words.ts'
import { tokenSet, zoneTokens } from './zones.ts'

export type Side = 'before' | 'after' | 'either'

export interface Partner {
  readonly token: number
  readonly side: Side // where it stands, seen from the first part
}

const SIDES: readonly Side[] = ['before', 'after', 'either']
const none: ReadonlySet<number> = new Set()
const PLACES: readonly number[] = [AT_SUFFIX, AFTER_SENTENCE, AT_PREFIX, AT_LINE_END, ANYWHERE] // of the first part
const FEWEST_ROWS = 10
const FEWEST_DECOYS = 10
const LEAST_PURITY = 0.8
const WHOLLY = 0.95 // below this purity, rows without the outcome may be decoys
const LEAST_SHARE = 0.8 // of the rows with the outcome that have the pair

/** Whether a record has the pair: the feature's token, and its partner on the right side of it. */
export function hasPartner(record: Uint32Array, place: number, token: number, partner: Partner): boolean {
  const tokens = zoneTokens(record, 'last')
  const at = placeIn(tokens, place, token)
  if (at < 0) return false
  const first = tokens.indexOf(partner.token)
  if (partner.side === 'before') return first >= 0 && first < at
  return partner.side === 'after' ? tokens.lastIndexOf(partner.token) > at : first >= 0
}

function placeIn(tokens: Uint32Array, place: number, token: number): number {
  if (place === AT_SUFFIX || place === AFTER_SENTENCE) return tokens.length - 1
  return place === AT_PREFIX ? 0 : tokens.indexOf(token)
}

/** Which of these other words a prompt has, each once with its side. */
function sidesOf(record: Uint32Array, place: number, token: number, words: ReadonlyMap<number, number>): Set<number> {
  const tokens = zoneTokens(record, 'last')
  const at = placeIn(tokens, place, token)
  const sides = new Set<number>()
  for (let i = 0; i < tokens.length; i++) {
    if (i === at || tokens[i] === token || !words.has(tokens[i])) continue
    sides.add(tokens[i] * 3 + (i < at ? 0 : 1)) // its place among SIDES
    sides.add(tokens[i] * 3 + 2)
  }
  return sides
}

/** The best partner of a token in a place, if the two together are a gate and apart are not; asked where `mayHavePartner`. */
export function partnerOf(
  rows: readonly Uint32Array[],
  both: readonly Uint32Array[],
  place: number,
  token: number,
  countsOf: () => WordCounts,
): Partner | undefined {
  const inside = new Set(both)
  const tallies = new Map<number, { with: number; without: number }>() // token * 3 + side
  const count = (key: number, has: boolean): void => {
    let tally = tallies.get(key)
    if (tally === undefined) {
      tally = { with: 0, without: 0 }
      tallies.set(key, tally)
    }
    if (has) tally.with++
    else tally.without++
  }
  // Only words that nearly all rows with the outcome have are looked for in the others.
  const near = heldByMost(
    both.map((record) => tokenSet(zoneTokens(record, 'last'), none)),
    LEAST_SHARE,
  )
  near.delete(token)
  if (near.size === 0) return undefined
  for (const record of rows) {
    const has = inside.has(record)
    for (const key of sidesOf(record, place, token, near)) count(key, has)
  }
  let counts: WordCounts | undefined
  let best: Partner | undefined
  let most = 0
  for (const [key, tally] of [...tallies].sort((a, b) => a[0] - b[0])) {
    if (tally.with < both.length * LEAST_SHARE || tally.with - tally.without <= most) continue
    const pair = wilson(tally.with, tally.with + tally.without)
    if (pair.low < LEAST_PURITY) continue
    const alone = rows.length - tally.with - tally.without
    if (alone < FEWEST_DECOYS || (both.length - tally.with) / alone > pair.point / 2) continue
    const partner = { token: Math.floor(key / 3), side: SIDES[key % 3] }
    counts ??= countsOf()
    const elsewhere = counts.of(featureOf(ANYWHERE, partner.token))
    const swapped =
      partner.side === 'either' ? undefined : tallies.get(partner.token * 3 + (partner.side === 'before' ? 1 : 0))
    if (elsewhere.of + (swapped?.without ?? 0) < FEWEST_DECOYS || elsewhere.with > elsewhere.of / 2) continue
    best = partner
    most = tally.with - tally.without
  }
  return best
}

/** Decoys are looked for only where the word could have been put there: most impure words grew there. */
export function mayHavePartner(
  rows: readonly Uint32Array[],
  both: readonly Uint32Array[],
  place: number,
  token: number,
  ground: Background,
): boolean {
  if (both.length >= rows.length * WHOLLY || !PLACES.includes(place)) return false
  if (both.length < FEWEST_ROWS || rows.length - both.length < FEWEST_DECOYS) return false
  const alone: Phrase = { tokens: [token], zone: 'last' }
  return isDetached(ground.detachability(witnesses(both.slice(0, 200), alone), alone))
}
