/**
 * Texts into tokens by whatever is fastest: the kernel, for texts that lie in its memory, and `tokenize` for all others.
 *
 * The kernel stops where it meets characters that it does not know, and is told of them; and where a token hides or disguises something, which is
 * not for it.
 */
import { type Kernel, kernel } from './kernel.ts'
import { slowToken } from './slow-tokens.ts'
import { emptyTokens, type Tokens } from './token-list.ts'
import { tokenize } from './tokens.ts'

export interface Tokenizer {
  /** Valid until the next tokenizer of the same room is cleared. */
  readonly tokens: Tokens
  clear(): void
  /** Appends the tokens of bytes[from, to). */
  add(bytes: Buffer, from: number, to: number): void
}

const LANES = 4 // hashes are written so many at a time

/** @param room  two texts whose tokens are wanted side by side need two rooms */
export function createTokenizer(room: 'prompt' | 'answer', by: Kernel | null = kernel()): Tokenizer {
  const tokens = emptyTokens(room === 'prompt' ? 8192 : 2048)
  const clear = (): void => {
    tokens.count = 0
    tokens.plainCount = 0
    tokens.hidden = 0
  }
  if (by === null) return { tokens, clear, add: (bytes, from, to) => tokenize(bytes, from, to, tokens) }
  const { base, ...home } = by.rooms[room]
  const { hashes } = home
  Object.assign(tokens, home)
  return {
    tokens,
    clear() {
      clear()
      if (tokens.hashes !== hashes) Object.assign(tokens, home)
    },
    add(bytes, from, to) {
      const fits = tokens.hashes === hashes && tokens.count + (to - from) + LANES <= hashes.length
      if (!fits || bytes !== by.bytes) {
        tokenize(bytes, from, to, tokens)
        return
      }
      for (let at = from; at < to; ) {
        at = by.tokenize(at, to, base, tokens.count)
        tokens.count = by.left()
        if (at < to && !by.learn()) at = slowToken(bytes, at, to, tokens)
      }
    },
  }
}
