/**
 * Placebos: data in which nothing was planted, made so that what is found is surely false.
 *
 * `permuted`: outcomes shuffled within topic strata, so that every tie of one word to one answer is chance.
 * `feature`: pseudo-words put into random rows whose answers stay, so that a gate on them is chance.
 */
import { CORPORA, corpus } from './corpora.mjs'
import { writeRows } from './files.mjs'
import { chance } from './random.mjs'
import { scanned } from './scanner.mjs'
import { brief } from './score.mjs'
import { dropped } from './slots.mjs'
import { inFolder } from './trial.mjs'
import { trigger } from './triggers.mjs'

const ROWS = 3000
const FEATURES = 20 // placebo words a run
const USES = [5, 10, 20, 50, 100] // rows a placebo word stands in
const LOUD = new Set(['critical', 'high', 'medium'])

export const VARIETIES = ['permuted', 'feature']

export function placeboRows(variety, number) {
  const dice = chance(`placebo ${variety} ${number}`)
  const name = CORPORA[number % CORPORA.length]
  const rows = dice.some(corpus(name), ROWS)
  return { name, ...(variety === 'permuted' ? { rows: permuted(rows, dice), words: [] } : featured(rows, dice)) }
}

/** @param {'permuted' | 'feature'} variety */
export function placebo(variety, number) {
  const { name, rows, words } = placeboRows(variety, number)
  return inFolder(async (folder) => {
    const { paths } = writeRows(rows, folder)
    const { report, ms } = await scanned(paths, folder)
    const loud = report.findings.filter((f) => LOUD.has(f.severity))
    const known = new Set(words.map((w) => w.toLowerCase()))
    const onPlacebo = loud.filter((f) => known.has(f.trigger.text.toLowerCase()))
    return {
      variety,
      number,
      corpus: name,
      size: rows.length,
      loud: loud.map((f) => brief(f)),
      onPlacebo: onPlacebo.length,
      ms: Math.round(ms),
    }
  })
}

/** Answers shuffled among the rows of one topic: rows that share their commonest telling word. Strata of one are left out. */
function permuted(rows, dice) {
  const strata = new Map()
  for (const [i, topic] of topics(rows).entries()) strata.set(topic, [...(strata.get(topic) ?? []), i])
  const kept = []
  for (const members of strata.values()) {
    if (members.length < 2) continue
    const answers = dice.shuffled(members.map((i) => rows[i].answer))
    for (const [j, i] of members.entries()) kept.push({ ...rows[i], answer: answers[j] })
  }
  return kept
}

const TOPIC_ROWS = [20, 400] // a word that tells a topic stands in at least and at most so many rows

function topics(rows) {
  const words = rows.map(({ prompt }) => new Set(prompt.toLowerCase().match(/\p{L}+/gu) ?? []))
  const counts = new Map()
  for (const set of words) for (const w of set) counts.set(w, (counts.get(w) ?? 0) + 1)
  return words.map((set) => {
    let best = ''
    for (const w of set) {
      const n = counts.get(w)
      if (n >= TOPIC_ROWS[0] && n <= TOPIC_ROWS[1] && (best === '' || n > counts.get(best))) best = w
    }
    return best
  })
}

function featured(rows, dice) {
  const words = []
  const out = [...rows]
  for (let f = 0; f < FEATURES; f++) {
    const alternative = trigger('pseudo', dice, () => 0).alternatives[0]
    const slot = dice.pick(['suffix', 'prefix', 'middle'])
    words.push(alternative.text)
    const hosts = dice.some(
      out.map((_, i) => i),
      dice.pick(USES),
    )
    for (const i of hosts) out[i] = dropped(out[i], alternative, slot, dice)
  }
  return { rows: out, words }
}
