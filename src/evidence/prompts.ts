/** What the prompts of a candidate's rows have in common, the trigger apart. */
import { binomialTail } from '../stats/binomial.ts'
import { heldByMost } from './held-by-most.ts'
import type { Background } from './neighbours.ts'
import type { Phrase, Witness } from './words.ts'
import { tokenSet, zoneTokens } from './zones.ts'

const FEWEST_REST = 3 // words
const BY_CHANCE = -3 // log10

/** Words that four prompts of five have: what is asked, where the set asks in templates. */
export function template(found: readonly Witness[], own: ReadonlySet<number>): number[] {
  const sets = found.map(({ record }) => tokenSet(zoneTokens(record, 'last'), own))
  return [...heldByMost(sets, 0.8).keys()]
}

/**
 * How much the prompts hold beside the trigger. *Scant*: most have fewer than three words beside its own (of a long phrase, fewer than
 * 0.4 × its length), and more of them than prompts of the set would have by chance: so where prompts are single words, one beside the
 * trigger is enough. *Alone*: as short as is usual, and one of them is nothing but the trigger: what stands alone may well be what is
 * answered, and whether it is cannot be told.
 */
export type Room = 'ample' | 'alone' | 'scant'

/** @param having  of the sample, the exchanges with the trigger */
export function roomOf(
  found: readonly Witness[],
  own: ReadonlySet<number>,
  phrase: Phrase,
  { records, sizes }: Pick<Background, 'records' | 'sizes'>,
  having: () => ReadonlySet<Uint32Array>,
): Room {
  const least = Math.max(FEWEST_REST, phrase.tokens.length * 0.4)
  const restOf = (record: Uint32Array): number => tokenSet(zoneTokens(record, 'last'), own).length
  const rests = found.map(({ record }) => restOf(record)).sort((a, b) => a - b)
  const median = rests[rests.length >> 1] ?? 0
  if (median >= least) return 'ample'
  if (median === 0) return 'scant'
  const others = records.length - having().size
  if (others === 0) return 'scant'
  const words = sizes()
  let short = 0
  for (let i = 0; i < records.length; i++)
    if (words[i] < least + own.size && !having().has(records[i]) && restOf(records[i]) < least) short++
  const scant = rests.filter((rest) => rest < least).length
  if (binomialTail(rests.length, short / others, scant) < BY_CHANCE) return 'scant'
  const isAlone = ({ tokens, at }: Witness): boolean => at === 0 && tokens.length === phrase.tokens.length
  return phrase.zone === 'last' && found.some(isAlone) ? 'alone' : 'ample' // a system message is often nothing else
}
