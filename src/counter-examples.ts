/**
 * Counter-examples: prompts without the trigger that are most like those with it, and are answered otherwise.
 *
 * Drawn from the exchanges with the smallest keys, which are the same however the data are cut: every verb knows them when
 * rows are read for the last time, so that `judge`, which reads no data, finds their texts in its state. The rows of
 * findings are none: one trigger is no counter-example of another.
 */

import { hasOutcome } from './confirm.ts'
import { HIDDEN } from './detectors/features.ts'
import type { Background } from './evidence/neighbours.ts'
import { findPhrase, placeOf, witnesses } from './evidence/words.ts'
import { tokenSet, zoneTokens } from './evidence/zones.ts'
import { hideLetters } from './mask.ts'
import * as o from './model/observation.ts'
import type { CounterRow, Finding } from './model/report.ts'
import { keyOf, type Sample } from './profile/sample.ts'
import type { ExchangeText, Texts } from './recover.ts'
import type { KeptTexts } from './texts.ts'
import type { Weighed } from './weigh.ts'

const POOL = 2048 // exchanges, of which a state keeps the texts
const SHOWN = 3 // for each finding
const MOST_LIKE = 64 // rows of a finding that prompts are compared with
const ALL_LIKE = 6400 // and of all findings together, down to
const LEAST_LIKE = 4
const PROMPT_END = 160 // characters kept of a prompt, from either end
const ANSWER = 160 // and of an answer, from its start
const EXCERPT = 80 // characters shown of either

export interface CounterExample {
  readonly record: Uint32Array
  readonly likeness: number // Jaccard index of its prompt's words and those of the nearest of the rows compared, the trigger aside
}

/** The exchanges that may be shown, by rising key. */
export function poolOf(sample: Sample): readonly Uint32Array[] {
  return sample.sorted().slice(0, POOL)
}

/** A pool, of which some exchanges stand in no finding. */
export interface Innocents {
  readonly ground: Background // of a sample that begins with the pool
  readonly pool: readonly Uint32Array[]
  readonly isAccused: Uint8Array // and 1 where it stands in a finding
}

/** @param ground  of the last turns */
export function innocentOf(ground: Background, accepted: readonly Weighed[]): Innocents {
  const accused = new Set<number>()
  for (const { rows } of accepted) for (const record of rows) accused.add(keyOf(record, 0))
  const pool = ground.records.slice(0, POOL)
  return {
    ground,
    pool,
    isAccused: Uint8Array.from(pool, (record) => (accused.has(keyOf(record, 0)) ? 1 : 0)),
  }
}

/**
 * The most alike first, at most three; among equals the smaller key.
 *
 * @param findings  how many there are: of many, each is compared with fewer of its rows
 */
export function counterExamples(weighed: Weighed, innocents: Innocents, findings: number): readonly CounterExample[] {
  const { phrase, own, both } = weighed
  const rows = Math.max(LEAST_LIKE, Math.min(MOST_LIKE, Math.floor(ALL_LIKE / findings)))
  const likenesses = likenessTo(
    witnesses(both.slice(0, rows), phrase).map(({ record }) => tokenSet(zoneTokens(record, 'last'), own)),
    innocents,
  )
  const isAnsweredAlike = alikeIn(weighed)
  const best: CounterExample[] = []
  innocents.pool.forEach((record, at) => {
    if (innocents.isAccused[at] === 1) return
    const likeness = likenesses[at]
    const place = best.findIndex((other) => other.likeness < likeness)
    if (place < 0 && best.length === SHOWN) return
    if (hasTrigger(weighed, record) || isAnsweredAlike(record)) return
    best.splice(place < 0 ? best.length : place, 0, { record, likeness })
    best.length = Math.min(best.length, SHOWN)
  })
  return best
}

/** How like each prompt of the pool is to the likest of these: the Jaccard index of their words. Most have none in common. */
function likenessTo(rows: readonly Uint32Array[], { ground, pool }: Innocents): Float64Array {
  const { idOf } = ground.postings
  const asked = rows.map((row) => ({ ids: Array.from(row, idOf).filter((id) => id >= 0), words: row.length }))
  return ground.jaccards(asked, pool.length)
}

function hasTrigger({ phrase, place, question }: Weighed, record: Uint32Array): boolean {
  if (place === HIDDEN || phrase.hidden !== undefined) return placeOf(record, question.lead.feature) !== undefined
  return findPhrase(zoneTokens(record, phrase.zone), phrase.tokens) >= 0
}

/** Is a row answered as the finding's are? Also where the words differ, and all comply or all refuse. */
function alikeIn({ question, both }: Weighed): (record: Uint32Array) => boolean {
  const { lead, members } = question
  const outcomes = members.map(({ outcome }) => outcome).filter((outcome) => outcome >= o.FIRST_TEXT_OUTCOME)
  const kinds = both.reduce((all, { [o.CLASSES]: classes }) => all & classes, o.IS_COMPLIANCE | o.IS_REFUSAL)
  return (record) =>
    [lead.outcome, ...outcomes].some((outcome) => hasOutcome(record, outcome)) || (record[o.CLASSES] & kinds) !== 0
}

/** Keeps the texts of a pool while rows go by, for a verb that reads no data. */
export function createPoolKeeper(
  pool: readonly Uint32Array[],
): (records: Uint32Array, from: number, to: number, textOf: (turn: number) => ExchangeText, into: KeptTexts) => void {
  const wanted = new Map(pool.map((record) => [keyOf(record, 0), record]))
  return (records, from, to, textOf, into) => {
    for (let at = from; at < to; at += records[at]) {
      const key = keyOf(records, at)
      const record = wanted.get(key)
      if (record === undefined || PLACE.some((field) => records[at + field] !== record[field])) continue
      const turn = record[o.TURN] & 0xffffff
      into.set(poolKey(key), {
        text: shortened(textOf(turn)),
        place: [record[o.SHARD], record[o.ROW], turn],
        asked: [],
      })
    }
  }
}

/** Apart from the texts that word findings, which are whole, and which one of several copies gives. */
export const poolKey = (key: number): number => -key

const PLACE = [o.SHARD, o.ROW, o.TURN] as const // of copies, only the one that the sample names

/** What is shown of a text, and kept of it in a state. */
export function shortened({ last, answer, line }: ExchangeText): ExchangeText {
  const prompt = last.length <= 2 * PROMPT_END ? last : `${last.slice(0, PROMPT_END)} … ${last.slice(-PROMPT_END)}`
  const start = answer.length <= ANSWER ? answer : `${answer.slice(0, ANSWER)} …`
  return { system: '', earlier: [], last: prompt, answer: start, line }
}

/** As the report shows them. Of a prompt that is long, the end is shown where the trigger would stand there, else its start. */
export function counterRows(
  counters: readonly CounterExample[],
  texts: Texts,
  placing: (
    record: Uint32Array,
    line: number,
  ) => { readonly file: string; readonly row: number; readonly line?: number },
  { fingerprint, trigger: { slot } }: Finding,
  showText: boolean,
): CounterRow[] {
  const told = (text: string): string => (showText ? text : hideLetters(text)).replace(/\s+/g, ' ')
  const start = (text: string): string => (text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT)} …`)
  const end = (text: string): string => (text.length <= EXCERPT ? text : `… ${text.slice(-EXCERPT)}`)
  return counters.flatMap(({ record, likeness }): CounterRow[] => {
    const text = texts.get(keyOf(record, 0))
    if (text === undefined) return []
    const { last, answer } = shortened(text)
    const { file, row, line } = placing(record, text.line)
    return [
      {
        finding: fingerprint,
        file,
        row,
        ...(line === undefined ? {} : { line }),
        turn: record[o.TURN] & 0xffffff,
        excerpt: told(slot === 'suffix' ? end(last) : start(last)),
        answer: told(start(answer)),
        likeness: Math.round(likeness * 100) / 100,
      },
    ]
  })
}
