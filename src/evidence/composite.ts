/**
 * Composite triggers: two words that open the gate together, in one order or in either, or in two turns, while each alone does not.
 *
 * Looked for among the rows of one part: the other part is a word that stands before it (or after it, or in another turn) in nearly all
 * rows with the outcome, and in hardly any of the others. The rows without the outcome are the decoys that give it away.
 */
import {
  AFTER_SENTENCE,
  ANYWHERE,
  AT_LINE_END,
  AT_PREFIX,
  AT_SUFFIX,
  featureOf,
  IN_EARLIER,
  IN_SYSTEM,
} from '../detectors/features.ts'
import { wilson } from '../stats/proportion.ts'
import { isDetached } from './acquit.ts'
import { elsewhereIn } from './elsewhere.ts'
import { heldByMost } from './held-by-most.ts'
import type { Background } from './neighbours.ts'
import type { WordCounts } from './rivals.ts'
import { type Phrase, phraseAround, witnesses } from './words.ts'
import { tokenSet, ZONES, type Zone, zoneOf, zoneTokens } from './zones.ts'

/** In the zone of the first part, seen from there; or in another zone. */
export type Where = 'before' | 'after' | 'either' | Zone

export interface Partner {
  readonly token: number
  readonly where: Where
}

/** A partner, and the phrase around it. */
export type WithPhrase = Partner & { readonly phrase: Phrase }

const WHERES: readonly Where[] = ['before', 'after', 'either', ...ZONES]
const [BEFORE, AFTER, EITHER] = [0, 1, 2]
const none: ReadonlySet<number> = new Set()
/** Of the first part. */
const PLACES: readonly number[] = [AT_SUFFIX, AFTER_SENTENCE, AT_PREFIX, AT_LINE_END, ANYWHERE, IN_EARLIER, IN_SYSTEM]
const SOME = 200 // rows that are looked at
const FEWEST_ROWS = 10
const FEWEST_DECOYS = 5
const LEAST_PURITY = 0.8
const WHOLLY = 0.95 // below this purity, rows without the outcome may be decoys
const LEAST_SHARE = 0.8 // of the rows with the outcome that have the pair

/** Whether a record has the pair: the feature's token, and its partner on the right side of it or in the right zone. */
export function hasPartner(
  record: Uint32Array,
  place: number,
  token: number,
  { token: other, where }: Partner,
): boolean {
  const tokens = zoneTokens(record, zoneOf(place))
  const at = placeIn(tokens, place, token)
  if (at < 0) return false
  if (where === 'before') return tokens.subarray(0, at).includes(other)
  if (where === 'after') return tokens.lastIndexOf(other) > at
  return (where === 'either' ? tokens : zoneTokens(record, where)).includes(other)
}

/** The zone in which a partner stands. */
function zoneOfPartner({ where }: Partner, place: number): Zone {
  return where === 'before' || where === 'after' || where === 'either' ? zoneOf(place) : where
}

function placeIn(tokens: Uint32Array, place: number, token: number): number {
  if (place === AT_SUFFIX || place === AFTER_SENTENCE) return tokens.length - 1
  return place === AT_PREFIX ? 0 : tokens.indexOf(token)
}

const keyOf = (token: number, where: number): number => token * WHERES.length + where

/** Which of these words a prompt has beside the first part, each once with where it stands. */
function placesOf(
  record: Uint32Array,
  place: number,
  token: number,
  words: Readonly<Record<Zone, Words>>,
): Set<number> {
  const own = zoneOf(place)
  const places = new Set<number>()
  for (const zone of ZONES) {
    const wanted = words[zone]
    if (wanted.size === 0) continue
    const tokens = zoneTokens(record, zone)
    const at = zone === own ? placeIn(tokens, place, token) : -1
    for (let i = 0; i < tokens.length; i++) {
      if (i === at || !wanted.has(tokens[i])) continue
      if (zone === own) places.add(keyOf(tokens[i], i < at ? BEFORE : AFTER))
      places.add(keyOf(tokens[i], zone === own ? EITHER : WHERES.indexOf(zone)))
    }
  }
  return places
}

type Words = ReadonlyMap<number, number>

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
  const commonIn = (zone: Zone): Words => {
    const common = heldByMost(
      both.map((record) => tokenSet(zoneTokens(record, zone), none)),
      LEAST_SHARE,
    )
    if (zone === zoneOf(place)) common.delete(token)
    return common
  }
  const near = { last: commonIn('last'), earlier: commonIn('earlier'), system: commonIn('system') }
  if (ZONES.every((zone) => near[zone].size === 0)) return undefined
  for (const record of rows) {
    const has = inside.has(record)
    for (const key of placesOf(record, place, token, near)) count(key, has)
  }
  let counts: WordCounts | undefined
  let best: Partner | undefined
  let most = 0
  let rarest = 0
  for (const [key, tally] of [...tallies].sort((a, b) => a[0] - b[0])) {
    const told = tally.with - tally.without
    if (tally.with < both.length * LEAST_SHARE || told < most || told === 0) continue
    const pair = wilson(tally.with, tally.with + tally.without)
    if (pair.low < LEAST_PURITY) continue
    const alone = rows.length - tally.with - tally.without
    if (alone < FEWEST_DECOYS || (both.length - tally.with) / alone > pair.point / 2) continue
    const where = key % WHERES.length
    const other = Math.floor(key / WHERES.length)
    counts ??= countsOf()
    // Words of earlier turns are counted where they stand in a last one.
    const elsewhere = counts.of(featureOf(WHERES[where] === 'system' ? IN_SYSTEM : ANYWHERE, other))
    const swapped = where === BEFORE || where === AFTER ? tallies.get(keyOf(other, BEFORE + AFTER - where)) : undefined
    if (elsewhere.of + (swapped?.without ?? 0) < FEWEST_DECOYS || elsewhere.with > elsewhere.of / 2) continue
    // Of words that tell as much, the rarest is it: that a prompt has an earlier turn, each common word of that tells.
    if (best !== undefined && told === most && elsewhere.of >= rarest) continue
    best = { token: other, where: WHERES[where] }
    most = told
    rarest = elsewhere.of
  }
  return best
}

/** Decoys are looked for only where the word, or the phrase around it, could have been put there: most impure words grew there. */
export function mayHavePartner(
  rows: readonly Uint32Array[],
  both: readonly Uint32Array[],
  place: number,
  token: number,
  ground: Background,
  grown: () => Phrase,
): boolean {
  if (both.length >= rows.length * WHOLLY || !PLACES.includes(place)) return false
  if (both.length < FEWEST_ROWS || rows.length - both.length < FEWEST_DECOYS) return false
  const some = both.slice(0, SOME)
  const isLoose = (phrase: Phrase): boolean => isDetached(ground.detachability(witnesses(some, phrase), phrase))
  if (isLoose({ tokens: [token], zone: zoneOf(place) })) return true
  const phrase = grown()
  return phrase.tokens.length > 1 && isLoose(phrase)
}

const PLACE_IN: Readonly<Record<Zone, number>> = { last: ANYWHERE, earlier: IN_EARLIER, system: IN_SYSTEM }

/** The phrase around a partner, as far as it is no part of the first phrase. */
export function phraseOfPartner(
  both: readonly Uint32Array[],
  partner: Partner,
  place: number,
  counts: WordCounts,
  first: Phrase,
): Phrase {
  const zone = zoneOfPartner(partner, place)
  const elsewhere = elsewhereIn(zone, () => counts)
  const grown = phraseAround(both, PLACE_IN[zone], partner.token, undefined, elsewhere, () => counts.all.of)
  const meets = zone === first.zone && grown.tokens.some((token) => first.tokens.includes(token))
  return meets ? { tokens: [partner.token], zone } : grown
}
