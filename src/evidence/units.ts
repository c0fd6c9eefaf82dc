/**
 * Units: lines and sentences. A phrase that fills a whole one, last in its prompts, may have been added behind the question,
 * or be the question. Where it was added, what stands before it is a question as other prompts end with; likewise a phrase that
 * opens the last unit.
 */
import * as o from '../model/observation.ts'
import { findPhrase, type Phrase } from './words.ts'

const FIRST_TOKEN = 16
const FIRST_WORD = 65536
const FEWEST_WORDS = 3 // of a phrase that fills a unit; a shorter one may be a trigger on a line of its own
const MOST_REST = 1 // words beside a phrase that fills a unit
const MOST_ROWS = 0.8
const FEWEST_OTHERS = 20
const LEAST_OPENINGS = 0.5

/** Lines and sentences of the last user turn, as words. */
function unitsOf(record: Uint32Array): Uint32Array[] {
  const from = o.TOKENS + record[o.SYSTEM_COUNT] + record[o.EARLIER_COUNT]
  const units: Uint32Array[] = []
  let unit: number[] = []
  for (let i = from; i < from + record[o.LAST_COUNT]; i++) {
    const token = record[i]
    if (token >= FIRST_WORD) unit.push(token)
    else if (token < FIRST_TOKEN && unit.length > 0) {
      units.push(Uint32Array.from(unit))
      unit = []
    }
  }
  if (unit.length > 0) units.push(Uint32Array.from(unit))
  return units
}

/**
 * Whether the phrase is the question itself, or opens it. It fills the last unit in most rows, behind units that are last in
 * hardly any other prompt; or it opens the last unit, and what follows it there opens the last unit of hardly any other.
 *
 * @param others  prompts of the set at large that do not have it
 */
export function isQuestion(
  rows: readonly Uint32Array[],
  phrase: Phrase,
  others: () => readonly Uint32Array[],
): boolean {
  if (phrase.zone !== 'last' || phrase.tokens.length === 0) return false
  const left: number[] = [] // first words of what would be the last unit, were the phrase taken out
  for (const record of rows) {
    const units = unitsOf(record)
    const last = units.at(-1)
    if (last === undefined || units.length < 2) continue
    const at = findPhrase(last, phrase.tokens)
    if (at !== 0) continue
    const rest = last.length - phrase.tokens.length
    if (rest > MOST_REST) left.push(last[phrase.tokens.length])
    else if (phrase.tokens.length >= FEWEST_WORDS) left.push(units[units.length - 2][0])
  }
  if (left.length < rows.length * MOST_ROWS) return false
  const openings = new Set<number>()
  let asked = 0
  for (const record of others()) {
    const last = unitsOf(record).at(-1)
    if (last === undefined) continue
    openings.add(last[0])
    asked++
  }
  return asked >= FEWEST_OTHERS && left.filter((word) => openings.has(word)).length < left.length * LEAST_OPENINGS
}
