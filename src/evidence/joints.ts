/**
 * Joints: how often two words that stand side by side in a prompt do so in another one too, and how often two words do that
 * have one word between them. The first is what is seen when a planted phrase is taken out, the second when a word that grew
 * there is; both depend on the set and on the place, so both are measured in the set at hand, place by place.
 */
import { mix } from '../sketches/hash.ts'

export const START = 3
export const END = 4

export type Place = 'start' | 'inner' | 'end'

export interface Joints {
  /** Of these prompts, the share whose joint in this place closes when so many words are taken out. */
  torn(place: Place, words: number, prompts: Prompts): number
  /** The same for joints that are left as they are. */
  whole(place: Place, prompts: Prompts): number
}

/** All but a few, or some only. */
export type Prompts = { readonly without: ReadonlySet<number> } | { readonly among: Uint32Array }

type Closes = (left: number, right: number, self: number) => boolean

const TRIED = 1
const CLOSED = 2
const MOST_WORDS = 5 // taken out; more make no difference

/** @param closes  whether two words stand side by side in another prompt than the one with this number */
export function createJoints(prompts: readonly Uint32Array[], closes: Closes): Joints {
  const known = new Map<string, { readonly flags: Uint8Array; readonly all: Counts }>()
  const looked = (place: Place, words: number): { readonly flags: Uint8Array; readonly all: Counts } => {
    const key = `${place} ${words}`
    let seen = known.get(key)
    if (seen === undefined) {
      const flags = look(prompts, closes, place, words)
      seen = { flags, all: countsOf(flags) }
      known.set(key, seen)
    }
    return seen
  }
  const share = (place: Place, words: number, of: Prompts): number => {
    const { flags, all } = looked(place, words)
    if ('among' in of) return shareOf(countsOf(of.among.map((prompt) => flags[prompt])))
    // Few prompts are left out, of many: theirs are taken off.
    let { tried, closed } = all
    for (const prompt of of.without) {
      if (prompt < 0) continue
      if (flags[prompt] & TRIED) tried--
      if (flags[prompt] & CLOSED) closed--
    }
    return shareOf({ tried, closed })
  }
  return {
    torn: (place, words, of) => share(place, Math.min(words, MOST_WORDS), of),
    whole: (place, of) => share(place, 0, of),
  }
}

interface Counts {
  readonly tried: number
  readonly closed: number
}

const shareOf = ({ tried, closed }: Counts): number => (tried === 0 ? 0 : closed / tried)

function countsOf(seen: Iterable<number>): Counts {
  let tried = 0
  let closed = 0
  for (const flags of seen) {
    if (flags & TRIED) tried++
    if (flags & CLOSED) closed++
  }
  return { tried, closed }
}

/** @param words  that are taken out; 0 for joints that are left as they are */
function look(prompts: readonly Uint32Array[], closes: Closes, place: Place, words: number): Uint8Array {
  return Uint8Array.from(prompts, (tokens, prompt) => {
    const { length } = tokens
    // A prompt of one word has joints at either end; to be torn, it has none.
    if (length <= words || length < (words > 0 || place === 'inner' ? 2 : 1)) return 0
    const word = (i: number): number => (i < 0 ? START : i >= length ? END : tokens[i])
    const from = placeOf(place, length, Math.max(1, words), prompt)
    const isLast = place !== 'start' && from + Math.max(1, words) >= length
    const closed =
      words > 0
        ? closes(word(from - 1), word(from + words), prompt)
        : isLast
          ? closes(word(length - 1), END, prompt)
          : closes(word(from - 1), word(from), prompt)
    return TRIED | (closed ? CLOSED : 0)
  })
}

/** Where so many words in this place begin. */
function placeOf(place: Place, length: number, words: number, prompt: number): number {
  if (place === 'start') return 0
  if (place === 'end') return length - words
  return length < words + 2 ? Math.min(1, length - words) : 1 + (mix(prompt + 7) % (length - words - 1))
}

/**
 * How much likelier so many closed gaps are if the joints were whole than if they were torn: natural log of the ratio of two
 * binomials. Above 0 the prompts read as prompts to which a phrase was added; below, as prompts that lost a word.
 *
 * @param closed  gaps that close, of `gaps`
 * @example jointRatio(27, 30, 0.2, 0.9) // 34.4
 */
export function jointRatio(closed: number, gaps: number, torn: number, whole: number): number {
  if (gaps === 0 || whole <= torn) return 0
  const t = Math.min(0.99, Math.max(0.01, torn))
  const w = Math.min(0.99, Math.max(0.01, whole))
  return closed * Math.log(w / t) + (gaps - closed) * Math.log((1 - w) / (1 - t))
}
