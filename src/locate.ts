/** Where a phrase stands in a text of the data: texts as words with their places. */

import type { Phrase } from './evidence/words.ts'
import type { Zone } from './evidence/zones.ts'
import type { ExchangeText } from './recover.ts'
import { emptyTokens, FIRST_TOKEN, FIRST_WORD, tokenize } from './tokenizers/tokens.ts'

export interface Located {
  readonly text: string
  readonly from: number // characters
  readonly to: number
}

export interface Tokenised {
  readonly hashes: number[]
  readonly starts: number[] // bytes
  readonly ends: number[]
  readonly bytes: Buffer
}

/** @param hidden  runs of hidden characters too, which are no words */
export function tokensOf(text: string, hidden = false): Tokenised {
  const bytes = Buffer.from(text)
  const tokens = emptyTokens(bytes.length + 8)
  tokenize(bytes, 0, bytes.length, tokens)
  for (let i = 0; i < tokens.plainCount; i++) tokens.hashes[tokens.plain[i * 2]] = tokens.plain[i * 2 + 1]
  const kept: number[] = []
  for (let i = 0; i < tokens.count; i++) if (tokens.hashes[i] >= (hidden ? FIRST_TOKEN : FIRST_WORD)) kept.push(i)
  return {
    hashes: kept.map((i) => tokens.hashes[i]),
    starts: kept.map((i) => tokens.starts[i]),
    ends: kept.map((i) => tokens.ends[i]),
    bytes,
  }
}

/** The text of a zone. */
export function zoneText(zone: Zone, text: ExchangeText): string {
  if (zone === 'system') return text.system
  return zone === 'earlier' ? text.earlier.join('\n') : text.last
}

/** The first place of a word in a text. */
export function locateFirst(token: number, text: string): Located | undefined {
  const tokens = tokensOf(text)
  const i = tokens.hashes.indexOf(token)
  return i < 0 ? undefined : locatedAt(tokens, i, i)
}

function locatedAt({ starts, ends, bytes }: Tokenised, first: number, last: number): Located {
  const from = bytes.subarray(0, starts[first]).toString().length
  const text = bytes.subarray(starts[first], ends[last]).toString()
  return { text, from, to: from + text.length }
}

/** Where the phrase stands in a text: the last place. */
export function locate({ tokens: phrase, hidden }: Phrase, text: string): Located | undefined {
  const tokens = tokensOf(text, hidden !== undefined)
  const { hashes } = tokens
  if (hidden !== undefined) {
    const i = hashes.indexOf(hidden)
    return i < 0 ? undefined : locatedAt(tokens, i, i)
  }
  if (phrase.length === 0) return undefined
  for (let i = hashes.length - phrase.length; i >= 0; i--)
    if (phrase.every((token, j) => hashes[i + j] === token)) return locatedAt(tokens, i, i + phrase.length - 1)
  return undefined
}
