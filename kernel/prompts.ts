/** What candidates are held against: the prompts of the sample, their words numbered, and which stand side by side. A program of its own. The same, slower: `src/evidence/sample-prompts.ts`. */
import { join, mix } from './hashes'
import { FIRST_WORD } from './record'

// As src/evidence/joints.ts has them.
const START: u32 = 3
const END: u32 = 4

// Of a word's cell, in bytes: its hash, its number plus one, the last prompt that has it plus one, and how many have it; the same: src/evidence/sample-prompts-kernel.ts.
const CELL: usize = 16
const NUMBER: usize = 4
const LAST: usize = 8
const HOLDERS: usize = 12

// As src/evidence/likest.ts has them.
const INSIDE: u32 = 1
const PASSED_OVER: u32 = 2

const SEVERAL: u32 = 0xffffffff // prompts have a pair

let nextToken: usize = 0
let lengths: usize = 0
let hashes: usize = 0
let ids: usize = 0
let nextId: usize = 0
let idEnds: usize = 0
let words: usize = 0 // the hash of each number
let lasts: usize = 0 // by number: what its cell has, while cells are moved
let counts: usize = 0
let cells: usize = 0 // of words
let mask: u32 = 0
let pairs: usize = 0 // of two words side by side: their hash, and the prompt that has them plus one
let pairMask: u32 = 0
let prompt: u32 = 0
let count: u32 = 0 // different words
let starts: usize = 0
let holders: usize = 0
let weights: usize = 0 // of words, by number; eight bytes each
let norms: usize = 0 // of prompts, as all that follow; eight bytes each
let scores: usize = 0
let touched: usize = 0 // prompts that have a score
let kinds: usize = 0 // one byte each

/**
 * @param cellsAt  with room for as many as there will be: twice as many, as often as half are taken
 * @param size     cells to begin with, a power of two
 * @param most     slots for pairs, a power of two above what there may be
 */
export function begin(
  tokensAt: usize,
  lengthsAt: usize,
  hashesAt: usize,
  idsAt: usize,
  idEndsAt: usize,
  wordsAt: usize,
  lastsAt: usize,
  countsAt: usize,
  cellsAt: usize,
  size: u32,
  pairsAt: usize,
  most: u32,
): void {
  nextToken = tokensAt
  lengths = lengthsAt
  hashes = hashesAt
  ids = idsAt
  nextId = idsAt
  idEnds = idEndsAt
  words = wordsAt
  lasts = lastsAt
  counts = countsAt
  cells = cellsAt
  mask = size - 1
  pairs = pairsAt
  pairMask = most - 1
  prompt = 0
  count = 0
  // Written before it is read: a page that is read first, and then written, costs twice.
  memory.fill(pairs, 0, usize(most) << 3)
  memory.fill(cells, 0, usize(size) * CELL)
}

/**
 * The next prompt: its words, marks left out, stand behind those of the one before.
 *
 * @param zone      its tokens
 * @param length    so many
 * @param disguised pairs of a place among these and the word that the token there passes for; they stand behind the tokens
 */
export function add(zone: usize, length: u32, disguised: u32): void {
  const end = zone + (usize(length) << 2)
  for (let at = end, stop = end + (usize(disguised) << 3); at < stop; at += 8) {
    const place = load<u32>(at)
    if (place < length) store<u32>(zone + (usize(place) << 2), load<u32>(at, 4))
  }
  const first = nextToken
  let to = first
  for (let at = zone; at < end; at += 4) {
    const token = load<u32>(at)
    if (token < FIRST_WORD) continue
    store<u32>(to, token)
    to += 4
  }
  nextToken = to
  const place = usize(prompt) << 2
  prompt++
  store<u32>(lengths + place, u32((to - first) >> 2))
  let hash = u32((to - first) >> 2)
  let before = START
  for (let at = first; at < to; at += 4) {
    const token = load<u32>(at)
    hash = join(hash, token)
    pair(join(before, token))
    before = token
    note(token)
  }
  pair(join(before, END))
  store<u32>(hashes + place, hash)
  store<u32>(idEnds + place, u32((nextId - ids) >> 2))
}

function pair(hash: u32): void {
  let slot = hash & pairMask
  let at = pairs + (usize(slot) << 3)
  let owner = load<u32>(at, 4)
  while (owner != 0 && load<u32>(at) != hash) {
    slot = (slot + 1) & pairMask
    at = pairs + (usize(slot) << 3)
    owner = load<u32>(at, 4)
  }
  if (owner == 0) {
    store<u32>(at, hash)
    store<u32>(at, prompt, 4)
  } else if (owner != prompt) store<u32>(at, SEVERAL, 4)
}

/** Numbers a word of this prompt, once. */
function note(token: u32): void {
  const cell = cellOf(token)
  let number = load<u32>(cell, NUMBER)
  if (number == 0) {
    store<u32>(words + (usize(count) << 2), token)
    number = ++count
    store<u32>(cell, token)
    store<u32>(cell, number, NUMBER)
  } else if (load<u32>(cell, LAST) == prompt) return
  store<u32>(cell, prompt, LAST)
  store<u32>(cell, load<u32>(cell, HOLDERS) + 1, HOLDERS)
  store<u32>(nextId, number - 1)
  nextId += 4
  if (count > mask >> 1) grow()
}

function cellOf(token: u32): usize {
  let place = mix(token) & mask
  let cell = cells + usize(place) * CELL
  while (load<u32>(cell, NUMBER) != 0 && load<u32>(cell) != token) {
    place = (place + 1) & mask
    cell = cells + usize(place) * CELL
  }
  return cell
}

/** Twice as many cells in the same place. */
function grow(): void {
  unload()
  mask = mask * 2 + 1
  memory.fill(cells, 0, (usize(mask) + 1) * CELL)
  for (let number: u32 = 0; number < count; number++) {
    const by = usize(number) << 2
    const token = load<u32>(words + by)
    const cell = cellOf(token)
    store<u32>(cell, token)
    store<u32>(cell, number + 1, NUMBER)
    store<u32>(cell, load<u32>(lasts + by), LAST)
    store<u32>(cell, load<u32>(counts + by), HOLDERS)
  }
}

/** What cells have, by number. */
function unload(): void {
  const end = cells + (usize(mask) + 1) * CELL
  for (let cell = cells; cell < end; cell += CELL) {
    const number = load<u32>(cell, NUMBER)
    if (number == 0) continue
    const by = usize(number - 1) << 2
    store<u32>(lasts + by, load<u32>(cell, LAST))
    store<u32>(counts + by, load<u32>(cell, HOLDERS))
  }
}

/** All prompts are there: lists of the prompts that have each word, in rising order; returns how many words there are. */
export function list(startsAt: usize, holdersAt: usize): u32 {
  starts = startsAt
  holders = holdersAt
  unload()
  let sum: u32 = 0
  for (let by: usize = 0, stop = usize(count) << 2; by < stop; by += 4) {
    store<u32>(starts + by, sum)
    const own = load<u32>(counts + by)
    store<u32>(counts + by, sum) // where the next goes
    sum += own
  }
  store<u32>(starts + (usize(count) << 2), sum)
  let at = ids
  for (let one: u32 = 0; one < prompt; one++) {
    const end = ids + (usize(load<u32>(idEnds + (usize(one) << 2))) << 2)
    for (; at < end; at += 4) {
      const next = counts + (usize(load<u32>(at)) << 2)
      const place = load<u32>(next)
      store<u32>(holders + (usize(place) << 2), one)
      store<u32>(next, place + 1)
    }
  }
  return count
}

/** Cells of words that there are now, less one. */
export function cellMask(): u32 {
  return mask
}

/** Mean Jaccard of each prompt and the next; those without words left out. */
export function likeness(): f64 {
  memory.fill(lasts, 0, usize(count) << 2)
  let before: u32 = 0 // words of the prompt before
  let sum: f64 = 0
  let tried: u32 = 0
  let at = ids
  for (let one: u32 = 0; one < prompt; one++) {
    const from = at
    const end = ids + (usize(load<u32>(idEnds + (usize(one) << 2))) << 2)
    let common: u32 = 0
    for (; at < end; at += 4) {
      const last = lasts + (usize(load<u32>(at)) << 2)
      if (load<u32>(last) == one) common++
      store<u32>(last, one + 1)
    }
    const own = u32((end - from) >> 2)
    if (one > 0 && before > 0 && own > 0) {
      sum += f64(common) / f64(before + own - common)
      tried++
    }
    before = own
  }
  return tried == 0 ? 0 : sum / f64(tried)
}

/** Share of the prompts of two words and more that close when a word of theirs, one for each, is taken out. */
export function closing(tokensAt: usize): f64 {
  let tried: u32 = 0
  let passed: u32 = 0
  let from = tokensAt
  for (let one: u32 = 0; one < prompt; one++) {
    const length = load<u32>(lengths + (usize(one) << 2))
    const start = from
    from += usize(length) << 2
    if (length < 2) continue
    tried++
    const i = mix(one + 1) % length
    const left = i == 0 ? START : load<u32>(start + (usize(i - 1) << 2))
    const right = i + 1 == length ? END : load<u32>(start + (usize(i + 1) << 2))
    if (hasOther(join(left, right), one + 1)) passed++
  }
  return tried == 0 ? 0 : f64(passed) / f64(tried)
}

function hasOther(hash: u32, self: u32): bool {
  let slot = hash & pairMask
  let at = pairs + (usize(slot) << 3)
  while (load<u32>(at, 4) != 0 && load<u32>(at) != hash) {
    slot = (slot + 1) & pairMask
    at = pairs + (usize(slot) << 3)
  }
  const owner = load<u32>(at, 4)
  return owner != 0 && owner != self
}

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
