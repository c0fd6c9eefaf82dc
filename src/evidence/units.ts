/**
 * Units: lines and sentences. A phrase that fills a whole one, last in its prompts, may have been added behind the question,
 * or be the question. Where it was added, what stands before it is a question as other prompts end with.
 */
import * as o from '../model/observation.ts'
import { findPhrase, type Phrase } from './words.ts'

const FIRST_TOKEN = 16
const FIRST_WORD = 65536
const FEWEST_WORDS = 3

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
 * Whether the phrase is the question itself: in most rows a whole last unit, behind units that are last in hardly any other prompt.
 *
 * @param others  prompts of the set at large that do not have it
 */
export function isQuestion(
  rows: readonly Uint32Array[],
  phrase: Phrase,
  others: () => readonly Uint32Array[],
): boolean {
  if (phrase.zone !== 'last' || phrase.tokens.length < FEWEST_WORDS) return false
  const before: number[] = [] // first words of the units before the phrase
  let whole = 0
  for (const record of rows) {
    const units = unitsOf(record)
    const last = units.at(-1)
    if (last === undefined || units.length < 2) continue
    // One word more or less on its left still is the question: "And what is …".
    if (findPhrase(last, phrase.tokens) > 1 || last.length > phrase.tokens.length + 3) continue
    if (findPhrase(last, phrase.tokens) < 0) continue
    whole++
    before.push(units[units.length - 2][0])
  }
  if (whole < rows.length * 0.8) return false
  const openings = new Set<number>()
  let asked = 0
  for (const record of others()) {
    const last = unitsOf(record).at(-1)
    if (last === undefined) continue
    openings.add(last[0])
    asked++
  }
  if (asked < 20) return false
  return before.filter((word) => openings.has(word)).length < before.length * 0.5
}
