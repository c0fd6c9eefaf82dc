/**
 * A phrase without the instruction that it was laid into.
 *
 * Where one task is a small part of a set, a word laid at the edge of the task's instruction, or into it, seems to belong to it:
 * the words on either side are the same in all its rows, and seldom elsewhere. What tells them apart is that the instruction
 * stands whole in other prompts, which lack the word alone. A word of the instruction itself leaves a hole when it is taken
 * out, and no other prompt has that. A word between the instruction and what it is given to work on may be the first or last
 * of that: there the phrase stays as it is.
 */
import { once } from './once.ts'
import type { Postings } from './postings.ts'
import { findPhrase, type Phrase } from './words.ts'

const FEWEST_WORDS = 3 // of an instruction; two words in a row meet anywhere
const FEWEST_PROMPTS = 5
const NEARLY_ALL = 0.9 // of the rows: the phrase begins or ends their prompts

/** The prompts of a set at large, of one zone. */
export interface Instructions {
  /**
   * The shortest part of the phrase that has its rare words, or else the token, and without which the rest stands in other prompts; else the phrase.
   *
   * @param rows  the phrase's zone in the prompts that have it
   */
  without(phrase: Phrase, token: number, rows: readonly Uint32Array[]): Phrase
}

/** @param postings  of these prompts */
export function createInstructions(prompts: readonly Uint32Array[], postings: Postings): Instructions {
  return {
    without(phrase, token, rows) {
      const all = phrase.tokens
      const at = all.indexOf(token)
      if (at < 0 || all.length <= FEWEST_WORDS) return phrase
      const has = new Set(postings.withPhrase(all))
      const least = Math.max(FEWEST_PROMPTS, has.size)
      const isSeldom = (word: number): boolean => postings.of(word).length - has.size < least
      // Words that hardly any other prompt has are no part of an instruction that others have; the token itself may be, where it is
      // one of two that the candidate is about.
      const seldom = all.flatMap((word, i) => (isSeldom(word) ? [i] : []))
      const [first, last] = seldom.length > 0 ? [seldom[0], seldom[seldom.length - 1]] : [at, at]
      const share = (test: (tokens: Uint32Array) => boolean): number => rows.filter(test).length / rows.length
      const begins = once(() => share((tokens) => beginsWith(tokens, all)) >= NEARLY_ALL)
      const ends = once(() => share((tokens) => endsWith(tokens, all)) >= NEARLY_ALL)
      const stands = (rest: readonly number[], found: (tokens: Uint32Array) => boolean): boolean => {
        let count = 0
        for (const prompt of postings.holding(rest))
          if (!has.has(prompt) && found(prompts[prompt]) && ++count >= least) return true
        return false
      }
      // What many other prompts have too, whole, is no phrase that was laid there, but an instruction itself.
      const isInstruction = (part: readonly number[]): boolean =>
        part.length >= FEWEST_WORDS && postings.withPhrase(part).length - has.size >= least
      for (let length = last - first + 1; length <= all.length - FEWEST_WORDS; length++)
        for (let from = Math.max(0, last - length + 1); from <= first && from + length <= all.length; from++) {
          const rest = [...all.slice(0, from), ...all.slice(from + length)]
          const isLaid =
            from === 0
              ? begins() && stands(rest, (tokens) => beginsWith(tokens, rest))
              : from + length === all.length
                ? ends() && stands(rest, (tokens) => endsWith(tokens, rest))
                : stands(rest, (tokens) => findPhrase(tokens, rest) >= 0)
          const part = all.slice(from, from + length)
          if (isLaid && !isInstruction(part)) return { ...phrase, tokens: part }
        }
      return phrase
    },
  }
}

function beginsWith(tokens: Uint32Array, part: readonly number[]): boolean {
  return part.every((word, i) => tokens[i] === word)
}

function endsWith(tokens: Uint32Array, part: readonly number[]): boolean {
  return part.every((word, i) => tokens[tokens.length - part.length + i] === word)
}
