/**
 * Counts → evidence: holds each candidate against its rivals, its prompts' content, and what is left without it.
 *
 * Candidates are weighed from the most surprising down; one whose rows are mostly those of a finding already accepted is part
 * of that finding and is folded into it. Says what was found and with which numbers; which rule it meets and how severe
 * it is, `judge` says.
 */
import { type Confirmation, hasOutcome, outcomesAsked, type Question } from './confirm.ts'
import { ALLIED_SHARE } from './detectors/association.ts'
import { emptyFeatures, featuresOf } from './detectors/features.ts'
import { hasKin, isDetached, MOST_OWNED } from './evidence/acquit.ts'
import { weighOne } from './evidence/candidate.ts'
import type { Apart } from './evidence/kin.ts'
import type { GroundOf } from './evidence/neighbours.ts'
import { once } from './evidence/once.ts'
import { createRemembered } from './evidence/remembered.ts'
import { createResidual, type Residual } from './evidence/rivals.ts'
import type { Look, Scales } from './evidence/scales.ts'
import type { Acquitted, Weighed } from './evidence/weighed.ts'
import { withWholes } from './evidence/wholes.ts'
import { outcomeRows, type Profile, WEIGHT } from './profile/profile.ts'
import { createNumberSet } from './sketches/number-set.ts'

export type { Acquitted, Weighed }

const COVERED = 0.6
const MOST_ROUNDS = 4
const MOST_SHARED = 1.3 // rows of all allies, counted once each, over their union
const PURE = 0.95 // purity of an ally
const LEAST_ADDED = 0.1 // share of an ally's rows that no larger one has; else it is a part of that: the trigger and the word before it
const MOST_OF_ONE = 0.9 // share of the union that one ally may hold

/**
 * Yields after each candidate, so that a caller may stop it.
 *
 * @param ground  of the profile's sample
 */
export function* weigh(
  questions: readonly Question[],
  confirmation: Confirmation,
  profile: Profile,
  ground: GroundOf,
  tested: number,
  floor: number,
  pairs: boolean,
): Generator<undefined, (Weighed | Acquitted)[]> {
  const outcomes = outcomesAsked(questions)
  const numberOf = new Map([...outcomes].map((outcome, number) => [outcome, number]))
  const byFeature = rowsByFeature(questions, confirmation, pairs)
  const rowsOf = ({ lead }: Question): readonly Uint32Array[] => byFeature.get(lead.feature) ?? []
  const withOutcome = new Map<Question, readonly Uint32Array[]>()
  const bothOf = (question: Question): readonly Uint32Array[] => {
    const known = withOutcome.get(question)
    if (known !== undefined) return known
    const both = rowsOf(question).filter((record) => hasOutcome(record, question.lead.outcome))
    withOutcome.set(question, both)
    return both
  }
  const residual = createResidual(confirmation, outcomes, pairs)
  const judgedPurity = new Map<number, Map<Uint32Array, number>>() // outcome → row → purity of a candidate that was acquitted on it
  const isKnown = (outcome: number, purity: number, both: readonly Uint32Array[]): boolean => {
    const known = judgedPurity.get(outcome)
    if (known === undefined) return false
    let within = 0
    for (const record of both) if ((known.get(record) ?? 0) >= purity - 1e-9) within++
    return within >= both.length * 0.9
  }
  const untouched = createResidual(confirmation, outcomes, pairs)
  const totalOf = (outcome: number): number => confirmation.outcomes[numberOf.get(outcome)!] / WEIGHT
  const words = once(() => pureWords(questions, bothOf))
  const fresh = (): Residual => createResidual(confirmation, outcomes, pairs)
  const alliances = alliancesOf(questions, bothOf, totalOf)
  let apart = residuals(alliances, fresh, byFeature)
  const kins = createRemembered<Apart>()
  const looks = createRemembered<Look>() // of accepted ones alone, since each holds lists of words
  const scalesOf = (question: Question): Scales => ({
    counts: (without) => (apart.get(question) ?? residual).without(without, numberOf.get(question.lead.outcome)!),
    raw: (without) => untouched.without(without, numberOf.get(question.lead.outcome)!),
    ground,
    tested,
    floor,
    pairs,
    rowsOf: (outcome) => outcomeRows(profile, outcome),
    kinOf: kins.of,
    lookOf: looks.of,
    coveredByOthers: (outcome, both) => covered(words().get(outcome) ?? [], both, totalOf(outcome)),
  })
  const isFree = (record: Uint32Array): boolean => !residual.excluded.has(record)
  const accepted: Weighed[] = []
  let feeble: Weighed[] = []
  const hidden = new Map<Question, Weighed>() // feeble ones of earlier rounds
  let acquitted: Acquitted[] = []
  let waiting: readonly Question[] = questions
  // What one trigger did to the set can hide another, so those acquitted are heard again while new ones are found.
  for (let round = 0; round < MOST_ROUNDS; round++) {
    acquitted = []
    for (const one of feeble) hidden.set(one.question, one)
    feeble = []
    const weak = new Set<Uint32Array>()
    judgedPurity.clear()
    const passed: Question[] = []
    const before = accepted.length
    for (const question of waiting) {
      const rows = rowsOf(question)
      const both = bothOf(question)
      const isUntouched = residual.excluded.size === 0
      const fresh = isUntouched ? rows : rows.filter(isFree)
      const freshBoth = isUntouched ? both : both.filter(isFree)
      if (both.length < floor || freshBoth.length < both.length * (1 - COVERED)) continue
      // Part of a company that was acquitted, and no purer than it: nothing new.
      if (isKnown(question.lead.outcome, freshBoth.length / fresh.length, freshBoth)) {
        passed.push(question)
        continue
      }
      yield
      // Of few rows, one that a finding has already is heard once more: without it too few would be left.
      const weighed = weighOne(question, rows, both, freshBoth.length < floor ? () => true : isFree, scalesOf(question))
      if (weighed?.accepted !== true) looks.forget(question)
      if (weighed === undefined) continue
      hidden.delete(question)
      if (!weighed.accepted) {
        acquitted.push(weighed)
        let known = judgedPurity.get(question.lead.outcome)
        if (known === undefined) {
          known = new Map()
          judgedPurity.set(question.lead.outcome, known)
        }
        for (const record of weighed.both) known.set(record, Math.max(known.get(record) ?? 0, weighed.purity.point))
        continue
      }
      if (isStrong(weighed)) {
        accepted.push(weighed)
        residual.exclude(weighed.rows)
      } else if (freshBoth.filter((record) => !weak.has(record)).length >= freshBoth.length * (1 - COVERED)) {
        feeble.push(weighed)
        for (const record of freshBoth) weak.add(record)
      }
    }
    if (accepted.length === before) break
    const again = new Set([
      ...acquitted.map(({ question }) => question),
      ...feeble.map(({ question }) => question),
      ...passed,
    ])
    waiting = questions.filter((question) => again.has(question))
  }
  // Once more, without the rows of all the others, and with every row of their own.
  const last = withWholes(accepted, feeble, [...hidden.values()], floor)
  // An ally that was acquitted explains nothing, unless it was one of many.
  const kept = new Set(last.map(({ question }) => question))
  apart = residuals(
    alliances.map((allies) => {
      const heard = allies.filter((ally) => kept.has(ally))
      return heard.length >= allies.length * ALLIED_SHARE ? allies : heard
    }),
    residual.beyond,
    byFeature,
  )
  return [
    ...last.map(
      (one) =>
        weighOne(one.question, rowsOf(one.question), bothOf(one.question), () => true, scalesOf(one.question)) ?? one,
    ),
    ...acquitted,
  ]
}

/**
 * Several triggers for one outcome make each other's base rate. Where pure candidates hold nearly every row of their outcome,
 * and no one of them nearly all of it, each is weighed against the counts without the rows of all.
 */
function alliancesOf(
  questions: readonly Question[],
  bothOf: (question: Question) => readonly Uint32Array[],
  rowsOf: (outcome: number) => number,
): Question[][] {
  const byOutcome = new Map<number, Ally[]>()
  for (const question of questions) {
    const { lead } = question
    if (lead.both < lead.exchanges * PURE) continue
    const both = bothOf(question)
    const allies = byOutcome.get(lead.outcome)
    if (allies === undefined) byOutcome.set(lead.outcome, [{ question, both }])
    else allies.push({ question, both })
  }
  const alliances: Question[][] = []
  for (const [outcome, pure] of byOutcome) {
    const union = new Set<Uint32Array>()
    const allies = pure
      .sort((a, b) => b.both.length - a.both.length || a.question.lead.feature - b.question.lead.feature)
      .filter(({ both }) => {
        const added = both.filter((record) => !union.has(record))
        for (const record of added) union.add(record)
        return added.length > both.length * LEAST_ADDED
      })
    // Planted ones share no row; the words of a subject stand together in many.
    const all = allies.reduce((sum, { both }) => sum + both.length, 0)
    if (all > union.size * MOST_SHARED) continue
    if (union.size < rowsOf(outcome) * ALLIED_SHARE || allies[0].both.length > union.size * MOST_OF_ONE) continue
    alliances.push(allies.map(({ question }) => question))
  }
  return alliances
}

interface Ally {
  readonly question: Question
  readonly both: readonly Uint32Array[] // its rows with the outcome
}

/** For each ally, the counts without the rows of all. */
function residuals(
  alliances: readonly (readonly Question[])[],
  fresh: () => Residual,
  byFeature: ReadonlyMap<number, Uint32Array[]>,
): Map<Question, Residual> {
  const apart = new Map<Question, Residual>()
  for (const allies of alliances) {
    if (allies.length === 0) continue
    const residual = fresh()
    for (const { lead } of allies) residual.exclude(byFeature.get(lead.feature) ?? [])
    for (const ally of allies) apart.set(ally, residual)
  }
  return apart
}

const STANDS_FOR = 0.8

/** For each outcome, the rows of every candidate that stands with it nearly always. */
function pureWords(
  questions: readonly Question[],
  bothOf: (question: Question) => readonly Uint32Array[],
): Map<number, (readonly Uint32Array[])[]> {
  const words = new Map<number, (readonly Uint32Array[])[]>()
  for (const question of questions) {
    const { lead } = question
    if (lead.both < lead.exchanges * STANDS_FOR) continue
    const both = bothOf(question)
    const known = words.get(lead.outcome)
    if (known === undefined) words.set(lead.outcome, [both])
    else known.push(both)
  }
  return words
}

/** Share of an outcome's rows, those of one candidate left out, that others hold. */
function covered(words: readonly (readonly Uint32Array[])[], both: readonly Uint32Array[], total: number): number {
  const own = new Set(both)
  const union = new Set<Uint32Array>()
  let others = 0
  for (const rows of words) {
    const outside = rows.filter((record) => !own.has(record))
    if (outside.length < Math.max(5, rows.length / 2)) continue
    others++
    for (const record of outside) union.add(record)
  }
  return others < 2 ? 0 : union.size / Math.max(1, total - own.size)
}

/** Strong enough that what it explains need not be explained again. */
function isStrong(weighed: Weighed): boolean {
  const { detachability, independence, kin, purity } = weighed
  return isDetached(detachability) && (independence.owned <= MOST_OWNED || hasKin(kin)) && purity.point >= 0.2
}

function rowsByFeature(
  questions: readonly Question[],
  confirmation: Confirmation,
  pairs: boolean,
): Map<number, Uint32Array[]> {
  const lists = new Map<number, Uint32Array[]>()
  for (const { lead } of questions) lists.set(lead.feature, [])
  const leads = createNumberSet(lists.keys())
  const features = emptyFeatures()
  const records = [...confirmation.rows.entries()].sort((a, b) => a[0] - b[0])
  for (const [, record] of records) {
    featuresOf(record, 0, pairs, features)
    for (let i = 0; i < features.count; i++)
      if (leads.has(features.hashes[i])) lists.get(features.hashes[i])?.push(record)
  }
  return lists
}
