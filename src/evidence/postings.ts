/**
 * Token → the prompts of the sample that have it, in rising order; in typed arrays, since it is gone through for every row of every
 * candidate. Tokens are numbered from 0, in the order in which the prompts bring them.
 */
import { createNumbers } from '../sketches/numbers.ts'
import { findPhrase } from './words.ts'

/** The tokens by number, and who has them. */
export interface Listed {
  /** The number of a token; -1 where no prompt has it. */
  idOf(token: number): number
  /** The numbers of a prompt's tokens, none twice, in the order in which it brings them. */
  idsOf(prompt: number): Uint32Array
  /** The prompts that have token `id`: prompts[starts[id], starts[id + 1]). */
  readonly starts: Uint32Array
  readonly prompts: Uint32Array
  readonly tokens: Uint32Array // by number
}

export interface Postings extends Listed {
  /** The prompts that have a token. */
  of(token: number): Uint32Array
  /** The prompts that may have all of some tokens: those of the one that fewest have. */
  holding(tokens: readonly number[]): Uint32Array
  /** The prompts that have these tokens, one or more, in a row. */
  withPhrase(tokens: readonly number[]): Uint32Array
  /** The prompts that have all of these tokens, wherever they stand. */
  withAll(tokens: readonly number[]): Uint32Array
}

const NONE = new Uint32Array(0)

/** @param turns  the tokens of each prompt, in their order */
export function postingsOf(turns: readonly Uint32Array[]): Postings {
  const words = turns.reduce((sum, { length }) => sum + length, 0)
  const known = createNumbers(words / 4)
  const numbers = new Uint32Array(words) // of the prompts' distinct tokens, prompt by prompt
  const ends = new Uint32Array(turns.length)
  const seen = new Uint32Array(words) // by token: the last prompt that brought it, plus one
  const counts = new Uint32Array(words)
  let used = 0
  turns.forEach((turn, prompt) => {
    for (const token of turn) {
      const id = known.of(token)
      if (seen[id] === prompt + 1) continue
      seen[id] = prompt + 1
      counts[id]++
      numbers[used++] = id
    }
    ends[prompt] = used
  })
  const tokens = known.hashes()
  const starts = new Uint32Array(tokens.length + 1)
  for (let id = 0; id < tokens.length; id++) starts[id + 1] = starts[id] + counts[id]
  const next = starts.slice()
  const prompts = new Uint32Array(used)
  for (let prompt = 0, at = 0; prompt < turns.length; prompt++)
    for (; at < ends[prompt]; at++) prompts[next[numbers[at]]++] = prompt
  return listedPostings(turns, {
    idOf: known.find,
    idsOf: (prompt) => numbers.subarray(prompt === 0 ? 0 : ends[prompt - 1], ends[prompt]),
    starts,
    prompts,
    tokens,
  })
}

export function listedPostings(turns: readonly Uint32Array[], listed: Listed): Postings {
  const { idOf, starts, prompts } = listed
  const of = (token: number): Uint32Array => {
    const id = idOf(token)
    return id < 0 ? NONE : prompts.subarray(starts[id], starts[id + 1])
  }
  const holding = (some: readonly number[]): Uint32Array => some.map(of).reduce((a, b) => (b.length < a.length ? b : a))
  const withAll = (some: readonly number[]): Uint32Array => {
    const [fewest = NONE, ...lists] = some.map(of).sort((a, b) => a.length - b.length)
    return lists.reduce(inBoth, fewest)
  }
  return {
    ...listed,
    of,
    withAll,
    holding,
    withPhrase: (some) => holding(some).filter((prompt) => findPhrase(turns[prompt], some) >= 0),
  }
}

/** @param few  in rising order, as `many` */
function inBoth(few: Uint32Array, many: Uint32Array): Uint32Array {
  let at = 0
  return few.filter((prompt) => {
    while (at < many.length && many[at] < prompt) at++
    return many[at] === prompt
  })
}
