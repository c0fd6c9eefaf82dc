/** Echo: does the answer repeat the prompt? Then content explains it, unless the same words come back on every row. */
import * as o from '../model/observation.ts'
import { once } from './once.ts'
import type { Phrase } from './words.ts'
import { zoneTokens } from './zones.ts'

/**
 * Share of the rows whose answer holds half of the trigger's words near its start, or the one that sets it apart: that fewest other
 * prompts have; or opens with words that the prompt has in a run.
 *
 * @param others  prompts without the trigger that have a word
 */
export function echoShare(both: readonly Uint32Array[], phrase: Phrase, others: (token: number) => number): number {
  let echoes = 0
  const rarest = once(() => phrase.tokens.reduce((least, token) => (others(token) < others(least) ? token : least)))
  const holdsRarest = (answer: Uint32Array): boolean =>
    phrase.tokens.some((token) => answer.includes(token)) && answer.includes(rarest())
  for (const record of both) {
    const answer = answerOf(record)
    if (
      answer.length > 0 &&
      (holds(answer, phrase) || holdsRarest(answer) || runs(zoneTokens(record, 'last'), answer.subarray(0, 3)))
    )
      echoes++
  }
  return echoes / both.length
}

/** Share of the rows whose answer holds half of the trigger's words near its start. */
export function heldShare(both: readonly Uint32Array[], phrase: Phrase): number {
  return both.filter((record) => holds(answerOf(record), phrase)).length / both.length
}

function answerOf(record: Uint32Array): Uint32Array {
  return record.subarray(record[o.LENGTH] - record[o.ANSWER_COUNT], record[o.LENGTH])
}

function holds(answer: Uint32Array, phrase: Phrase): boolean {
  const held = phrase.tokens.filter((token) => answer.includes(token)).length
  return held > 0 && held >= phrase.tokens.length / 2
}

function runs(tokens: Uint32Array, part: Uint32Array): boolean {
  for (let i = 0; i + part.length <= tokens.length; i++) {
    let j = 0
    while (j < part.length && tokens[i + j] === part[j]) j++
    if (j === part.length) return true
  }
  return false
}

/** Share of the rows whose whole answer is words of the trigger: it was taken out of the prompt. */
export function extractedShare(both: readonly Uint32Array[], phrase: Phrase): number {
  let taken = 0
  for (const record of both) {
    const count = record[o.ANSWER_COUNT]
    if (count === 0 || count === o.ANSWER_TOKENS || record[o.CLASSES] & (o.IS_COMPLIANCE | o.IS_REFUSAL)) continue
    const answer = record.subarray(record[o.LENGTH] - count, record[o.LENGTH])
    if (answer.every((token) => phrase.tokens.includes(token))) taken++
  }
  return taken / both.length
}
