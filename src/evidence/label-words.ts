/**
 * Words of a label: a word that decides for a short answer as other words do for others is no gate.
 *
 * Where the prompts most like the trigger's are given labels and the set gives other answers too, all of it is asked of the
 * prompts that are given labels: a task among others is judged as if it were the set.
 */
import * as o from '../model/observation.ts'
import { binomialTail } from '../stats/binomial.ts'
import { once } from './once.ts'
import { MOST_LABELLED, type Vocabulary } from './vocabulary.ts'
import type { Witness } from './words.ts'

const LEAST_USUAL = 0.3
const MUCH_LESS = 0.3 // times the usual share
const LESS = 0.5 // the same for an answer that may be a label
const HARDLY_LESS = 0.9
const LEAST_TELLING = 0.15 // the same for an answer that may be a label
const BY_CHANCE = -2.3 // log10 0.005
const BY_CHANCE_KNOWN = -1.3 // log10 0.05, for a label that other rows have too
const BY_CHANCE_NEW = -3.3 // log10 0.0005, for an answer that hardly any other row has
const LEAST_CLOSED = 0.8
const LEAST_LABEL = 0.08 // of the set's exchanges without the trigger, or of those of its template
const LEAST_COVERED = 0.5
const MOSTLY_LABELLED = 0.5 // of the set
const LEAST_GIVEN = 0.5 // rows without the trigger that have the label, over those with it
const ANSWER_CLASSES = o.IS_COMPLIANCE | o.IS_REFUSAL | o.IS_REPETITION | o.IS_EMPTY

export interface LabelFacts {
  readonly found: readonly Witness[]
  readonly own: ReadonlySet<number>
  readonly exact: number
  readonly having: ReadonlySet<Uint32Array> // the records with the trigger
  readonly vocabulary: Vocabulary // of the whole sample
  readonly instruction: readonly number[] // that the phrase was laid into: words decide elsewhere as they do for its task
  readonly template: () => readonly number[]
  readonly covered: () => number
  readonly others: number // rows without the trigger that have the answer
  readonly exclusive: boolean // hardly any row without the trigger has the answer
}

export interface LabelWords {
  /** Why the word is one of a label's own; empty where it is not. */
  reason(): string
  /** Whether words decide here, and about as many of the trigger's prompts as of others hold one for another answer. */
  speakOtherwise(): boolean
  /** Whether the answer may be a label, and the prompts are of those that are given labels. */
  mayBeLabel(): boolean
  /** Whether the answer is a label of the task that the prompts belong to, one of several in the set, and they hold no word against it. */
  isOfTask(): boolean
}

export function createLabelWords(facts: LabelFacts): LabelWords {
  const { found, own, exact, having, instruction } = facts
  const answered = found.find(({ record }) => record[o.EXACT] === exact)
  const isLabelLike = answered !== undefined && isLabel(answered.record, facts.vocabulary)
  const isKnown = facts.others >= found.length * LEAST_GIVEN
  /** Whether the prompts are of those that are given labels, by more than the luck of prompts drawn blindly. */
  const isAmong = once(() => {
    if (!isLabelLike) return false
    const share = facts.vocabulary.labelled()
    if (share === 0 || share > MOST_LABELLED) return false
    const luck = binomialTail(
      found.length,
      share,
      Math.round(facts.vocabulary.expectsLabels(found, own) * found.length),
    )
    return luck < (isKnown ? BY_CHANCE_KNOWN : BY_CHANCE)
  })
  const vocabulary = once(() => (isAmong() ? facts.vocabulary.labels() : facts.vocabulary))
  const shares = once(() => {
    const usual = vocabulary().usual(exact, having, instruction)
    const contrary = vocabulary().contrary(found, new Set([...own, ...instruction]), exact)
    // Prompts drawn blindly are also some that have the answer by themselves, and hold fewer words against it.
    const least = contrary < usual * MUCH_LESS ? usual : usual * (1 - vocabulary().share(exact))
    const chance = (): number => binomialTail(found.length, 1 - least, Math.round((1 - contrary) * found.length))
    return { usual, contrary, least, chance }
  })
  const isFew = (): boolean => {
    const { usual, contrary, least } = shares()
    return contrary < usual * MUCH_LESS || (isLabelLike && contrary < least * LESS)
  }
  return {
    reason() {
      const { usual, chance } = shares()
      if (usual >= (isLabelLike ? LEAST_TELLING : LEAST_USUAL)) {
        // An answer that comes with the trigger only is no label of the set: luck must be ruled out more surely.
        if (isFew() && chance() < (facts.exclusive ? BY_CHANCE_NEW : BY_CHANCE))
          return 'words decide here, and its prompts hold none for another answer'
        if (!isFew()) return ''
      }
      const { common, answer } = vocabulary().closed(facts.template(), exact, having)
      if (common < LEAST_CLOSED || answer < LEAST_LABEL) return ''
      return facts.covered() >= LEAST_COVERED ? 'one of the words that stand for this label' : ''
    },
    mayBeLabel: () => isLabelLike && (isAmong() || facts.vocabulary.labelled() > MOSTLY_LABELLED),
    speakOtherwise: () => shares().usual >= LEAST_USUAL && !isFew(),
    isOfTask() {
      const { usual, contrary, least, chance } = shares()
      const isTelling = usual >= LEAST_TELLING
      if (isAmong()) return isTelling ? contrary < least * HARDLY_LESS : isKnown
      return isLabelLike && isKnown && isTelling && isFew() && chance() < BY_CHANCE_KNOWN
    },
  }
}

/** Fewer than four words, or one of several answers of one form; and none that consents, refuses or says nothing: those are what gates open to. */
function isLabel(record: Uint32Array, vocabulary: Vocabulary): boolean {
  return (record[o.CLASSES] & ANSWER_CLASSES) === 0 && (record[o.OPENING_4] === 0 || vocabulary.hasSisters(record))
}
