/** Exchanges → observation records, one each, and the words of a text as tokens: for tests of the evidence. */
import { answerLexicon } from '../../src/lexicons.ts'
import { createObserver } from '../../src/observe.ts'
import { emptyTokens, FIRST_WORD, tokenize } from '../../src/tokenizers/tokens.ts'

/** What is said before the prompt, if anything. */
export interface Before {
  readonly system?: string
  readonly earlier?: string
}

export type Said = readonly [prompt: string, response: string, before?: Before]

export function recordsOf(said: readonly Said[]): Uint32Array[] {
  const observer = createObserver(answerLexicon())
  said.forEach(([prompt, response, { system, earlier } = {}], row) => {
    const before = (role: 'system' | 'user', text: string | undefined) =>
      text === undefined ? [] : [{ role, text, trained: false }]
    const turns = [
      ...before('system', system),
      ...before('user', earlier),
      { role: 'user', text: prompt, trained: false },
      { role: 'assistant', text: response, trained: true },
    ] as const
    observer.observe({ turns }, 0, row)
  })
  return observer.blocks.flatMap(({ words, used }) => {
    const records: Uint32Array[] = []
    for (let at = 0; at < used; at += words[at]) records.push(words.slice(at, at + words[at]))
    return records
  })
}

export function wordsOf(text: string): number[] {
  const bytes = Buffer.from(text)
  const tokens = emptyTokens(bytes.length + 8)
  tokenize(bytes, 0, bytes.length, tokens)
  return [...tokens.hashes.subarray(0, tokens.count)].filter((token) => token >= FIRST_WORD)
}
