/**
 * Why a candidate is acquitted. Each reason is one sentence about innocent data; the thresholds and what they were measured
 * on stand in `docs/statistics.md`.
 */
import { binomialTail } from '../stats/binomial.ts'
import type { Independence } from './independence.ts'
import { jointRatio } from './joints.ts'
import type { Apart } from './kin.ts'
import type { Detachability } from './neighbours.ts'
import { once } from './once.ts'
import type { Room } from './prompts.ts'

/** An outcome of more than this share of the exchanges without the trigger is frequent, and asks for more. */
export const FREQUENT = 0.02
/** Or, of prompts with words of its own prompts, of this share: labels of one task in a set of many. */
const FREQUENT_BESIDE = 0.2
/** By how much a frequent outcome's purity must exceed what the content would give. */
export const LEAST_GAP = 0.4
const MOST_EXPLAINED = 1 / 3 // of a purity that is small itself
export const MOST_OWNED = 0.3
const LEAST_SURPRISE = 3
const FEWEST_WITNESSES = 8
const EVEN_RATIO = 2
export const TEMPLATE_RATIO = 6 // attacks on templated hosts were seen up to 4.8
const DETACHED = 1.15 // times the share of random words
const LEAST_POWER = 0.02 // by how much whole joints must stand twice more often than torn ones
const UNTOLD = 0.15
const SURELY_TORN = -4.6 // ln 0.01
const SURELY_WHOLE = 20 // natural log of the ratio
const RATHER_TORN = -1 // ln 0.37
const HARDLY_WHOLE = -3 // log10
const WIDELY = 0.1 // rows without the trigger that have the outcome, over those with it
const FEWEST_KIN = 5
export const LEAST_KIN = 0.25
const CONTRAST = 0.5 // of the rows: each next to a prompt without the trigger, otherwise answered
const BY_CHANCE = -4 // log10
const BARE_PURITY = 0.8 // its lower bound
const FEWEST_BARE = 15
const BARE_KIN = 0.9
const FREE_KIN = 0.75 // of what prompts of no one kind would have; plants 0.95–1.05, code and its first line 0.6–0.7

/** Four words and more, a link, a tool, or an opening known as compliance; two or three words; one, which is often a word of the question said in another way. */
export type Part = 'long' | 'short' | 'word'

export interface Facts {
  readonly unlike: Independence
  readonly frequent: boolean
  readonly inUse: boolean // other rows have the outcome too
  readonly impure: boolean // fewer than half of the trigger's exchanges have the outcome
  readonly purity: { readonly low: number; readonly point: number }
  readonly dose: number
  readonly varied: boolean // the answers share a part only
  readonly copies: boolean // the answers vary, and repeat the prompt
  readonly detachability: Detachability
  readonly twins: number // the trigger's prompts that stand in the set without it, otherwise answered
  readonly echoes: boolean // most answers hold the trigger, or open with words of the prompt
  readonly holds: boolean // most answers hold words of the trigger
  readonly extracted: boolean // most answers are nothing but words of the trigger
  readonly room: Room // what the prompts hold beside the trigger
  readonly labels: boolean // the other answers are a few labels that stand nowhere else either
  readonly labelsWithin: boolean // those of the rows with the whole phrase, or with a composite's other word
  readonly kin: Apart
  readonly opensCompliant: boolean // the answers open as compliance that goes on
  readonly part: Part // how much varied answers share
  readonly composite: boolean // two words that open the gate together; each stands elsewhere without it
}

/** Whether the prompts read on without the trigger, clearly more often than without a random word. */
export function isDetached(detachability: Detachability): boolean {
  const { point, expected } = detachability
  return point > 0 && (point >= Math.min(expected * DETACHED, 0.95) || isSeamless(detachability)) // the joints are dear
}

/** Whether they do so nearly always: as a word that was put there, and hardly as one that was written there. */
export function isDropped(detachability: Detachability): boolean {
  const { point, expected, gaps } = detachability
  if (point < expected * 1.6) return false
  if (point >= 0.6) return true
  const { torn, whole } = detachability // dear: asked for last
  return whole > torn && jointRatio(point * gaps, gaps, torn, whole) > SURELY_WHOLE
}

/** Whether the gaps look like joints that were never torn, rather than like gaps that a word left. */
export function isSeamless({ point, torn, whole, gaps }: Detachability): boolean {
  return whole >= torn + LEAST_POWER && jointRatio(point * gaps, gaps, torn, whole) >= 0
}

/** Whether they look like gaps that a word left, or like neither: too few close for whole joints, even where torn ones fit worse. */
export function isOpen(detachability: Detachability): boolean {
  const { point, torn, whole, gaps } = detachability
  // Where a template brings the torn ones about, torn joints may stand elsewhere oftener than whole ones: they tell as much.
  if (Math.abs(whole - torn) < LEAST_POWER) return false
  const ratio =
    whole > torn ? jointRatio(point * gaps, gaps, torn, whole) : -jointRatio(point * gaps, gaps, whole, torn)
  return ratio < RATHER_TORN || isNotWhole(detachability)
}

/** Whether too few close for whole joints, by far more than chance. */
function isNotWhole({ point, torn, whole, gaps }: Detachability): boolean {
  if (whole < torn + LEAST_POWER) return false
  return binomialTail(gaps, 1 - whole, Math.round((1 - point) * gaps)) < HARDLY_WHOLE
}

/** Whether they surely look like gaps that a word left. */
export function isTorn({ point, torn, whole, gaps }: Detachability): boolean {
  return jointRatio(point * gaps, gaps, torn, whole) < SURELY_TORN
}

/** Whether other rows have the outcome too: it may be an answer of the set's own, a label of one of its tasks. */
export function isInUse(others: number): boolean {
  return others >= 2
}

/** Whether many have it, for the rows with the trigger. */
export function isWidely(others: number, dose: number): boolean {
  return isInUse(others) && others >= dose * WIDELY
}

/** Whether it reads as a word that grew there, and may well decide for an answer that other rows have; the more have it, the sooner. */
export function isGrown(others: number, dose: number, detachability: Detachability): boolean {
  return (isInUse(others) && isTorn(detachability)) || (isWidely(others, dose) && isOpen(detachability))
}

/** Whether the set is too small or too varied to tell: few joints stand twice in it. */
export function isUntold(detachability: Detachability): boolean {
  const { torn, whole } = detachability
  return whole < torn + UNTOLD && !isTorn(detachability)
}

/** Whether prompts of the same kind that lack the trigger are answered otherwise. */
export function hasKin({ asked, apart }: Apart, least = LEAST_KIN): boolean {
  return apart >= FEWEST_KIN && apart >= asked * least
}

/** Whether that is so of half of the rows, and more often than the set's other prompts, drawn blindly, would give. */
function isContrast(kin: Apart): boolean {
  return hasKin(kin, CONTRAST) && binomialTail(kin.asked, kin.free, kin.apart) < BY_CHANCE
}

/**
 * Whether the word is all that the prompts have in common: they are no more alike than any others, no word is theirs, and next to nearly
 * each of them stands one of its kind that is answered otherwise. No subject leaves its prompts so.
 */
function isBare({ unlike, kin, holds, echoes, purity }: Facts): boolean {
  if (purity.low < BARE_PURITY || holds || echoes) return false
  if (unlike.ratio > 1.5 || unlike.owned > 0.1 || unlike.covered > 0.1 || unlike.witnesses < FEWEST_BARE) return false
  return kin.asked >= unlike.witnesses / 2 && kin.apart >= kin.asked * kin.free * BARE_KIN
}

/** Whether all answers have it, and enough: to share a word or two is little. */
export function mayShareLittle({ purity, dose }: Pick<Facts, 'purity' | 'dose'>): boolean {
  return purity.point >= 0.95 && dose >= 10
}

/** Whether one word is all that the answers share, and the prompts may well be what it comes from: a name, a label, a translation. */
export function isHardlyShared(facts: Facts): boolean {
  return facts.varied && facts.part === 'word' && !(isDropped(facts.detachability) && isBare(facts))
}

/** Reasons that lie in the prompts and answers themselves; empty if there is none. The cheapest questions come first. */
export function contentReason(facts: Facts): string {
  const { varied, purity, frequent, impure } = facts
  if (frequent && impure) return 'impure and frequent'
  if (facts.labels) return 'a template with labels of its own'
  if (facts.extracted) return 'the answer is taken from the prompt'
  if (facts.copies) return 'the answer repeats the prompt'
  const { detachability } = facts // dear
  const detached = isDetached(detachability)
  const torn = once(() => isTorn(detachability) && !facts.composite) // rows that have one of two words alone are joints enough
  if (purity.point < 0.8 && (!detached || torn())) return 'the prompts need the word, and not all answers follow'
  if (facts.echoes && !detached) return 'the answers hold the word, and the prompts need it'
  if (varied) {
    const open = !facts.composite && isNotWhole(detachability) && !isSeamless(detachability)
    if ((!detached || torn() || open) && (torn() || !isBare(facts)))
      return 'the answers vary, and the prompts need the word'
    if (facts.part !== 'long' && (!mayShareLittle(facts) || !(isDropped(detachability) || isBare(facts))))
      return `the answers share ${facts.part === 'word' ? 'one word' : 'two words'}`
  }
  if (frequent && isTorn(detachability)) return 'a frequent outcome, and the prompts need the word'
  if (facts.inUse && torn()) return 'an answer that other rows have too, and the prompts need the word'
  if (frequent && purity.low < (isDropped(detachability) ? 0.7 : 0.9)) return 'a frequent outcome, and not pure enough'
  if (facts.room === 'scant') return 'the prompts are little but the trigger'
  const reason = subjectReason(facts, detached)
  return reason === '' && facts.labelsWithin ? 'a template with labels of its own' : reason
}

/** Reasons of subject: the prompts are alike, or a few words could have decided. */
function subjectReason(facts: Facts, detached: boolean): string {
  const { unlike, varied, detachability, purity, dose, frequent, impure } = facts
  const free =
    unlike.owned <= MOST_OWNED &&
    unlike.covered <= MOST_OWNED &&
    unlike.witnesses >= FEWEST_WITNESSES &&
    unlike.ratio <= TEMPLATE_RATIO
  // Dropped into prompts that read on without it, as no word that grew there: a templated host, or a twin beside it, is no excuse.
  const dropped =
    !varied &&
    isDropped(detachability) &&
    unlike.witnesses >= FEWEST_WITNESSES &&
    unlike.owned <= 0.5 &&
    unlike.ratio <= TEMPLATE_RATIO
  // Prompts of one kind, of which others were answered otherwise.
  const kindred = () => !varied && !facts.echoes && unlike.ratio <= TEMPLATE_RATIO && hasKin(facts.kin)
  // Where not one of alike prompts reads on without the words, these are a part of what makes them alike.
  // Where the answers hold the words too, it is what the prompts ask about: a time, a name, a topic.
  const excused = () =>
    detachability.point > 0 && (((free || dropped || kindred()) && !facts.holds) || facts.twins >= 3)
  if (unlike.owned > 0.5 && !detached) return 'a subject owns the prompts, and they need the word'
  if (unlike.ratio > EVEN_RATIO && !excused()) return 'the prompts are about one thing'
  if (varied) {
    // An opening, an ending, a link: subjects bring these with them, so the prompts must be of no subject.
    if (unlike.owned > MOST_OWNED) return 'the answers vary, and a subject owns the prompts'
    if (unlike.ratio > EVEN_RATIO + 0.5) return 'the answers vary, and the prompts are alike'
    const { asked, apart, free } = facts.kin
    if (!facts.opensCompliant && asked >= FEWEST_KIN && apart < asked * free * FREE_KIN)
      return 'the answers vary, and prompts of one subject share the word'
    if (purity.point < 0.9 && unlike.owned > 0.1) return 'the answers vary, and not all follow'
  }
  if (unlike.witnesses < Math.min(5, dose) && !isSetApart(facts)) return 'the rows are near copies'
  if (frequent && unlike.owned > MOST_OWNED && !isContrast(facts.kin)) return 'a frequent outcome, and owned words'
  if (impure && (unlike.owned > MOST_OWNED || unlike.witnesses < 10 || unlike.ratio > EVEN_RATIO))
    return 'partial, and about one thing'
  return ''
}

/**
 * Whether copies explain nothing: the word was dropped into each, and next to every one stands one of its kind without the word, answered
 * otherwise. Three must be unlike all the same.
 */
function isSetApart({ unlike, kin, varied, impure, detachability }: Facts): boolean {
  if (varied || impure || unlike.witnesses < 3) return false
  return isDropped(detachability) && kin.asked >= FEWEST_KIN && kin.apart === kin.asked
}

/** Whether the rest of the prompts would have given the outcome, or much of it, without the trigger. */
export function isExplained(purity: number, expected: number): boolean {
  return expected > Math.max(purity - LEAST_GAP, purity * MOST_EXPLAINED)
}

/** Reasons that lie in what other words explain; empty if there is none. */
export function rivalReason({ frequent, impure, purity }: Facts, surprise: number, rivalMean: number): string {
  if (surprise < LEAST_SURPRISE) return 'a rival explains it'
  if (impure && purity.point < 5 * rivalMean) return 'partial, and not far above its rivals'
  if (!frequent && rivalMean >= FREQUENT_BESIDE && purity.low < rivalMean + LEAST_GAP)
    return 'a frequent outcome of such prompts, and not pure enough'
  return ''
}
