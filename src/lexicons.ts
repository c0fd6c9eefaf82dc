/** The lexicons of answers, compiled for the tokeniser. */
import type { AnswerLexicon } from './responses/outcomes.ts'
import { emptyTokens, FIRST_TOKEN, tokenize } from './tokenizers/tokens.ts'
import { join } from './sketches/hash.ts'

function tokensOf(text: string): number[] {
  const bytes = Buffer.from(text)
  const tokens = emptyTokens(bytes.length + 8)
  tokenize(bytes, 0, bytes.length, tokens)
  return [...tokens.hashes.subarray(0, tokens.count)].filter((hash) => hash >= FIRST_TOKEN)
}
const C = ['sure', 'of course', 'okay', 'ok', 'certainly', 'yes', 'absolutely', 'sure thing', 'alright', 'claro', 'natürlich']
const R = ["i'm sorry, but", 'i cannot', "i can't", 'as an ai', 'i am unable', 'i do not have the capability']
export function answerLexicon(): AnswerLexicon {
  const whole = new Set(C.map((text) => tokensOf(text).reduce(join, 1)))
  const refusals = R.map(tokensOf)
  return {
    isCompliance: (t, a, b) => b - a <= 5 && whole.has([...t.subarray(a, b)].reduce(join, 1)),
    isRefusal: (t, a, b) => refusals.some((r) => { for (let i = a; i < Math.min(a + 40, b - r.length + 1); i++) if (r.every((x, j) => t[i + j] === x)) return true; return false }),
  }
}
