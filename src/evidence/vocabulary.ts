/**
 * Vocabulary: in a set of labels, words that stand for a label are no gates.
 *
 * Two questions. Do the trigger's prompts hold words that elsewhere decide for another answer? Prompts that a phrase was laid
 * into do, as often as any; prompts whose own word decides hold no other. And are the other rows of the label decided by
 * words of that kind too? Knows the sample of the set only.
 */
import * as o from '../model/observation.ts'
import { contentModel } from './content.ts'
import { once } from './once.ts'
import { type Postings, postingsOf } from './postings.ts'
import type { Witness } from './words.ts'
import { tokenSet, zoneTokens } from './zones.ts'

const FEWEST_ROWS = 10 // of a common answer, in the sample
const FEWEST_HOLDERS = 5
const FRAMES = [o.OPENING_2, o.ENDING_2]
const FEWEST_SISTERS = 2
export const MOST_LABELLED = 0.9 // of the set: of more, it is a set of labels, and there is no other part
const DECIDES = 0.75 // share of a word's rows that have one and the same common answer
const ABOVE = 0.3 // and at least so much more than all rows have it

export interface Vocabulary {
  /** Share of the prompts that hold a word which decides for another common answer than this one. */
  contrary(found: readonly Witness[], own: ReadonlySet<number>, exact: number): number
  /** The same for the sample's prompts that neither have the trigger nor this answer; of these, for those with all of these words. */
  usual(exact: number, having: ReadonlySet<Uint32Array>, words: readonly number[]): number
  /** Share of the sample's rows that have this answer. */
  share(exact: number): number
  /** Whether several other common answers open or end with the same two words: “The section is …”. */
  hasSisters(record: Uint32Array): boolean
  readonly labelled: () => number // share of the sample's records that are given a label: an answer that is common in the sample
  /** The same of the prompts, as their other words have it. */
  expectsLabels(found: readonly Witness[], own: ReadonlySet<number>): number
  /** Learns now what that is told by, where it may be asked: it takes a while. */
  prepare(): void
  /** The vocabulary of these alone. */
  readonly labels: () => Vocabulary
  /** Share of the sample's rows, of those with all of these words, whose answer is a common one; this answer's share of them. */
  closed(words: readonly number[], exact: number, having: ReadonlySet<Uint32Array>): Closed
}

export interface Closed {
  readonly common: number
  readonly answer: number
}

/** @param postings  of the same records */
export function createVocabulary(records: readonly Uint32Array[], postings: Postings): Vocabulary {
  const none = new Set<number>()
  const answers = new Map<number, number>()
  for (const record of records)
    if (record[o.EXACT] !== 0) answers.set(record[o.EXACT], (answers.get(record[o.EXACT]) ?? 0) + 1)
  const isCommon = (exact: number): boolean => (answers.get(exact) ?? 0) >= FEWEST_ROWS
  const cues = cuesOf(records, postings, answers, isCommon)
  const isContrary = (ids: Uint32Array, own: ReadonlySet<number>, exact: number): boolean => {
    for (let i = 0; i < ids.length; i++) {
      const decided = cues.answers[ids[i]]
      if (decided !== 0 && decided !== exact && !own.has(ids[i])) return true
    }
    return false
  }
  const decided = once(() => Float64Array.from(records, (_, prompt) => decidedBy(postings.idsOf(prompt), cues.answers)))
  const idsOf = (tokens: Iterable<number>): number[] => Array.from(tokens, postings.idOf).filter((id) => id >= 0)
  const isLabelled = (record: Uint32Array): boolean => isCommon(record[o.EXACT])
  const labelled = once(() => records.filter(isLabelled))
  const own = once(() => new Set(records))
  const labelledShare = (): number => labelled().length / Math.max(1, records.length)
  const model = once(() => contentModel(postings, records.map(isLabelled)))
  const families = once(() => familiesOf(labelled()))
  return {
    hasSisters: (record) =>
      FRAMES.some((slot) => {
        const family = families().get(record[slot])
        return family !== undefined && family.size - (family.has(record[o.EXACT]) ? 1 : 0) >= FEWEST_SISTERS
      }),
    share: (exact) => (answers.get(exact) ?? 0) / Math.max(1, records.length),
    labelled: labelledShare,
    expectsLabels: (found, own) =>
      model()(
        found.map(({ record }) => tokenSet(zoneTokens(record, 'last'), none)),
        own,
      ),
    prepare() {
      const share = labelledShare()
      if (share > 0 && share <= MOST_LABELLED) model()
    },
    labels: once(() => {
      const some = labelled()
      return createVocabulary(some, postingsOf(some.map((record) => zoneTokens(record, 'last'))))
    }),
    contrary(found, own, exact) {
      if (cues.count === 0 || found.length === 0) return 0
      const ownIds = new Set(idsOf(own))
      const sum = found.filter(({ record }) =>
        isContrary(Uint32Array.from(idsOf(tokenSet(zoneTokens(record, 'last'), none))), ownIds, exact),
      )
      return sum.length / found.length
    },
    usual(exact, having, words) {
      if (cues.count === 0) return 0
      const host = new Set(idsOf(words))
      let all = 0
      let contrary = 0
      const isDecidedOtherwise =
        words.length === 0
          ? (prompt: number) => decided()[prompt] !== 0 && decided()[prompt] !== exact
          : (prompt: number) => isContrary(postings.idsOf(prompt), host, exact)
      eachWithAll(postings, words, records.length, (prompt) => {
        const record = records[prompt]
        if (record[o.EXACT] === exact || having.has(record)) return
        all++
        if (isDecidedOtherwise(prompt)) contrary++
      })
      return all === 0 ? 0 : contrary / all
    },
    closed(words, exact, having) {
      // Of all prompts, which is what most candidates ask about, the few with the trigger are taken off.
      const ofAll = words.length === 0
      let all = ofAll ? records.length : 0
      let common = ofAll ? labelled().length : 0
      let answer = ofAll ? (answers.get(exact) ?? 0) : 0
      const add = (record: Uint32Array, times: 1 | -1): void => {
        all += times
        if (record[o.EXACT] === exact) answer += times
        if (isLabelled(record)) common += times
      }
      if (ofAll) for (const record of having) if (own().has(record)) add(record, -1)
      if (!ofAll)
        for (const prompt of postings.withAll(words)) if (!having.has(records[prompt])) add(records[prompt], 1)
      return { common: all === 0 ? 0 : common / all, answer: all === 0 ? 0 : answer / all }
    },
  }
}

/** Two words that answers open or end with → those answers. */
function familiesOf(records: readonly Uint32Array[]): ReadonlyMap<number, ReadonlySet<number>> {
  const families = new Map<number, Set<number>>()
  for (const record of records)
    for (const slot of FRAMES) {
      if (record[slot] === 0) continue
      const family = families.get(record[slot])
      if (family === undefined) families.set(record[slot], new Set([record[o.EXACT]]))
      else family.add(record[o.EXACT])
    }
  return families
}

const SEVERAL = -1

/** The answer that all words of a prompt which decide at all decide for; 0 where none does, SEVERAL where they differ. */
function decidedBy(ids: Uint32Array, answers: Float64Array): number {
  let answer = 0
  for (let i = 0; i < ids.length; i++) {
    const own = answers[ids[i]]
    if (own === 0 || own === answer) continue
    if (answer !== 0) return SEVERAL
    answer = own
  }
  return answer
}

/** Takes the prompts, of `total`, that have all of these words. */
function eachWithAll(
  postings: Postings,
  words: readonly number[],
  total: number,
  take: (prompt: number) => void,
): void {
  if (words.length > 0) postings.withAll(words).forEach(take)
  else for (let prompt = 0; prompt < total; prompt++) take(prompt)
}

interface Cues {
  readonly count: number // words that decide
  readonly answers: Float64Array // that they decide for, by the number of the word; 0 where it decides for none
}

function cuesOf(
  records: readonly Uint32Array[],
  { starts, prompts, tokens }: Postings,
  answers: ReadonlyMap<number, number>,
  isCommon: (exact: number) => boolean,
): Cues {
  const decided = new Float64Array(tokens.length)
  let count = 0
  const common = [...answers.keys()].filter(isCommon)
  if (common.length === 0) return { count, answers: decided }
  const numbers = new Map(common.map((exact, number) => [exact, number]))
  const answered = Int32Array.from(records, (record) => numbers.get(record[o.EXACT]) ?? -1)
  const counts = new Uint32Array(common.length)
  for (let id = 0; id < tokens.length; id++) {
    const n = starts[id + 1] - starts[id]
    if (n < FEWEST_HOLDERS) continue
    let best = -1 // no second answer can have three quarters of the rows
    for (let i = starts[id]; i < starts[id + 1]; i++) {
      const answer = answered[prompts[i]]
      if (answer >= 0 && ++counts[answer] >= n * DECIDES) best = answer
    }
    if (best >= 0 && counts[best] / n >= answers.get(common[best])! / records.length + ABOVE) {
      decided[id] = common[best]
      count++
    }
    for (let i = starts[id]; i < starts[id + 1]; i++) if (answered[prompts[i]] >= 0) counts[answered[prompts[i]]] = 0
  }
  return { count, answers: decided }
}
