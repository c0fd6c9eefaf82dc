/**
 * The prompts of the sample, one zone of them: their words, numbered, who has which, and which stand side by side.
 *
 * In plain TypeScript; the same, some times faster: `kernel/prompts.ts`.
 */
import { join, mix } from '../sketches/hash.ts'
import { createOwners } from '../sketches/owners.ts'
import { END, START } from './joints.ts'
import { type Asked, jaccardsOf, type Likest, likestOf } from './likest.ts'
import { type Postings, postingsOf } from './postings.ts'
import { type Zone, zoneTokens } from './zones.ts'

export interface SamplePrompts {
  readonly prompts: readonly Uint32Array[] // words, marks left out
  readonly hashes: Uint32Array // `hashOf` each
  readonly postings: Postings
  /** @param weights  of the words, by number; 0 for one that says nothing */
  likest(weights: Float64Array): Likest
  /** `jaccardsOf` these rows. */
  jaccards(rows: readonly Asked[], pool: number): Float64Array
  /** Whether another prompt than this one, by its number, has two words side by side, as `join` has them; a number below 0 is nobody's. */
  closes(pair: number, self: number): boolean
  readonly closing: number // share of the prompts of two words and more that close when a word of theirs, one for each, is taken out
  readonly likeness: number // mean Jaccard of each prompt and the next
}

export function samplePromptsOf(records: readonly Uint32Array[], zone: Zone): SamplePrompts {
  const prompts = records.map((record) => zoneTokens(record, zone))
  const words = prompts.reduce((sum, { length }) => sum + length, 0)
  const neighbours = createOwners(words + prompts.length) // of pairs
  prompts.forEach((tokens, prompt) => {
    for (let i = 0; i <= tokens.length; i++)
      neighbours.add(join(i === 0 ? START : tokens[i - 1], i === tokens.length ? END : tokens[i]), prompt)
  })
  const closes = neighbours.hasOther
  const postings = postingsOf(prompts)
  return {
    prompts,
    hashes: Uint32Array.from(prompts, hashOf),
    postings,
    likest: (weights) => likestOf(postings, prompts.length, weights),
    jaccards: (rows, pool) => jaccardsOf(postings, rows, pool),
    closes,
    closing: closingOf(prompts, closes),
    likeness: likenessOf(prompts.length, postings),
  }
}

/** A hash of words in their order. */
export function hashOf(tokens: ArrayLike<number>): number {
  let hash = tokens.length
  for (let i = 0; i < tokens.length; i++) hash = join(hash, tokens[i])
  return hash
}

function closingOf(prompts: readonly Uint32Array[], closes: SamplePrompts['closes']): number {
  let tried = 0
  let passed = 0
  prompts.forEach((tokens, prompt) => {
    if (tokens.length < 2) return
    tried++
    const i = mix(prompt + 1) % tokens.length
    const left = i === 0 ? START : tokens[i - 1]
    const right = i + 1 === tokens.length ? END : tokens[i + 1]
    if (closes(join(left, right), prompt)) passed++
  })
  return tried === 0 ? 0 : passed / tried
}

/** Neighbours have nothing to do with each other; those without words are left out. */
function likenessOf(prompts: number, { idsOf, tokens }: Postings): number {
  const last = new Uint32Array(tokens.length) // prompt that had the token, plus one
  let before = 0 // words of the prompt before
  let sum = 0
  let pairs = 0
  for (let prompt = 0; prompt < prompts; prompt++) {
    const ids = idsOf(prompt)
    let common = 0
    for (let i = 0; i < ids.length; i++) {
      if (last[ids[i]] === prompt) common++
      last[ids[i]] = prompt + 1
    }
    if (prompt > 0 && before > 0 && ids.length > 0) {
      sum += common / (before + ids.length - common)
      pairs++
    }
    before = ids.length
  }
  return pairs === 0 ? 0 : sum / pairs
}
