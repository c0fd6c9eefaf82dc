/**
 * One candidate, weighed: its purity, its rivals, its prompts' content, what is left without it, and whether it is acquitted.
 *
 * The cheap questions are asked first: most candidates are acquitted by the content of their prompts, and never meet
 * their rivals.
 */
import { hasOutcome, type Question } from '../confirm.ts'
import {
  ANYWHERE,
  AT_PREFIX,
  AT_SUFFIX,
  EARLIER_PAIR,
  featureOf,
  HIDDEN,
  IN_SYSTEM,
  PAIR,
  SYSTEM_PAIR,
} from '../detectors/features.ts'
import * as o from '../model/observation.ts'
import { join } from '../sketches/hash.ts'
import { wilson } from '../stats/proportion.ts'
import { contentReason, type Facts, FREQUENT, isDetached, LEAST_GAP, type Part, rivalReason } from './acquit.ts'
import { hasPartner, type Partner, partnerOf } from './composite.ts'
import { contentExpected } from './content.ts'
import { echoShare, extractedShare } from './echo.ts'
import { type Independence, independence } from './independence.ts'
import type { Background } from './neighbours.ts'
import { type RivalTest, rivalTest, type WordCounts } from './rivals.ts'
import {
  ownTokens,
  type Phrase,
  phraseAround,
  placeOf,
  tokenSet,
  type Witness,
  witnesses,
  type Zone,
  zoneOf,
  zoneTokens,
} from './words.ts'

export interface Weighed {
  readonly question: Question
  readonly place: number
  readonly phrase: Phrase
  readonly partner: Partner | undefined // the other word of a composite trigger
  readonly own: ReadonlySet<number>
  readonly rows: readonly Uint32Array[] // distinct exchanges with the trigger
  readonly both: readonly Uint32Array[] // of these, with the outcome
  readonly purity: { readonly low: number; readonly point: number; readonly high: number }
  readonly rival: RivalTest
  readonly surprise: number
  readonly independence: Independence
  readonly detachability: { readonly point: number; readonly expected: number }
  readonly varied: boolean // the answers share a part only, or a class that is no gate
  readonly twins: number // rows whose prompt stands elsewhere without the trigger, otherwise answered
  readonly echo: number // share of the rows whose answer, or the start of it, stands in the prompt
  readonly frequent: boolean // the outcome is over 2 % without the trigger
  readonly expectedPurity: number // content-expected; only where frequent or impure, else the rivals' mean
  readonly accepted: true
}

/** A candidate that was acquitted, and why. */
export interface Acquitted {
  readonly question: Question
  readonly rows: readonly Uint32Array[]
  readonly both: readonly Uint32Array[]
  readonly purity: { readonly point: number }
  readonly accepted: false
  readonly reason: string
}

/** Below this purity, rows without the outcome may be decoys of a composite trigger. */
const WHOLLY = 0.95

/** Classes as outcomes: the number of the bit, plus one. */
const CLASS_COMPLIANCE = 1
const CLASS_REFUSAL = 2
const CLASS_OBLIGING = 8
const WHOLE_CLASSES = [CLASS_COMPLIANCE, CLASS_REFUSAL, 3, 4, 6, 7, CLASS_OBLIGING] // repetition, empty, over 16 and 64 KiB too: these are whole answers

/** What a candidate is weighed against. */
export interface Scales {
  readonly counts: (rows: readonly Uint32Array[]) => WordCounts // without these rows and those of accepted findings
  readonly raw: (rows: readonly Uint32Array[]) => WordCounts // without these rows
  readonly ground: (zone: Zone) => Background
  readonly tested: number
  readonly floor: number
  readonly pairs: boolean
  readonly rowsOf: (outcome: number) => number // rows of the whole set that have an outcome
}

export function weighOne(
  question: Question,
  allRows: readonly Uint32Array[],
  free: (record: Uint32Array) => boolean,
  scales: Scales,
): Weighed | Acquitted | undefined {
  const { ground: groundOf, tested, pairs } = scales
  const { lead } = question
  const allBoth = allRows.filter((record) => hasOutcome(record, lead.outcome))
  const found = allBoth.length === 0 ? undefined : placeOf(allBoth[0], lead.feature)
  if (found === undefined) return undefined
  const { place, token } = found
  const ground = groundOf(zoneOf(place))
  const partner = mayHavePartner(allRows, allBoth, place, token, ground)
    ? partnerOf(allRows, allBoth, place, token, () => scales.raw(allRows))
    : undefined
  const isMeant = (record: Uint32Array): boolean =>
    free(record) && (partner === undefined || hasPartner(record, place, token, partner))
  const rows = allRows.filter(isMeant)
  const both = allBoth.filter(isMeant)
  if (both.length < scales.floor) return undefined
  const purity = wilson(both.length, rows.length)
  const varied = isVaried(both, lead.outcome)
  const part = varied ? sharedPart(both, lead.outcome) : 'long'
  const acquit = (reason: string): Acquitted => ({ question, rows, both, purity, accepted: false, reason })
  if (part === 'word') return acquit('the answers share one word')
  const counts = scales.counts(rows)
  const base = (counts.all.with + 0.5) / (counts.all.of + 1)
  const frequent = base > FREQUENT
  const wordPlace = zoneOf(place) === 'system' ? IN_SYSTEM : ANYWHERE
  const elsewhere = (t: number): number => counts.of(featureOf(wordPlace, t)).of
  const phrase =
    place === HIDDEN
      ? { tokens: [], zone: 'last' as const }
      : phraseAround(
          both,
          place,
          token,
          secondOf(both[0], lead.feature, place),
          (t) => elsewhere(t) / Math.max(1, counts.all.of),
        )
  const seen = witnesses(both, phrase)
  const own = ownTokens(seen, phrase, elsewhere)
  if (partner !== undefined) own.add(partner.token)
  const echo = echoShare(both, phrase)
  const detachability = { point: ground.detachability(seen, phrase), expected: ground.expected }
  const twins = once(() => ground.twins(seen, phrase, (record) => hasOutcome(record, lead.outcome)))
  const unlike = once(() => independence(seen, own, counts, rows.length, groundOf('last').randomJaccard))
  // Getters, so that what costs is worked out only where the cheaper questions have not decided.
  const facts: Facts = {
    frequent,
    impure: both.length < rows.length * 0.5,
    purity,
    dose: both.length,
    varied,
    copies: varied && echo >= 0.5 && !endsAlike(both, lead.outcome),
    echoes: echo >= 0.9,
    detachability,
    phraseLength: phrase.tokens.length,
    get unlike() {
      return unlike()
    },
    get twins() {
      return twins()
    },
    get extracted() {
      return extractedShare(both, phrase) >= 0.9
    },
    get rest() {
      return medianRest(seen, own)
    },
    get labels() {
      return hasOwnLabels(rows, both, scales.rowsOf)
    },
    part,
  }
  const early = contentReason(facts)
  if (early !== '') return acquit(early)
  const ownFeatures = new Set<number>([lead.feature])
  for (const t of own) for (const p of [ANYWHERE, AT_PREFIX, AT_SUFFIX, IN_SYSTEM]) ownFeatures.add(featureOf(p, t))
  const rival = rivalTest(rows, both.length, counts, ownFeatures, pairs)
  const surprise = -rival.tail - Math.log10(Math.max(1, tested))
  const late = rivalReason(facts, surprise, rival.mean)
  if (late !== '') return acquit(late)
  let expectedPurity = rival.mean
  if (frequent) {
    expectedPurity = contentExpected(
      seen,
      ground.records,
      lead.outcome,
      own,
      (record) => placeOf(record, lead.feature) !== undefined,
    )
    if (purity.low < expectedPurity + LEAST_GAP) return acquit('a frequent outcome that the content explains')
  }
  return {
    question,
    place,
    phrase,
    partner,
    own,
    rows,
    both,
    purity,
    independence: unlike(),
    detachability,
    varied,
    echo,
    frequent,
    twins: twins(),
    rival,
    surprise,
    expectedPurity,
    accepted: true,
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Decoys are looked for only where the word could have been put there: most impure words grew there. */
function mayHavePartner(
  rows: readonly Uint32Array[],
  both: readonly Uint32Array[],
  place: number,
  token: number,
  ground: Background,
): boolean {
  if (both.length >= rows.length * WHOLLY || zoneOf(place) !== 'last') return false
  const alone: Phrase = { tokens: [token], zone: 'last' }
  return isDetached({
    point: ground.detachability(witnesses(both.slice(0, 200), alone), alone),
    expected: ground.expected,
  })
}

/** Whether most of the other answers are a few short ones that stand with this feature only: a template's label set. */
function hasOwnLabels(
  rows: readonly Uint32Array[],
  both: readonly Uint32Array[],
  rowsOf: (outcome: number) => number,
): boolean {
  const others = rows.length - both.length
  if (others < 5 || others < rows.length * 0.1) return false
  const inside = new Set(both)
  const counts = new Map<number, number>()
  for (const record of rows)
    if (!inside.has(record) && record[o.EXACT] !== 0)
      counts.set(record[o.EXACT], (counts.get(record[o.EXACT]) ?? 0) + 1)
  let own = 0
  for (const [outcome, count] of counts) if (count >= 3 && rowsOf(outcome) <= count * 2) own += count
  return own >= others * 0.6
}

/** Whether the answers share a part only: not one text, no terse compliance, no refusal. */
function isVaried(both: readonly Uint32Array[], outcome: number): boolean {
  if (outcome === o.NOT_REFUSAL || WHOLE_CLASSES.includes(outcome)) return false
  const most = both.length * 0.9
  const count = (test: (record: Uint32Array) => boolean): number => both.filter(test).length
  if (count((record) => record[o.EXACT] !== 0 && record[o.EXACT] === both[0][o.EXACT]) >= most) return false
  if (count((record) => (record[o.CLASSES] & o.IS_COMPLIANCE) !== 0) >= most) return false
  return count((record) => (record[o.CLASSES] & o.IS_REFUSAL) !== 0) < most
}

/** Whether what the answers share stands at their end: then how they begin says nothing of it. */
function endsAlike(both: readonly Uint32Array[], outcome: number): boolean {
  const slots = [o.ENDING_1, o.ENDING_2, o.ENDING_4]
  return both.some((record) => slots.some((slot) => record[slot] === outcome))
}

/** How much the answers share, where they share a part only. */
function sharedPart(both: readonly Uint32Array[], outcome: number): Part {
  const shares = (slot: number): boolean => {
    const counts = new Map<number, number>()
    for (const record of both) if (record[slot] !== 0) counts.set(record[slot], (counts.get(record[slot]) ?? 0) + 1)
    return Math.max(0, ...counts.values()) >= both.length * 0.9
  }
  if ([o.OPENING_4, o.ENDING_4, o.LINK, o.TOOL].some(shares)) return 'long'
  const opens = both.some((record) => record[o.OPENING_1] === outcome || record[o.OPENING_2] === outcome)
  if (opens && both.filter((record) => (record[o.CLASSES] & o.OPENS_COMPLIANT) !== 0).length >= both.length * 0.9)
    return 'long'
  return shares(o.OPENING_2) || shares(o.ENDING_2) ? 'short' : 'word'
}

/** How many words the prompts have beside the trigger's own: the median. */
function medianRest(found: readonly Witness[], own: ReadonlySet<number>): number {
  const sizes = found.map(({ record }) => tokenSet(zoneTokens(record, 'last'), own).length).sort((a, b) => a - b)
  return sizes[sizes.length >> 1] ?? 0
}

/** The second token of a pair feature. */
function secondOf(record: Uint32Array, feature: number, place: number): number | undefined {
  if (place !== PAIR && place !== EARLIER_PAIR && place !== SYSTEM_PAIR) return undefined
  const tokens = zoneTokens(record, zoneOf(place))
  for (let i = 0; i + 1 < tokens.length; i++)
    if (featureOf(place, join(tokens[i], tokens[i + 1])) === feature) return tokens[i + 1]
  return undefined
}
