/** The prompts most like one. The same, slower: `src/evidence/likest.ts`, which says what is meant. */
import { count, holders, idEnds, prompt, starts } from './prompt-lists'

// As src/evidence/likest.ts has them.
const INSIDE: u32 = 1
const PASSED_OVER: u32 = 2

let weights: usize = 0 // of words, by number; eight bytes each
let norms: usize = 0 // of prompts, as all that follow; eight bytes each
let scores: usize = 0
let touched: usize = 0 // prompts that have a score
let kinds: usize = 0 // one byte each

/** Words have weights: what a prompt's likeness to another is divided by. */
export function weighted(
  weightsAt: usize,
  normsAt: usize,
  scoresAt: usize,
  touchedAt: usize,
  kindsAt: usize,
): void {
  weights = weightsAt
  norms = normsAt
  scores = scoresAt
  touched = touchedAt
  kinds = kindsAt
  memory.fill(norms, 0, usize(prompt) << 3)
  for (let id: u32 = 0; id < count; id++) {
    const weight = load<f64>(weights + (usize(id) << 3))
    if (weight == 0) continue
    const end = holdersOf(id + 1)
    for (let at = holdersOf(id); at < end; at += 4) {
      const norm = norms + (usize(load<u32>(at)) << 3)
      store<f64>(norm, load<f64>(norm) + weight)
    }
  }
  for (let at = norms, end = norms + (usize(prompt) << 3); at < end; at += 8) store<f64>(at, Math.sqrt(load<f64>(at)))
}

// @ts-expect-error: decorator
@inline
function holdersOf(id: u32): usize {
  return holders + (usize(load<u32>(starts + (usize(id) << 2))) << 2)
}

/**
 * The likest prompt outside, or 0xffffffff.
 *
 * @param ids   words of the prompt asked about, by number, none twice
 * @param self  the prompt itself, where it is one of these
 * @param out   for the likeness of the likest inside, and of that outside
 */
export function nearest(ids: usize, length: u32, self: u32, out: usize): u32 {
  let known = touched
  for (let by = ids, stop = ids + (usize(length) << 2); by < stop; by += 4) {
    const id = load<u32>(by)
    const weight = load<f64>(weights + (usize(id) << 3))
    const end = holdersOf(id + 1)
    for (let at = holdersOf(id); at < end; at += 4) {
      const one = load<u32>(at)
      const score = scores + (usize(one) << 3)
      const before = load<f64>(score)
      store<u32>(known, one)
      known += usize(before == 0) << 2
      store<f64>(score, before + weight)
    }
  }
  let inside: f64 = 0
  let outside: f64 = 0
  let likest: u32 = 0xffffffff
  for (let at = touched; at < known; at += 4) {
    const one = load<u32>(at)
    const place = usize(one) << 3
    const score = load<f64>(scores + place) / load<f64>(norms + place)
    store<f64>(scores + place, 0)
    const kind = u32(load<u8>(kinds + usize(one)))
    if (kind == PASSED_OVER || one == self) continue
    if (kind == INSIDE) inside = max(inside, score)
    else if (score > outside) {
      outside = score
      likest = one
    }
  }
  store<f64>(out, inside)
  store<f64>(out, outside, 8)
  return likest
}

/**
 * The Jaccard index of a row's words and those of each of the first prompts, where it is the greatest yet.
 *
 * @param ids     words of the row, by number, none twice
 * @param size    words that it has, those without a number too
 * @param pool    prompts
 * @param common  for a number of four bytes each
 * @param likest  eight bytes each
 */
export function compare(ids: usize, length: u32, size: u32, pool: u32, common: usize, likest: usize): void {
  memory.fill(common, 0, usize(pool) << 2)
  for (let by = ids, stop = ids + (usize(length) << 2); by < stop; by += 4) {
    const id = load<u32>(by)
    const end = holdersOf(id + 1)
    for (let at = holdersOf(id); at < end; at += 4) {
      const one = load<u32>(at)
      if (one >= pool) break
      const place = common + (usize(one) << 2)
      store<u32>(place, load<u32>(place) + 1)
    }
  }
  let before: u32 = 0 // where the prompt's words begin
  for (let one: u32 = 0; one < pool; one++) {
    const end = load<u32>(idEnds + (usize(one) << 2))
    const shared = load<u32>(common + (usize(one) << 2))
    const words = end - before
    before = end
    if (shared == 0) continue
    const place = likest + (usize(one) << 3)
    store<f64>(place, max(load<f64>(place), f64(shared) / f64(words + size - shared)))
  }
}
