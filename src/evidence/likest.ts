/**
 * The prompts most like one: by the weights of the words that two share, over the other's length, or by the Jaccard index.
 *
 * In plain TypeScript; the same, some times faster: `kernel/likest.ts`.
 */
import type { Listed } from './postings.ts'

/** What a prompt is to the one that is asked about. */
export const OUTSIDE = 0
export const INSIDE = 1 // has the trigger, too
export const PASSED_OVER = 2

export interface Likest {
  /**
   * @param ids    words of the prompt asked about, by number, none twice
   * @param kinds  of the others, by prompt
   * @param self   the prompt itself, where it is one of these; below 0 where it is none
   */
  nearest(ids: readonly number[], kinds: Uint8Array, self: number): Nearest
}

export interface Nearest {
  readonly inside: number // likeness of the likest, 0 where none shares a word
  readonly outside: number
  readonly prompt: number // the likest outside, below 0 where there is none
}

/**
 * @param count    prompts
 * @param weights  of the words, by number; 0 for one that says nothing
 */
export function likestOf(
  { starts, prompts }: Pick<Listed, 'starts' | 'prompts'>,
  count: number,
  weights: Float64Array,
): Likest {
  const lengths = new Float64Array(count)
  for (let id = 0; id < weights.length; id++)
    if (weights[id] !== 0) for (let i = starts[id]; i < starts[id + 1]; i++) lengths[prompts[i]] += weights[id]
  for (let prompt = 0; prompt < count; prompt++) lengths[prompt] = Math.sqrt(lengths[prompt])
  const scores = new Float64Array(count)
  const touched = new Uint32Array(count)
  return {
    nearest(ids, kinds, self) {
      let known = 0
      for (const id of ids)
        for (let i = starts[id]; i < starts[id + 1]; i++) {
          const prompt = prompts[i]
          if (scores[prompt] === 0) touched[known++] = prompt
          scores[prompt] += weights[id]
        }
      let inside = 0
      let outside = 0
      let likest = -1
      for (let i = 0; i < known; i++) {
        const prompt = touched[i]
        const score = scores[prompt] / lengths[prompt]
        scores[prompt] = 0
        if (kinds[prompt] === PASSED_OVER || prompt === self) continue
        if (kinds[prompt] === INSIDE) inside = Math.max(inside, score)
        else if (score > outside) {
          outside = score
          likest = prompt
        }
      }
      return { inside, outside, prompt: likest }
    },
  }
}

/** What a prompt asks: the numbers of its words, none twice, and how many it has, those without a number too. */
export interface Asked {
  readonly ids: readonly number[]
  readonly words: number
}

/** Of each of the first `pool` prompts, the Jaccard index of its words and those of the row it is most like. */
export function jaccardsOf({ starts, prompts, idsOf }: Listed, rows: readonly Asked[], pool: number): Float64Array {
  const likest = new Float64Array(pool)
  const common = new Uint32Array(pool)
  const sizes = Uint32Array.from({ length: pool }, (_, prompt) => idsOf(prompt).length)
  for (const { ids, words } of rows) {
    common.fill(0)
    for (const id of ids) for (let i = starts[id]; i < starts[id + 1] && prompts[i] < pool; i++) common[prompts[i]]++
    for (let prompt = 0; prompt < pool; prompt++) {
      if (common[prompt] === 0) continue
      likest[prompt] = Math.max(likest[prompt], common[prompt] / (sizes[prompt] + words - common[prompt]))
    }
  }
  return likest
}
