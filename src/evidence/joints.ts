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
  /** Share of prompts, those left out not counted, whose joint in this place closes when a word is taken out. */
  torn(place: Place, without: ReadonlySet<number>): number
  /** The same for joints that are left as they are. */
  whole(place: Place, without: ReadonlySet<number>): number
}

type Closes = (left: number, right: number, self: number) => boolean

const TRIED = 1
const TORN = 2
const WHOLE = 4

/** @param closes  whether two words stand side by side in another prompt than the one with this number */
export function createJoints(prompts: readonly Uint32Array[], closes: Closes): Joints {
  const flags: Record<Place, Uint8Array> = {
    start: look(prompts, closes, () => 0),
    inner: look(prompts, closes, (length, prompt) => (length < 3 ? 1 : 1 + (mix(prompt + 7) % (length - 2)))),
    end: look(prompts, closes, (length) => length - 1),
  }
  const all: Record<Place, Counts> = {
    start: countsOf(flags.start),
    inner: countsOf(flags.inner),
    end: countsOf(flags.end),
  }
  // Few prompts are left out, of many: theirs are taken off.
  const share = (place: Place, bit: typeof TORN | typeof WHOLE, without: ReadonlySet<number>): number => {
    const seen = flags[place]
    let { tried, [bit]: closed } = all[place]
    for (const prompt of without) {
      if (prompt < 0) continue
      if (seen[prompt] & TRIED) tried--
      if (seen[prompt] & bit) closed--
    }
    return tried === 0 ? 0 : closed / tried
  }
  return {
    torn: (place, without) => share(place, TORN, without),
    whole: (place, without) => share(place, WHOLE, without),
  }
}

interface Counts {
  readonly tried: number
  readonly [TORN]: number
  readonly [WHOLE]: number
}

function countsOf(seen: Uint8Array): Counts {
  const counts = { tried: 0, [TORN]: 0, [WHOLE]: 0 }
  for (const flags of seen) {
    if (flags & TRIED) counts.tried++
    if (flags & TORN) counts[TORN]++
    if (flags & WHOLE) counts[WHOLE]++
  }
  return counts
}

function look(
  prompts: readonly Uint32Array[],
  closes: Closes,
  place: (length: number, prompt: number) => number,
): Uint8Array {
  return Uint8Array.from(prompts, (tokens, prompt) => {
    const { length } = tokens
    if (length < 2) return 0
    const word = (i: number): number => (i < 0 ? START : i >= length ? END : tokens[i])
    const i = place(length, prompt)
    const torn = closes(word(i - 1), word(i + 1), prompt)
    const whole = i === length - 1 ? closes(word(i), END, prompt) : closes(word(i - 1), word(i), prompt)
    return TRIED | (torn ? TORN : 0) | (whole ? WHOLE : 0)
  })
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
