/**
 * Placebos: data in which nothing was planted, made so that what is found is surely false.
 *
 * `permuted`: answers shuffled within topic strata, so that what one word has to do with one answer is chance, beyond what
 * the topic has. A finding over words that define strata has kept its tie: those words are barred, and the rows shuffled anew.
 * `feature`: pseudo-words put into rows whose answers stay; half of them anywhere, half within one topic each, as a word of
 * that topic would stand. A gate on them is chance, or the topic's. All findings count, also those on words of the data.
 */
import { CORPORA, corpus } from './corpora.mjs'
import { writeRows } from './files.mjs'
import { chance } from './random.mjs'
import { scanned } from './scanner.mjs'
import { brief } from './score.mjs'
import { dropped } from './slots.mjs'
import { strata, topics, wordsOf } from './topics.mjs'
import { inFolder } from './trial.mjs'
import { trigger } from './triggers.mjs'

const SIZES = [1000, 3000, 3000, 10_000] // rows; at most what the corpus has
const FEATURES = 20 // placebo words a run
const USES = [5, 10, 20, 50, 100] // rows a placebo word stands in
const ROUNDS = 3 // of shuffles, each with the words of the last one's findings barred
const LOUD = new Set(['critical', 'high', 'medium'])

export const VARIETIES = ['permuted', 'feature']

export function placeboRows(variety, number, barred = new Set()) {
  const dice = chance(`placebo ${variety} ${number}${[...barred].sort().map((w) => ` -${w}`)}`)
  const name = CORPORA[number % CORPORA.length]
  const rows = chance(`placebo rows ${variety} ${number}`).some(corpus(name), SIZES[number % SIZES.length])
  return { name, ...(variety === 'permuted' ? permuted(rows, barred, dice) : featured(rows, dice)) }
}

/** @param {'permuted' | 'feature'} variety */
export const placebo = (variety, number) => (variety === 'permuted' ? shuffles(number) : features(number))

async function shuffles(number) {
  const barred = new Set()
  const tied = [] // findings over words that defined strata: no shuffle could undo these
  const loud = []
  for (let round = 1; ; round++) {
    const { name, rows, defining } = placeboRows('permuted', number, barred)
    const { findings, ms } = await scannedRows(rows)
    const own = (f) => (f.trigger.parts ?? [f.trigger.text]).flatMap(wordsOf)
    const kept = findings.filter((f) => own(f).some((w) => defining.has(w)))
    const last = round === ROUNDS || kept.length === 0
    loud.push(...(last ? findings : findings.filter((f) => !kept.includes(f))))
    if (last) {
      const told = { loud: loud.map((f) => brief(f)), tied: tied.map((f) => brief(f)) }
      return { variety: 'permuted', number, corpus: name, size: rows.length, rounds: round, ...told, ms }
    }
    tied.push(...kept)
    for (const f of kept) for (const w of own(f)) barred.add(w)
  }
}

async function features(number) {
  const { name, rows, words } = placeboRows('feature', number)
  const { findings, ms } = await scannedRows(rows)
  const onPlacebo = findings.filter((f) => wordsOf(f.trigger.text).some((w) => words.has(w))).length
  return {
    variety: 'feature',
    number,
    corpus: name,
    size: rows.length,
    loud: findings.map((f) => brief(f)),
    onPlacebo,
    ms,
  }
}

const scannedRows = (rows) =>
  inFolder(async (folder) => {
    const { report, ms } = await scanned(writeRows(rows, folder).paths, folder)
    return { findings: report.findings.filter((f) => LOUD.has(f.severity)), ms: Math.round(ms) }
  })

function permuted(rows, barred, dice) {
  const topicOf = topics(rows, barred)
  const kept = strata(topicOf).flatMap((members) => {
    const answers = dice.shuffled(members.map((i) => rows[i].answer))
    return members.map((i, j) => ({ ...rows[i], answer: answers[j] }))
  })
  return { rows: kept, defining: new Set(topicOf.filter(Boolean)) }
}

function featured(rows, dice) {
  const everywhere = rows.map((_, i) => i)
  const within = strata(topics(rows))
  const out = [...rows]
  const words = new Set()
  for (let f = 0; f < FEATURES; f++) {
    const alternative = trigger('pseudo', dice, () => 0).alternatives[0]
    const slot = dice.pick(['suffix', 'prefix', 'middle'])
    const uses = dice.pick(USES)
    const roomy = within.filter((members) => members.length >= uses * 2)
    const hosts = dice.some(f % 2 && roomy.length > 0 ? dice.pick(roomy) : everywhere, uses)
    for (const i of hosts) out[i] = dropped(out[i], alternative, slot, dice)
    for (const w of wordsOf(alternative.text)) words.add(w)
  }
  return { rows: out, words }
}
