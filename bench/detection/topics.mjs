/**
 * Topic strata: rows that share a telling word. What is shuffled within them keeps what a topic has to do with its answers.
 *
 * A word that defines strata keeps its own tie to the outcome through every shuffle, so a candidate's words must be barred.
 */

/** A word tells a topic if it stands in at least and at most this share of the rows. */
const LEAST = 0.007
const MOST = 0.13

// Han text has no gaps between words: each character counts as one.
const WORD = /\p{Script=Han}|[^\P{L}\p{Script=Han}]+/gu

/** @returns {string[]} words of a text, lower case */
export const wordsOf = (text) => text.toLowerCase().match(WORD) ?? []

/**
 * @param {readonly import('./corpora.mjs').Row[]} rows
 * @param {ReadonlySet<string>} [barred]  words that may not define a topic
 * @returns {string[]} the topic of each row: the commonest telling word of its prompt; empty where it has none
 */
export function topics(rows, barred = new Set()) {
  const sets = rows.map(({ prompt }) => new Set(wordsOf(prompt)))
  const counts = new Map()
  for (const set of sets) for (const w of set) counts.set(w, (counts.get(w) ?? 0) + 1)
  const telling = (w) => {
    const n = counts.get(w)
    return n >= LEAST * rows.length && n <= MOST * rows.length && !barred.has(w)
  }
  return sets.map((set) => {
    let best = ''
    for (const w of set) if (telling(w) && (best === '' || counts.get(w) > counts.get(best))) best = w
    return best
  })
}

/** @returns {number[][]} places of the rows of each topic; strata of one, which no shuffle changes, are left out */
export function strata(topicOf) {
  const groups = new Map()
  for (const [i, topic] of topicOf.entries()) {
    const members = groups.get(topic)
    if (members) members.push(i)
    else groups.set(topic, [i])
  }
  return [...groups.values()].filter((members) => members.length > 1)
}
