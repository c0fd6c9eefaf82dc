/** The prompts of the sample: their words numbered, who has which, and which stand side by side. The same, slower: `src/evidence/sample-prompts.ts`. */
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

const SEVERAL: u32 = 0xffffffff // prompts have a pair

let nextToken: usize = 0
let lengths: usize = 0
let hashes: usize = 0
let ids: usize = 0
let nextId: usize = 0
export let idEnds: usize = 0
let words: usize = 0 // the hash of each number
let lasts: usize = 0 // by number: what its cell has, while cells are moved
let counts: usize = 0
let cells: usize = 0 // of words
let mask: u32 = 0
let pairs: usize = 0 // of two words side by side: their hash, and the prompt that has them plus one
let pairMask: u32 = 0
export let prompt: u32 = 0
export let count: u32 = 0 // different words
export let starts: usize = 0
export let holders: usize = 0

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
  const at = pairOf(hash)
  const owner = load<u32>(at, 4)
  if (owner == 0) {
    store<u32>(at, hash)
    store<u32>(at, prompt, 4)
  } else if (owner != prompt) store<u32>(at, SEVERAL, 4)
}

function pairOf(hash: u32): usize {
  let slot = hash & pairMask
  let at = pairs + (usize(slot) << 3)
  while (load<u32>(at, 4) != 0 && load<u32>(at) != hash) {
    slot = (slot + 1) & pairMask
    at = pairs + (usize(slot) << 3)
  }
  return at
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
  const owner = load<u32>(pairOf(hash), 4)
  return owner != 0 && owner != self
}
