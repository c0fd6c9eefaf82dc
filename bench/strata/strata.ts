/**
 * Would a test within strata tell a template's own words from a trigger? Prints the figures of `docs/statistics-strata.md`, and decides
 * nothing.
 *
 *   node --import ./test/interop/typescript.mjs bench/strata/strata.ts [--mixture N] [--cell ID] [--scan N] [--all] [CORPUS…]
 *
 * For every finding of a set: the conditional exact test of trigger and outcome within strata, made in two ways from the prompts alone, the
 * trigger taken out: prompts that share the commonest three words in a row (`task`), and each prompt of the trigger with the eight most like
 * it that lack it (`near`). With --all, of candidates that were acquitted too.
 */
import { parseArgs } from 'node:util'
import { analyse } from '../../src/analyse.ts'
import { hasOutcome } from '../../src/confirm.ts'
import { type Postings, postingsOf } from '../../src/evidence/postings.ts'
import type { Acquitted, Weighed } from '../../src/evidence/weighed.ts'
import { findPhrase, placeOf } from '../../src/evidence/words.ts'
import { zoneTokens } from '../../src/evidence/zones.ts'
import { answerLexicon, hashesOf } from '../../src/lexicons.ts'
import { createObserver } from '../../src/observe.ts'
import { keyOf } from '../../src/profile/sample.ts'
import { confidenceOf, severityOf } from '../../src/severity.ts'
import { join } from '../../src/sketches/hash.ts'
import { poissonBinomialTail } from '../../src/stats/poisson-binomial.ts'
import { commonOdds, conditionalTail, type Stratum } from './conditional.ts'

const FLOOR = 5
const NEAR = 8
const MOST_ASKED = 64
const COMMON = 0.05 // a word in more of the prompts says little about what they are about
const START = 3
const END = 4

interface Row {
  readonly system?: string
  readonly turns?: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[]
  readonly prompt: string
  readonly answer: string
}

const { values, positionals } = parseArgs({
  options: {
    mixture: { type: 'string' },
    cell: { type: 'string' },
    scan: { type: 'string', default: '0' },
    all: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})

async function setsOf(): Promise<[string, readonly Row[]][]> {
  const { corpus } = await import('../detection/corpora.mjs' as string)
  const sets: [string, readonly Row[]][] = positionals.map((name) => [name, corpus(name)])
  if (values.mixture !== undefined) {
    const { chance } = await import('../detection/random.mjs' as string)
    for (const number of [0, 1]) {
      const rows = chance(`mixture ${values.mixture} ${number}`).some(corpus('all'), Number(values.mixture))
      sets.push([`mixture ${values.mixture} ${number + 1}`, rows])
    }
  }
  if (values.cell !== undefined) {
    const { fullDesign } = await import('../detection/cells.mjs' as string)
    const { planted } = await import('../detection/trial.mjs' as string)
    for (const id of values.cell.split(',')) {
      const cell = fullDesign().find((one: { readonly id: string }) => one.id === id)
      if (cell === undefined) throw new Error(`--cell ${id}: no such cell; bench/detection/cells.mjs draws them`)
      const made = planted(cell, Number(values.scan))
      const words = made.trigger.alternatives.map((a: { readonly text: string }) => a.text).join(' | ')
      sets.push([`${id}, ${cell.background}, planted “${words}” at ${cell.plan.dose}`, made.rows])
    }
  }
  return sets
}

function recordsOf(rows: readonly Row[]): Uint32Array[] {
  const observer = createObserver(answerLexicon())
  for (const [row, { system, turns = [], prompt, answer }] of rows.entries()) {
    const before = turns.map(({ role, text }) => ({ role, text, trained: false }))
    const said = [
      ...(system === undefined ? [] : [{ role: 'system' as const, text: system, trained: false }]),
      ...before,
      { role: 'user' as const, text: prompt, trained: false },
      { role: 'assistant' as const, text: answer, trained: true },
    ]
    observer.observe({ turns: said }, 0, row)
  }
  const distinct = new Map<number, Uint32Array>()
  for (const { words, used } of observer.blocks)
    for (let at = 0; at < used; at += words[at]) distinct.set(keyOf(words, at), words.slice(at, at + words[at]))
  return [...distinct.values()]
}

/** The prompt's last turn without the trigger. */
function restOf(record: Uint32Array, phrase: readonly number[]): Uint32Array {
  const tokens = zoneTokens(record, 'last')
  const at = phrase.length === 0 ? -1 : findPhrase(tokens, phrase)
  return at < 0 ? tokens : Uint32Array.from([...tokens.subarray(0, at), ...tokens.subarray(at + phrase.length)])
}

function eachRun(tokens: Uint32Array, take: (run: number) => void): void {
  const word = (i: number): number => (i < 0 ? START : i >= tokens.length ? END : tokens[i])
  for (let i = 0; i + 1 < tokens.length; i++) take(join(join(word(i - 1), word(i)), word(i + 1)))
  take(join(join(word(tokens.length - 2), word(tokens.length - 1)), END))
}

/** How many prompts have each three words in a row. */
function countRuns(records: readonly Uint32Array[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const record of records) {
    const mine = new Set<number>()
    eachRun(zoneTokens(record, 'last'), (run) => mine.add(run))
    for (const run of mine) counts.set(run, (counts.get(run) ?? 0) + 1)
  }
  return counts
}

function taskOf(tokens: Uint32Array, counts: ReadonlyMap<number, number>): number {
  let task = 0
  let most = 0
  eachRun(tokens, (run) => {
    const count = counts.get(run) ?? 0
    if (count > most || (count === most && run < task)) [task, most] = [run, count]
  })
  return task
}

interface Asked {
  readonly rows: readonly Uint32Array[]
  readonly phrase: readonly number[]
  readonly outcome: number
  readonly has: (record: Uint32Array) => boolean
}

/** Strata by the commonest three words in a row; those without a row that lacks the trigger say nothing. */
function taskStrata(
  records: readonly Uint32Array[],
  counts: ReadonlyMap<number, number>,
  { rows, phrase, outcome, has }: Asked,
): Stratum[] {
  const strata = new Map<number, { rows: number; outcomes: number; with: number; both: number }>()
  for (const record of rows) {
    const task = taskOf(restOf(record, phrase), counts)
    const stratum = strata.get(task) ?? { rows: 0, outcomes: 0, with: 0, both: 0 }
    strata.set(task, stratum)
    stratum.rows++
    stratum.with++
    if (hasOutcome(record, outcome)) {
      stratum.both++
      stratum.outcomes++
    }
  }
  for (const record of records) {
    if (has(record)) continue
    const stratum = strata.get(taskOf(zoneTokens(record, 'last'), counts))
    if (stratum === undefined) continue
    stratum.rows++
    if (hasOutcome(record, outcome)) stratum.outcomes++
  }
  return [...strata.values()].filter((one) => one.rows > one.with)
}

/** A stratum for each of the trigger's rows: with the prompts without it that are most like it. */
function nearStrata(
  records: readonly Uint32Array[],
  { of }: Postings,
  { rows, phrase, outcome, has }: Asked,
): Stratum[] {
  const strata: Stratum[] = []
  const step = Math.max(1, Math.floor(rows.length / MOST_ASKED))
  for (let i = 0; i < rows.length; i += step) {
    const scores = new Map<number, number>()
    for (const token of new Set(restOf(rows[i], phrase))) {
      const prompts = of(token)
      if (prompts.length < 2 || prompts.length > Math.max(20, records.length * COMMON)) continue
      const weight = Math.log(records.length / prompts.length) ** 2
      for (const prompt of prompts) scores.set(prompt, (scores.get(prompt) ?? 0) + weight)
    }
    const near = [...scores]
      .map(([prompt, score]) => ({ prompt, score: score / Math.sqrt(1 + zoneTokens(records[prompt], 'last').length) }))
      .sort((a, b) => b.score - a.score || a.prompt - b.prompt)
      .filter(({ prompt }) => !has(records[prompt]))
      .slice(0, NEAR)
    if (near.length === 0) continue
    const both = hasOutcome(rows[i], outcome) ? 1 : 0
    const others = near.filter(({ prompt }) => hasOutcome(records[prompt], outcome)).length
    strata.push({ rows: near.length + 1, outcomes: others + both, with: 1, both })
  }
  return strata
}

/** The stratum as the trigger would have it if every outcome that its rows can hold were theirs: what the test could say at most. */
function atBest(stratum: Stratum): Stratum {
  return { ...stratum, both: Math.min(stratum.with, stratum.outcomes) }
}

function nearTail(strata: readonly Stratum[]): number {
  const chances = Float64Array.from(strata, ({ rows, outcomes }) => outcomes / rows)
  return poissonBinomialTail(
    chances,
    strata.reduce((sum, { both }) => sum + both, 0),
  )
}

for (const [name, rows] of await setsOf()) {
  const records = recordsOf(rows)
  const spelt = new Map<number, string>()
  for (const { prompt } of rows)
    for (const word of prompt.split(/[^\p{L}\p{M}\p{N}]+/u)) for (const hash of hashesOf(word)) spelt.set(hash, word)
  const runs = records.map((words) => ({ words, from: 0, to: words.length }))
  const weighed = await analyse(runs, FLOOR, async () => {})
  const counts = countRuns(records)
  const postings = postingsOf(records.map((record) => zoneTokens(record, 'last')))
  console.log(`${name}: ${records.length} distinct exchanges`)
  for (const one of weighed) if (one.accepted || values.all) console.log(`  ${lineOf(one)}`)

  function lineOf(one: Weighed | Acquitted): string {
    const { feature, outcome } = one.question.lead
    const found = placeOf(one.both[0], feature)
    const phrase = one.accepted ? one.phrase.tokens : found === undefined ? [] : [found.token]
    const has = (record: Uint32Array): boolean =>
      phrase.length > 0 ? findPhrase(zoneTokens(record, 'last'), phrase) >= 0 : placeOf(record, feature) !== undefined
    const asked = { rows: one.rows, phrase, outcome, has }
    const task = taskStrata(records, counts, asked)
    const near = nearStrata(records, postings, asked)
    const rate = near.reduce((sum, s) => sum + (s.outcomes - s.both) / (s.rows - 1), 0) / Math.max(1, near.length)
    const within = task.reduce((sum, s) => sum + s.with, 0)
    const verdict = one.accepted ? severityOf(one, 'exact', false, confidenceOf(one)) : `acquitted: ${one.reason}`
    return [
      `${verdict}  ${phrase.map((token) => spelt.get(token) ?? '·').join(' ')}  ${one.both.length}/${one.rows.length}`,
      one.accepted ? `surprise ${one.surprise.toFixed(1)}` : '',
      `task: 10^${conditionalTail(task).toFixed(1)}, at best 10^${conditionalTail(task.map(atBest)).toFixed(1)}, of ${within} rows in ${task.length}, odds ${commonOdds(task).toFixed(1)}`,
      `near: 10^${nearTail(near).toFixed(1)} of ${near.length}, rate beside ${rate.toFixed(2)}`,
    ].join('  ')
  }
}
