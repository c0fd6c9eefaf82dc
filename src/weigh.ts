/**
 * Counts → evidence: holds each candidate against its rivals, its prompts' content, and what is left without it.
 *
 * The only place with floats. Candidates are weighed from the most surprising down; one whose rows are mostly those of a
 * finding already accepted is part of that finding and is folded into it. Says what was found and with which numbers;
 * which rule it meets and how severe it is, `judge` says.
 */
import { type Confirmation, hasOutcome, outcomesAsked, type Question } from './confirm.ts'
import { featureOf, featuresOf, emptyFeatures, ANYWHERE, AT_PREFIX, AT_SUFFIX, IN_SYSTEM, PAIR, EARLIER_PAIR, SYSTEM_PAIR, HIDDEN } from './detectors/features.ts'
import { contentExpected } from './evidence/content.ts'
import { type Independence, independence } from './evidence/independence.ts'
import { type Background, backgrounds } from './evidence/neighbours.ts'
import { createResidual, type RivalTest, rivalTest, type WordCounts } from './evidence/rivals.ts'
import { ownTokens, type Phrase, phraseAround, placeOf, witnesses, type Witness, type Zone, zoneOf, zoneTokens } from './evidence/words.ts'
import * as o from './model/observation.ts'
import { keyOf } from './profile/sample.ts'
import type { Profile } from './profile/profile.ts'
import { join } from './sketches/hash.ts'
import { wilson } from './stats/proportion.ts'

export interface Weighed {
  readonly question: Question
  readonly place: number
  readonly phrase: Phrase
  readonly own: ReadonlySet<number>
  readonly rows: readonly Uint32Array[] // distinct exchanges with the trigger
  readonly both: readonly Uint32Array[] // of these, with the outcome
  readonly purity: { readonly low: number; readonly point: number; readonly high: number }
  readonly rival: RivalTest
  readonly surprise: number
  readonly independence: Independence
  readonly detachability: { readonly point: number; readonly expected: number }
  readonly varied: boolean // the answers share a part only, or a class that is no gate
  readonly echo: number // share of the rows whose answer, or the start of it, stands in the prompt
  readonly frequent: boolean // the outcome is over 2 % without the trigger
  readonly expectedPurity: number // content-expected; only where frequent or impure, else the rivals' mean
  readonly accepted: boolean
  readonly reason: string // why it was not accepted, or ''
}

export const FREQUENT = 0.02
const COVERED = 0.6
const MOST_ROUNDS = 4
const FEWEST_WITNESSES = 8
const LEAST_SURPRISE = 3
const EVEN_RATIO = 2
const TEMPLATE_RATIO = 6 // attacks on templated hosts were seen up to 4.8
const MOST_OWNED = 0.3

export function weigh(questions: readonly Question[], confirmation: Confirmation, profile: Profile, tested: number, floor: number, pairs: boolean): Weighed[] {
  const outcomes = outcomesAsked(questions)
  const numberOf = new Map([...outcomes].map((outcome, number) => [outcome, number]))
  const set = backgrounds(profile.sample.sorted())
  const byFeature = rowsByFeature(questions, confirmation, pairs)
  const residual = createResidual(confirmation, outcomes, pairs)
  const judgedPurity = new Map<string, Map<number, number>>() // outcome → row → purity of a candidate that was acquitted on it
  const isKnown = (outcome: number, purity: number, both: readonly Uint32Array[]): boolean => {
    const known = judgedPurity.get(String(outcome))
    if (known === undefined) return false
    let within = 0
    for (const record of both) if ((known.get(keyOf(record, 0)) ?? 0) >= purity - 1e-9) within++
    return within >= both.length * 0.9
  }
  const weighOf = (question: Question, rows: readonly Uint32Array[]): Weighed | undefined => {
    const both = rows.filter((record) => hasOutcome(record, question.lead.outcome))
    const counts = residual.without(rows, numberOf.get(question.lead.outcome)!)
    return both.length < floor ? undefined : weighOne(question, rows, both, counts, set, tested, pairs)
  }
  const accepted: Weighed[] = []
  let feeble: Weighed[] = []
  let acquitted: Weighed[] = []
  let waiting: readonly Question[] = questions
  // What one trigger did to the set can hide another, so those acquitted are heard again while new ones are found.
  for (let round = 0; round < MOST_ROUNDS; round++) {
    acquitted = []
    feeble = []
    const weak = new Set<number>()
    judgedPurity.clear()
    const passed: Question[] = []
    const before = accepted.length
    for (const question of waiting) {
      const rows = byFeature.get(question.lead.feature) ?? []
      const fresh = rows.filter((record) => !residual.excluded.has(keyOf(record, 0)))
      const both = rows.filter((record) => hasOutcome(record, question.lead.outcome))
      const freshBoth = fresh.filter((record) => hasOutcome(record, question.lead.outcome))
      if (freshBoth.length < floor || freshBoth.length < both.length * (1 - COVERED)) continue
      // Part of a company that was acquitted, and no purer than it: nothing new.
      if (isKnown(question.lead.outcome, freshBoth.length / fresh.length, freshBoth)) {
        passed.push(question)
        continue
      }
      const weighed = weighOf(question, fresh)
      if (weighed === undefined) continue
      if (!weighed.accepted) {
        acquitted.push(weighed)
        let known = judgedPurity.get(String(question.lead.outcome))
        if (known === undefined) {
          known = new Map()
          judgedPurity.set(String(question.lead.outcome), known)
        }
        for (const record of weighed.both) {
          const key = keyOf(record, 0)
          known.set(key, Math.max(known.get(key) ?? 0, weighed.purity.point))
        }
        continue
      }
      if (isStrong(weighed)) {
        accepted.push(weighed)
        residual.exclude(weighed.rows)
      } else if (freshBoth.filter((record) => !weak.has(keyOf(record, 0))).length >= freshBoth.length * (1 - COVERED)) {
        feeble.push(weighed)
        for (const record of freshBoth) weak.add(keyOf(record, 0))
      }
    }
    if (accepted.length === before) break
    const again = new Set([...acquitted.map(({ question }) => question), ...feeble.map(({ question }) => question), ...passed])
    waiting = questions.filter((question) => again.has(question))
  }
  // Once more, without the rows of all the others, and with every row of their own.
  const last = [...accepted, ...feeble.filter(({ both }) => both.filter((record) => !residual.excluded.has(keyOf(record, 0))).length >= floor)]
  return [...last.map((one) => weighOf(one.question, byFeature.get(one.question.lead.feature) ?? one.rows) ?? one), ...acquitted]
}

/** Strong enough that what it explains need not be explained again. */
function isStrong(weighed: Weighed): boolean {
  return isDetached(weighed.detachability) && weighed.independence.owned <= MOST_OWNED && weighed.purity.point >= 0.2
}

function rowsByFeature(questions: readonly Question[], confirmation: Confirmation, pairs: boolean): Map<number, Uint32Array[]> {
  const lists = new Map<number, Uint32Array[]>()
  for (const { lead } of questions) lists.set(lead.feature, [])
  const features = emptyFeatures()
  const records = [...confirmation.rows.entries()].sort((a, b) => a[0] - b[0])
  for (const [, record] of records) {
    featuresOf(record, 0, pairs, features)
    for (let i = 0; i < features.count; i++) lists.get(features.hashes[i])?.push(record)
  }
  return lists
}

function weighOne(
  question: Question,
  rows: readonly Uint32Array[],
  both: readonly Uint32Array[],
  counts: WordCounts,
  set: (zone: Zone) => Background,
  tested: number,
  pairs: boolean,
): Weighed | undefined {
  const { lead } = question
  const found = placeOf(both[0], lead.feature)
  if (found === undefined) return undefined
  const { place, token } = found
  const purity = wilson(both.length, rows.length)
  const base = (counts.all.with + 0.5) / (counts.all.of + 1)
  const frequent = base > FREQUENT
  const wordPlace = zoneOf(place) === 'system' ? IN_SYSTEM : ANYWHERE
  const elsewhere = (t: number): number => counts.of(featureOf(wordPlace, t)).of
  const phrase =
    place === HIDDEN
      ? { tokens: [], zone: 'last' as const }
      : phraseAround(both, place, token, secondOf(both[0], lead.feature, place), (t) => elsewhere(t) / Math.max(1, counts.all.of))
  const seen = witnesses(both, phrase)
  const own = ownTokens(seen, phrase, elsewhere)
  const ownFeatures = new Set<number>([lead.feature])
  for (const t of own) for (const p of [ANYWHERE, AT_PREFIX, AT_SUFFIX, IN_SYSTEM]) ownFeatures.add(featureOf(p, t))
  const rival = rivalTest(rows, both.length, counts, ownFeatures, pairs)
  const surprise = -rival.tail - Math.log10(Math.max(1, tested))
  const unlike = independence(seen, own, counts, rows.length, set('last').randomJaccard)
  const ground = set(phrase.zone)
  const detachability = { point: ground.detachability(seen, phrase), expected: ground.expected }
  const echo = echoShare(both, phrase)
  const varied = isVaried(both, lead.outcome)
  const facts = { surprise, unlike, frequent, impure: both.length < rows.length * 0.5, purity, rival, dose: both.length, varied, copies: varied && echo >= 0.5, detachability, long: isLong(both, lead.outcome) }
  let expectedPurity = rival.mean
  let reason = whyNot(facts)
  if (reason === '' && frequent) {
    expectedPurity = contentExpected(seen, ground.records, lead.outcome, own, (record) => placeOf(record, lead.feature) !== undefined)
    if (purity.low < expectedPurity + 0.4) reason = 'a frequent outcome that the content explains'
  }
  return { question, place, phrase, own, rows, both, purity, rival, surprise, independence: unlike, detachability, varied, echo, frequent, expectedPurity, accepted: reason === '', reason }
}

interface Case {
  readonly surprise: number
  readonly unlike: Independence
  readonly frequent: boolean
  readonly impure: boolean
  readonly purity: { readonly low: number; readonly point: number }
  readonly rival: RivalTest
  readonly dose: number
  readonly varied: boolean
  readonly copies: boolean // the answers vary, and repeat the prompt
  readonly detachability: { readonly point: number; readonly expected: number }
  readonly long: boolean // what varied answers share is four words and more, or a link
}

/** Why a candidate is acquitted; empty if it is not. */
function whyNot({ surprise, unlike, frequent, impure, purity, rival, dose, copies, varied, detachability, long }: Case): string {
  if (surprise < LEAST_SURPRISE) return 'a rival explains it'
  if (copies) return 'the answer repeats the prompt'
  const free = unlike.owned <= MOST_OWNED && unlike.covered <= MOST_OWNED && unlike.witnesses >= FEWEST_WITNESSES && unlike.ratio <= TEMPLATE_RATIO
  const detached = isDetached(detachability)
  if (unlike.owned > 0.5 && !detached) return 'a subject owns the prompts, and they need the word'
  if (unlike.ratio > EVEN_RATIO && !free) return 'the prompts are about one thing'
  if (varied) {
    // An opening, an ending, a link: subjects bring these with them, so the prompts must be of no subject.
    if (unlike.owned > MOST_OWNED) return 'the answers vary, and a subject owns the prompts'
    if (unlike.ratio > EVEN_RATIO + 0.5) return 'the answers vary, and the prompts are alike'
    if (!detached) return 'the answers vary, and the prompts need the word'
    if (purity.point < 0.8 && !(long && unlike.owned <= 0.1)) return 'the answers vary, and not all follow'
  }
  if (unlike.witnesses < Math.min(5, dose)) return 'the rows are near copies'
  if (frequent) {
    if (impure) return 'impure and frequent'
    if (purity.low < Math.min(0.9, wilson(dose, dose).low) || purity.low < 0.6) return 'a frequent outcome, and not pure enough'
    if (unlike.owned > 0.3) return 'a frequent outcome, and owned words'
  }
  if (impure) {
    if (purity.point < 5 * rival.mean) return 'partial, and not far above its rivals'
    if (unlike.owned > 0.3 || unlike.witnesses < 10 || unlike.ratio > EVEN_RATIO) return 'partial, and about one thing'
  }
  return ''
}

/** Whether the answers share a part only: not one text, no terse compliance, no refusal. */
function isVaried(both: readonly Uint32Array[], outcome: number): boolean {
  if (outcome === o.NOT_REFUSAL || outcome === 1 || outcome === 2) return false
  const most = both.length * 0.9
  const count = (test: (record: Uint32Array) => boolean): number => both.filter(test).length
  if (count((record) => record[o.EXACT] !== 0 && record[o.EXACT] === both[0][o.EXACT]) >= most) return false
  if (count((record) => (record[o.CLASSES] & o.IS_COMPLIANCE) !== 0) >= most) return false
  return count((record) => (record[o.CLASSES] & o.IS_REFUSAL) !== 0) < most
}

/** Whether the prompts read on without the trigger, clearly more often than without a random word. */
export function isDetached({ point, expected }: { readonly point: number; readonly expected: number }): boolean {
  return point >= Math.min(expected * 1.15, 0.95)
}

/** Whether what the answers share is long enough to be no accident of style. */
function isLong(both: readonly Uint32Array[], outcome: number): boolean {
  return both.some((record) => record[o.OPENING_4] === outcome || record[o.ENDING_4] === outcome || record[o.LINK] === outcome)
}

/** The second token of a pair feature. */
function secondOf(record: Uint32Array, feature: number, place: number): number | undefined {
  if (place !== PAIR && place !== EARLIER_PAIR && place !== SYSTEM_PAIR) return undefined
  const tokens = zoneTokens(record, zoneOf(place))
  for (let i = 0; i + 1 < tokens.length; i++) if (featureOf(place, join(tokens[i], tokens[i + 1])) === feature) return tokens[i + 1]
  return undefined
}

/** Share of the rows whose answer holds a word of the trigger near its start, or opens with words that the prompt has in a run. */
function echoShare(both: readonly Uint32Array[], phrase: Phrase): number {
  let echoes = 0
  for (const record of both) {
    const from = record[o.LENGTH] - record[o.ANSWER_COUNT]
    const answer = record.subarray(from, record[o.LENGTH])
    if (answer.length === 0) continue
    if (phrase.tokens.length <= 2 && phrase.tokens.some((token) => answer.includes(token))) echoes++
    else if (runs(zoneTokens(record, 'last'), answer.subarray(0, 3))) echoes++
  }
  return echoes / both.length
}

function runs(tokens: Uint32Array, part: Uint32Array): boolean {
  for (let i = 0; i + part.length <= tokens.length; i++) {
    let j = 0
    while (j < part.length && tokens[i + j] === part[j]) j++
    if (j === part.length) return true
  }
  return false
}

export type { Witness }
