/**
 * Observation records at hand → weighed candidates: the readings of `scan` over rows that are in memory already.
 *
 * For measurements that ask "what would be reported if": the rows may be any runs of records, some of them altered. What is
 * counted, and how it is weighed, is the same as in `scan`; nothing is worded, since that takes texts.
 */
import { candidatesOf } from './candidates.ts'
import { createCollector } from './collect.ts'
import { addWords, createGatherer, emptyConfirmation, outcomesAsked, wordsAsked } from './confirm.ts'
import { createWordCounter } from './count-words.ts'
import { createSuspector, emptySuspicion } from './detectors/suspicion.ts'
import { backgrounds } from './evidence/neighbours.ts'
import { type Pace, paced } from './pace.ts'
import { emptyProfile } from './profile/profile.ts'
import { type Acquitted, type Weighed, weigh } from './weigh.ts'

/** Some records one after another: words[from, to). */
export interface Run {
  readonly words: Uint32Array
  readonly from: number
  readonly to: number
}

/**
 * @param floor  distinct exchanges that a pair must reach
 * @param about  features that are asked about; candidates of other features are not weighed
 */
export async function analyse(
  runs: readonly Run[],
  floor: number,
  pace: Pace,
  about?: ReadonlySet<number>,
): Promise<(Weighed | Acquitted)[]> {
  const profile = emptyProfile()
  const each = async (take: (words: Uint32Array, from: number, to: number) => void): Promise<void> => {
    for (const { words, from, to } of runs) {
      take(words, from, to)
      await pace()
    }
  }
  await each(createCollector(profile))
  const suspicion = emptySuspicion(Math.max(1024, profile.exchanges), 1 << 16)
  await each(createSuspector(suspicion, profile, floor))
  const { questions: all, tested, pairs } = candidatesOf(suspicion, profile, floor)
  const questions = about === undefined ? all : all.filter(({ lead }) => about.has(lead.feature))
  const outcomes = outcomesAsked(questions)
  const confirmation = emptyConfirmation(outcomes.length)
  await each(createGatherer(confirmation, questions, profile, pairs))
  const counter = createWordCounter(wordsAsked(questions, suspicion), outcomes, profile, { pairs, common: true })
  await each(counter.count)
  addWords(confirmation, counter.sums())
  const ground = backgrounds(profile.sample.sorted())
  return paced<(Weighed | Acquitted)[]>(weigh(questions, confirmation, profile, ground, tested, floor, pairs), pace)
}
