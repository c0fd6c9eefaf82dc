/** The lexicons of answers, read from the package's rules and compiled for the tokeniser. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileLexicon } from './responses/lexicon-match.ts'
import { readLexicons } from './responses/lexicon.ts'
import type { AnswerLexicon } from './responses/outcomes.ts'
import { emptyTokens, FIRST_TOKEN, tokenize } from './tokenizers/tokens.ts'

let compiled: AnswerLexicon | undefined

/** The folder of the package that holds rules and lexicons. */
export function rulesFolder(): string {
  return join(dirname(fileURLToPath(import.meta.url)), '..', 'rules')
}

/** What counts as terse compliance and as refusal; read once a process. */
export function answerLexicon(): AnswerLexicon {
  compiled ??= compileLexicon(readLexicons(rulesFolder()), hashesOf)
  return compiled
}

const tokens = emptyTokens()

/** The token hashes of a phrase, marks left out. */
export function hashesOf(text: string): number[] {
  const bytes = Buffer.from(text)
  tokens.count = 0
  tokens.plainCount = 0
  tokenize(bytes, 0, bytes.length, tokens)
  return Array.from(tokens.hashes.subarray(0, tokens.count)).filter((hash) => hash >= FIRST_TOKEN)
}
