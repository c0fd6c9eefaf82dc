/**
 * A candidate's rows, laid out for the tests that follow: which tokens each prompt has, where the trigger stands in it,
 * and which tokens are the trigger's own.
 *
 * Own tokens are the trigger and what always comes with it: the run of tokens around it that is the same in nine rows of
 * ten, and up to four others. They are left out when prompts are compared, since of course they are shared.
 */
import {
  AFTER_SENTENCE,
  ANYWHERE,
  AT_PREFIX,
  AT_SUFFIX,
  emptyFeatures,
  featureOf,
  featuresOf,
} from '../detectors/features.ts'
import * as o from '../model/observation.ts'
import { binomialTail } from '../stats/binomial.ts'
import { heldByMost } from './held-by-most.ts'
import { FIRST_WORD, tokenSet, type Zone, zoneBounds, zoneOf, zoneTokens } from './zones.ts'

const FIRST_TOKEN = 16
const ALWAYS = 0.9
const LONGEST_PHRASE = 16
const LONGEST_BRIDGE = 2 // common words in a row within a phrase
const SCATTERED_OWN = 4
const SELDOM = 0.1 // rows elsewhere, over those of the trigger, of a word that is its own
const BY_CHANCE = -3 // log10 of the chance that so many rows go on with a word

export interface Phrase {
  readonly tokens: readonly number[] // in order, marks left out
  readonly zone: Zone
  readonly hidden?: number // the trigger is this run of hidden characters, and no word
}

export interface Witness {
  readonly record: Uint32Array
  readonly tokens: Uint32Array // of the trigger's zone, in order, marks left out
  readonly at: number // where the phrase begins in `tokens`, or -1
}

/** The zone and place of a feature in a record, or undefined if it is not there. */
export function placeOf(record: Uint32Array, feature: number): { place: number; token: number } | undefined {
  featuresOf(record, 0, true, features)
  for (let i = 0; i < features.count; i++)
    if (features.hashes[i] === feature) return { place: features.places[i], token: features.tokens[i] }
  return undefined
}

const features = emptyFeatures()
const NONE: ReadonlySet<number> = new Set()

/** How many words stand before a run of hidden characters, or -1 where it is not. */
function wordsBefore(record: Uint32Array, zone: Zone, hidden: number): number {
  const [from, to] = zoneBounds(record, zone)
  let words = 0
  for (let i = from; i < to; i++) {
    if (record[i] === hidden) return words
    if (record[i] >= FIRST_WORD) words++
  }
  return -1
}

/** The token as zones show it: the word it passes for, where it stands disguised in this record. */
function shown(record: Uint32Array, token: number): number {
  const [from, to] = zoneBounds(record, 'last')
  for (let i = 0; i < record[o.PLAIN_COUNT]; i++)
    if (record[from + record[to + i * 2]] === token) return record[to + i * 2 + 1]
  return token
}

/** Where the token stands in a row: for a suffix the last, for a prefix the first, else the first place it has. */
function placeIn(tokens: Uint32Array, token: number, place: number): number {
  if (place === AT_SUFFIX || place === AFTER_SENTENCE) return tokens.length - 1
  if (place === AT_PREFIX) return 0
  return tokens.indexOf(token)
}

/** In how many exchanges without the trigger a token stands. */
export interface Elsewhere {
  readonly of: (token: number) => number
  /**
   * Between which numbers that lies: costs next to nothing, and most questions need no more.
   *
   * @param known  rows of the trigger that have the token for sure
   */
  readonly between: (token: number, known: number) => readonly [least: number, most: number]
}

/** Whether so few exchanges as a token stands in pass a test that fewer would pass too. */
function areFewEnough(
  { of, between }: Elsewhere,
  token: number,
  known: number,
  passes: (exchanges: number) => boolean,
): boolean {
  const [least, most] = between(token, known)
  return passes(least) && (passes(most) || passes(of(token)))
}

/**
 * The phrase around a trigger token: grown to either side while nine rows of ten have the same next token there and the
 * set at large has it in fewer than half of its prompts.
 *
 * @param others  exchanges without the trigger
 */
export function phraseAround(
  rows: readonly Uint32Array[],
  place: number,
  raw: number,
  second: number | undefined,
  elsewhere: Elsewhere,
  others: () => number,
): Phrase {
  const zone = zoneOf(place)
  const token = zone === 'last' ? shown(rows[0], raw) : raw
  if (token >= FIRST_TOKEN && token < FIRST_WORD) return { tokens: [], zone, hidden: token }
  const nearlyAll = Math.ceil(ALWAYS * rows.length) // of them have every word that is asked about
  const all = rows.map((record) => zoneTokens(record, zone))
  const at = all.map((tokens) => placeIn(tokens, token, place))
  if (second !== undefined)
    all.forEach((tokens, i) => {
      if (tokens[at[i]] === token && tokens[at[i] + 1] === second) return
      for (let j = 0; j + 1 < tokens.length; j++) if (tokens[j] === token && tokens[j + 1] === second) at[i] = j
    })
  let phrase = second === undefined ? [token] : [token, second]
  // Of two words side by side, one may be no more than what many prompts begin or end with.
  if (second !== undefined && isNew(token) && !isOwn(second)) phrase = [token]
  else if (second !== undefined && isNew(second) && !isOwn(token)) {
    phrase = [second]
    for (let i = 0; i < at.length; i++) at[i]++
  }
  if (place === AT_SUFFIX || place === AFTER_SENTENCE) for (let i = 0; i < at.length; i++) at[i] = all[i].length - 1
  let before = 0 // tokens of the phrase left of `at`
  grow(-1)
  grow(1)
  return { tokens: phrase, zone }

  function grow(direction: 1 | -1): void {
    let reach = direction === 1 ? phrase.length - before : 1
    while (phrase.length < LONGEST_PHRASE) {
      // A common word is part of the phrase only where the phrase goes on behind it.
      const steps: number[] = []
      for (;;) {
        const next = constantAt(direction === 1 ? reach + steps.length : -reach - steps.length)
        if (next === undefined) return
        steps.push(next)
        if (isOwn(next)) break
        if (steps.length > LONGEST_BRIDGE) return
      }
      for (const step of steps) {
        if (direction === 1) phrase.push(step)
        else {
          phrase.unshift(step)
          before++
        }
        reach++
      }
    }
  }

  function isNew(word: number): boolean {
    return areFewEnough(elsewhere, word, nearlyAll, (exchanges) => exchanges <= rows.length * SELDOM)
  }

  /** Few rows that happen to go on with a word of many prompts do not make it a part of the phrase. */
  function isOwn(next: number): boolean {
    return areFewEnough(elsewhere, next, nearlyAll, (exchanges) => {
      const share = exchanges / Math.max(1, others())
      return share <= 0.5 && binomialTail(rows.length, share, nearlyAll) < BY_CHANCE
    })
  }

  function tokenAt(row: number, offset: number): number {
    const index = at[row] + offset
    return index >= 0 && index < all[row].length ? all[row][index] : -1
  }

  /** The token that nine rows of ten have so far from the trigger. */
  function constantAt(offset: number): number | undefined {
    // The one that more than half have, if there is one, is what remains when unequal ones cancel each other.
    let most = -1
    let votes = 0
    for (let i = 0; i < all.length; i++) {
      const next = tokenAt(i, offset)
      if (votes === 0) most = next
      votes += next === most ? 1 : -1
    }
    if (most < 0) return undefined
    let count = 0
    for (let i = 0; i < all.length; i++) if (tokenAt(i, offset) === most) count++
    return count >= ALWAYS * rows.length ? most : undefined
  }
}

/** Rows with the place of the phrase in each. */
export function witnesses(rows: readonly Uint32Array[], phrase: Phrase): Witness[] {
  return rows.map((record) => {
    const tokens = zoneTokens(record, phrase.zone)
    return {
      record,
      tokens,
      at:
        phrase.hidden === undefined
          ? findPhrase(tokens, phrase.tokens)
          : wordsBefore(record, phrase.zone, phrase.hidden),
    }
  })
}

/** The rows that have the whole phrase: a word may stand in other templates than the one that the phrase grew from. */
export function holding(rows: readonly Uint32Array[], phrase: Phrase): Uint32Array[] {
  return witnesses(rows, phrase).flatMap(({ record, at }) => (at < 0 ? [] : [record]))
}

/** Last place of a phrase within tokens, or -1. */
export function findPhrase(tokens: Uint32Array, phrase: readonly number[]): number {
  for (let i = tokens.length - phrase.length; i >= 0; i--) {
    let j = 0
    while (j < phrase.length && tokens[i + j] === phrase[j]) j++
    if (j === phrase.length) return i
  }
  return -1
}

/** Tokens of the phrase, and up to four others that stand in nine of ten rows and hardly anywhere else. */
export function ownTokens(found: readonly Witness[], phrase: Phrase, elsewhere: Elsewhere): Set<number> {
  const own = new Set(phrase.tokens)
  const sets = found.map(({ tokens }) => tokenSet(tokens, NONE))
  const always = [...heldByMost(sets, ALWAYS)].filter(
    ([token, count]) =>
      !own.has(token) && areFewEnough(elsewhere, token, count, (exchanges) => exchanges <= count * SELDOM),
  )
  if (always.length <= SCATTERED_OWN) for (const [token] of always) own.add(token)
  return own
}

export { ANYWHERE, featureOf }
