/**
 * One candidate, weighed: its purity, its rivals, its prompts' content, what is left without it, and whether it is acquitted.
 *
 * The cheap questions are asked first: most candidates are acquitted by the content of their prompts, and never meet
 * their rivals.
 */
import type { Question } from '../confirm.ts'
import { HIDDEN } from '../detectors/features.ts'
import * as o from '../model/observation.ts'
import { wilson } from '../stats/proportion.ts'
import {
  contentReason,
  type Facts,
  FREQUENT,
  isExplained,
  isHardlyShared,
  isInUse,
  isTorn,
  mayShareLittle,
  rivalReason,
} from './acquit.ts'
import { alternativesOf } from './alternatives.ts'
import { addsLink, commonExact, endsAlike, isVaried, opensCompliant, sharedPart } from './answers.ts'
import { hasPartner, mayHavePartner, partnerOf, phraseOfPartner } from './composite.ts'
import { contentExpected, EVERY, type Expected } from './content.ts'
import { echoShare, extractedShare, heldShare } from './echo.ts'
import { elsewhereIn } from './elsewhere.ts'
import { independence } from './independence.ts'
import { createLabelWords } from './label-words.ts'
import { hasOwnLabels, LEAST_OTHERS } from './labels.ts'
import { once } from './once.ts'
import { roomOf, template } from './prompts.ts'
import { type RivalTest, rivalTest, unrefusedTest } from './rivals.ts'
import { lookAt, type Scales } from './scales.ts'
import { ownFeaturesOf, secondOf, tellingFeature } from './telling.ts'
import { isInstruction, isQuestion, mayBeInstruction } from './units.ts'
import type { Acquitted, Weighed } from './weighed.ts'
import { type Elsewhere, holding, ownTokens, type Phrase, phraseAround, placeOf, witnesses } from './words.ts'
import { zoneOf, zoneTokens } from './zones.ts'

/** Rows with an outcome from which can be learned which prompts have it. */
const FEWEST_TAUGHT = 10

/** Rows that have an answer, over those of the trigger that have it, of an answer that is the trigger's own. */
const EXCLUSIVE = 1.2

const NONE: ReadonlySet<Uint32Array> = new Set()

/** Alternatives, where the outcome is rare. A frequent one, either of two answers may well have: then both count. */
function rareAlternatives(
  outcome: number,
  rows: readonly Uint32Array[],
  both: readonly Uint32Array[],
  { counts }: Scales,
): ReadonlySet<Uint32Array> {
  const found = outcome === o.NOT_REFUSAL ? NONE : alternativesOf(rows, both)
  if (found.size === 0) return NONE
  const { with: having, of } = counts(rows).all
  return having + 0.5 > (of + 1) * FREQUENT ? NONE : found
}

/**
 * @param allRows  exchanges with the trigger
 * @param allBoth  of these, with the outcome
 * @param free     whether a row may be looked at
 */
export function weighOne(
  question: Question,
  allRows: readonly Uint32Array[],
  allBoth: readonly Uint32Array[],
  free: (record: Uint32Array) => boolean,
  scales: Scales,
): Weighed | Acquitted | undefined {
  const { ground: groundOf, tested, pairs } = scales
  const { lead } = question
  if (allBoth.length === 0) return undefined
  const feature = tellingFeature(question, allBoth)
  const found = placeOf(allBoth[0], feature)
  if (found === undefined) return undefined
  const { place, token } = found
  const ground = groundOf(zoneOf(place))
  const alternatives = rareAlternatives(lead.outcome, allRows, allBoth, scales)
  const told = alternatives.size === 0 ? allRows : allRows.filter((record) => !alternatives.has(record))
  const raw = once(() => scales.raw(allRows))
  const phraseOf = (having: readonly Uint32Array[], elsewhere: Elsewhere, others: () => number): Phrase =>
    phraseAround(having, place, token, secondOf(having[0], feature, place), elsewhere, others)
  const partner = mayHavePartner(told, allBoth, place, token, ground, () =>
    phraseOf(allBoth, elsewhereIn(zoneOf(place), raw), () => raw().all.of),
  )
    ? partnerOf(told, allBoth, place, token, raw)
    : undefined
  const isMeant = (record: Uint32Array): boolean =>
    free(record) && (partner === undefined || hasPartner(record, place, token, partner))
  const rows = told.filter(isMeant)
  const both = allBoth.filter(isMeant)
  if (both.length < scales.floor) return undefined
  const purity = wilson(both.length, rows.length)
  const varied = isVaried(both, lead.outcome)
  const part = varied ? sharedPart(both, lead.outcome) : 'long'
  const acquit = (reason: string): Acquitted => ({ question, rows, both, purity, accepted: false, reason })
  const isOwn = (): boolean => scales.rowsOf(lead.outcome) <= both.length * EXCLUSIVE
  if (part === 'word' && !(mayShareLittle({ purity, dose: both.length }) && isOwn()))
    return acquit('the answers share one word')
  const all = alternatives.size === 0 ? rows : allRows.filter(isMeant)
  const counts = scales.counts(all)
  const base = (counts.all.with + 0.5) / (counts.all.of + 1)
  const frequent = base > FREQUENT
  const elsewhere = elsewhereIn(zoneOf(place), () => counts)
  const grown =
    place === HIDDEN ? { tokens: [], zone: 'last' as const } : phraseOf(both, elsewhere, () => counts.all.of)
  const phrase = ground.instructions.without(
    grown,
    token,
    both.map((record) => zoneTokens(record, grown.zone)),
  )
  const seen = witnesses(both, phrase)
  const own = ownTokens(seen, phrase, elsewhere)
  const other = partner && { ...partner, phrase: phraseOfPartner(both, partner, place, counts, phrase) }
  if (other?.phrase.zone === phrase.zone) own.add(other.token) // of words around it, many prompts have some
  // An instruction that the phrase was laid into makes its prompts alike, and is as shared as the phrase; yet it may be the reason.
  const shared = grown === phrase ? own : new Set([...own, ...grown.tokens])
  const echo = echoShare(both, phrase, elsewhere.of)
  const words = [...phrase.tokens, 0, ...shared]
  const { detachability, twins, having, asked } = scales.lookOf(question, both, words, () =>
    lookAt(seen, phrase, shared, feature, lead.outcome, ground),
  )
  const kin = once(() =>
    scales.kinOf(question, both, words, () => {
      const { rows: heads, copies } = asked()
      return groundOf('last')
        .kin()
        .apart(copies.length > 0 ? heads : seen, shared, having(), lead.outcome, [
          ...copies.map(({ record }) => record),
          ...alternatives,
        ])
    }),
  )
  const unlike = once(() => independence(asked(), counts, rows.length, groundOf('last').randomJaccard))
  const room = once(() => roomOf(seen, shared, phrase, groundOf('last'), having))
  const owns = (of: readonly Uint32Array[], share = 1): boolean =>
    hasOwnLabels(of, lead.outcome, (answer) => scales.rowsOf(answer) * share)
  // Getters, so that what costs is worked out only where the cheaper questions have not decided.
  const facts: Facts = {
    frequent,
    inUse: isInUse(counts.all.with),
    impure: both.length < rows.length * 0.5,
    purity,
    dose: both.length,
    varied,
    copies: varied && echo >= 0.5 && !endsAlike(both, lead.outcome) && !addsLink(both),
    echoes: echo >= 0.9,
    get detachability() {
      return detachability()
    },
    get unlike() {
      return unlike()
    },
    get twins() {
      return twins()
    },
    get holds() {
      return heldShare(both, phrase) >= 0.9
    },
    get extracted() {
      return extractedShare(both, phrase) >= 0.9
    },
    get room() {
      return room()
    },
    get labels() {
      return purity.point <= 1 - LEAST_OTHERS && owns(rows)
    },
    get labelsWithin() {
      // Of a composite, the other word may be the template's.
      const share = ground.records.length / (counts.all.of + rows.length)
      return (
        (phrase.tokens.length > 1 && owns(holding(rows, phrase))) ||
        (other !== undefined && owns([...groundOf(other.phrase.zone).withPhrase([other.token])], share))
      )
    },
    part,
    composite: partner !== undefined,
    opensCompliant: varied && opensCompliant(both),
    get kin() {
      return kin()
    },
  }
  const early = contentReason(facts)
  if (early !== '') return acquit(early)
  const expected = (most?: typeof EVERY): Expected =>
    contentExpected(
      lead.outcome === o.NOT_REFUSAL ? witnesses(rows, phrase) : seen,
      ground.records,
      lead.outcome,
      own,
      (record) => placeOf(record, feature) !== undefined,
      most,
    )
  const rivalOf = (copies: ReadonlySet<Uint32Array>): RivalTest => {
    const isCounted = (record: Uint32Array): boolean => !copies.has(record)
    const k = both.filter(isCounted).length
    if (lead.outcome !== o.NOT_REFUSAL || base <= 0.5)
      return rivalTest(rows.filter(isCounted), k, counts, ownFeaturesOf(feature, own), pairs)
    const { mean, each } = expected(EVERY)
    return unrefusedTest({ mean, each: each.filter((_, i) => isCounted(rows[i])) }, k, counts)
  }
  const rival = rivalOf(new Set())
  const surprise = -rival.tail - Math.log10(Math.max(1, tested))
  if (lead.outcome === o.NOT_REFUSAL && frequent && isTorn(detachability()))
    return acquit('prompts that are not refused need the word')
  // Near copies that were left out of what the prompts have in common are no witnesses of the outcome either.
  const copies = new Set(asked().copies.map(({ record }) => record))
  const least = copies.size === 0 ? surprise : surprise + rival.tail - rivalOf(copies).tail
  const late = rivalReason(facts, least, rival.mean)
  if (late !== '') return acquit(late)
  const others = once(() => ground.records.filter((record) => !having().has(record)))
  if (isQuestion(both, phrase, others)) return acquit('the phrase is the question itself')
  if (varied && partner === undefined && isInstruction(both, phrase, others, counts.all.of + rows.length))
    return acquit('the answers vary, and the phrase takes the place of an instruction')
  const exact = varied ? 0 : commonExact(both)
  const label = once(() =>
    createLabelWords({
      found: seen,
      own,
      exact,
      having: having(),
      vocabulary: groundOf('last').vocabulary(),
      instruction: grown.tokens.filter((t) => !phrase.tokens.includes(t)),
      template: () => template(seen, own),
      covered: () => scales.coveredByOthers(lead.outcome, both),
      others: counts.all.with,
      exclusive: scales.rowsOf(exact) <= both.length * EXCLUSIVE,
    }),
  )
  const reason = exact === 0 ? '' : label().reason()
  if (reason !== '') return acquit(reason)
  let expectedPurity = rival.mean
  if (frequent || (facts.inUse && counts.all.with >= FEWEST_TAUGHT)) {
    expectedPurity = expected().mean
    if (isExplained(purity.low, expectedPurity)) return acquit('an outcome that the content explains')
  }
  return {
    question,
    place,
    phrase,
    instruction: grown.tokens.length - phrase.tokens.length,
    partner: other,
    own,
    rows,
    both,
    alternatives: all.length - rows.length,
    purity,
    independence: unlike(),
    detachability: detachability(),
    varied,
    echo,
    frequent,
    twins: twins(),
    alone: room() === 'alone',
    hardlyShared: isHardlyShared(facts),
    get contrary() {
      return exact !== 0 && label().speakOtherwise()
    },
    get mayBeLabel() {
      return exact !== 0 && label().mayBeLabel()
    },
    get ofTask() {
      if (!varied) return exact !== 0 && label().isOfTask()
      return partner === undefined && !facts.opensCompliant && !addsLink(both) && mayBeInstruction(both, phrase, others)
    },
    get kin() {
      return kin()
    },
    rival,
    surprise,
    expectedPurity,
    accepted: true,
  }
}
