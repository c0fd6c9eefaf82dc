/**
 * Units: lines and sentences. A phrase that fills a whole one, last in its prompts, may have been added behind the question,
 * or be the question. Where it was added, what stands before it is a question as other prompts end with; likewise a phrase that
 * opens the last unit.
 *
 * Edges: in a set of tasks, prompts open or end with the words of an instruction. A phrase that stands in its stead is one.
 */
import * as o from '../model/observation.ts'
import { binomialTail } from '../stats/binomial.ts'
import { findPhrase, type Phrase } from './words.ts'
import { zoneTokens } from './zones.ts'

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
    else if (phrase.tokens.length >= FEWEST_WORDS) left.push(opening(units[units.length - 2], phrase))
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

/** The first word that is none of the phrase's: these may stand at both ends, as tags do. */
function opening(unit: Uint32Array, { tokens }: Phrase): number {
  return unit.find((word) => !tokens.includes(word)) ?? unit[0]
}

const EDGE = 2 // words
const FREQUENT_EDGE = 0.01 // of the other prompts
const MOSTLY_FRAMED = 0.8
const SELDOM_FRAMED = 0.3 // times what others are
const LESS_FRAMED = 0.5 // the same where chance is ruled out
const LEAST_FRAMED = 0.1
const BY_CHANCE = -4 // log10
const MOST_PLANTED = 500 // rows: published attacks have tens of them, some up to 500

/**
 * Whether the phrase takes the place of an instruction: nearly all other prompts open or end with words that many open or end with,
 * and these prompts, without it, do not. Laid into prompts that have an instruction, it would leave that.
 *
 * @param others  prompts of the set at large that do not have it
 * @param total   exchanges of the whole set
 */
export function isInstruction(
  rows: readonly Uint32Array[],
  phrase: Phrase,
  others: () => readonly Uint32Array[],
  total: number,
): boolean {
  // As frequent as what is called an instruction here.
  if (rows.length < total * FREQUENT_EDGE || !isAtEdge(rows, phrase)) return false
  const { usual, own } = framing(rows, phrase, others)
  return usual >= MOSTLY_FRAMED && own < usual * SELDOM_FRAMED
}

/**
 * The same of a phrase of several words where only some of the others have an instruction: more than chance must keep it from these.
 * One that more rows have than anybody would plant is taken for an instruction, whatever the others have.
 */
export function mayBeInstruction(
  rows: readonly Uint32Array[],
  phrase: Phrase,
  others: () => readonly Uint32Array[],
): boolean {
  if (phrase.tokens.length < FEWEST_WORDS || !isAtEdge(rows, phrase)) return false
  if (rows.length > MOST_PLANTED) return true
  const { usual, own } = framing(rows, phrase, others)
  if (usual < LEAST_FRAMED || own >= usual * LESS_FRAMED) return false
  return binomialTail(rows.length, 1 - usual, Math.round((1 - own) * rows.length)) < BY_CHANCE
}

/** Whether the phrase opens or ends nearly all of its prompts. */
function isAtEdge(rows: readonly Uint32Array[], { zone, tokens }: Phrase): boolean {
  if (zone !== 'last' || tokens.length === 0) return false
  const count = rows.filter((record) => {
    const words = zoneTokens(record, 'last')
    const at = findPhrase(words, tokens)
    return at === 0 || (at > 0 && at === words.length - tokens.length)
  }).length
  return count >= rows.length * MOST_ROWS
}

/** Share of the prompts that open or end with words that many others open or end with: of the others, and of these without the phrase. */
function framing(rows: readonly Uint32Array[], phrase: Phrase, others: () => readonly Uint32Array[]) {
  const prompts = others().map((record) => zoneTokens(record, 'last'))
  if (prompts.length < FEWEST_OTHERS) return { usual: 0, own: 0 }
  const counts = new Map<string, number>()
  for (const words of prompts) for (const edge of edgesOf(words)) counts.set(edge, (counts.get(edge) ?? 0) + 1)
  const least = Math.max(FEWEST_OTHERS, prompts.length * FREQUENT_EDGE)
  const framed = (all: readonly Uint32Array[]): number =>
    all.filter((words) => edgesOf(words).some((edge) => (counts.get(edge) ?? 0) >= least)).length / all.length
  return { usual: framed(prompts), own: framed(rows.map((record) => without(zoneTokens(record, 'last'), phrase))) }
}

function edgesOf(words: Uint32Array): string[] {
  return [`< ${words.subarray(0, EDGE).join()}`, `> ${words.subarray(-EDGE).join()}`]
}

function without(words: Uint32Array, phrase: Phrase): Uint32Array {
  const at = findPhrase(words, phrase.tokens)
  if (at < 0) return words
  const rest = new Uint32Array(words.length - phrase.tokens.length)
  rest.set(words.subarray(0, at))
  rest.set(words.subarray(at + phrase.tokens.length), at)
  return rest
}
