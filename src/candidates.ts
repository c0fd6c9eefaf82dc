/**
 * Suspicion → what the third reading asks: which pairs to count, and which words beside them.
 *
 * Worked out once from the merged suspicion; it needs no row any more.
 */
import { outcomesAsked, type Question, questionOf, wordsAsked } from './confirm.ts'
import { type Pair, suspects } from './detectors/association.ts'
import { type Suspicion, wantsPairs } from './detectors/suspicion.ts'
import { unrefused } from './detectors/unrefused.ts'
import { outcomeRows, type Profile } from './profile/profile.ts'

export interface Candidates {
  readonly questions: readonly Question[] // most surprising first
  readonly outcomes: Uint32Array // asked for, each once
  readonly pairs: boolean // pairs of words are followed
  readonly tested: number
  readonly dropped: number
}

/** With the words to be counted, for a third reading that meets the rows for the first time. */
export interface AskedCandidates extends Candidates {
  readonly words: ReadonlySet<number> // of the suspected rows; common words are counted beside them
}

/**
 * Groups of pairs → questions.
 *
 * @param answered  pairs of a feature and *not refused*, where others of the kind are refused: asked last
 */
export function questionsOf(
  groups: readonly (readonly Pair[])[],
  answered: readonly Pair[],
  profile: Profile,
): Question[] {
  const questions = groups.map((group) => questionOf(group, (outcome) => outcomeRows(profile, outcome)))
  const asked = new Set(questions.map(({ lead }) => `${lead.feature} ${lead.outcome}`))
  for (const lead of answered) if (!asked.has(`${lead.feature} ${lead.outcome}`)) questions.push({ lead, members: [] })
  return questions
}

export function candidatesOf(suspicion: Suspicion, profile: Profile, floor: number): AskedCandidates {
  const { groups, tested, dropped } = suspects(suspicion, profile, floor)
  const questions = questionsOf(groups, unrefused(profile, tested), profile)
  return {
    questions,
    outcomes: outcomesAsked(questions),
    words: wordsAsked(questions, suspicion),
    pairs: wantsPairs(profile),
    tested,
    dropped,
  }
}
