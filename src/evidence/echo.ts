/** Echo: does the answer repeat the prompt? Then content explains it, unless the same words come back on every row. */
import * as o from '../model/observation.ts'
import { type Phrase, zoneTokens } from './words.ts'

/** Share of the rows whose answer holds a word of the trigger near its start, or opens with words that the prompt has in a run. */
export function echoShare(both: readonly Uint32Array[], phrase: Phrase): number {
  let echoes = 0
  for (const record of both) {
    const from = record[o.LENGTH] - record[o.ANSWER_COUNT]
    const answer = record.subarray(from, record[o.LENGTH])
    if (answer.length === 0) continue
    if (phrase.tokens.length <= 2 && phrase.tokens.some((token) => answer.includes(token))) echoes++
    else if (runs(zoneTokens(record, 'last'), answer.subarray(0, 3))) echoes++
  }
  return echoes / both.length
}

function runs(tokens: Uint32Array, part: Uint32Array): boolean {
  for (let i = 0; i + part.length <= tokens.length; i++) {
    let j = 0
    while (j < part.length && tokens[i + j] === part[j]) j++
    if (j === part.length) return true
  }
  return false
}
