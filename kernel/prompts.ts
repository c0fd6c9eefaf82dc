/** What candidates are held against: the prompts of the sample, their words numbered, and which stand side by side. A program of its own. The same, slower: `src/evidence/sample-prompts.ts`. */
import { join, mix } from './hashes'
import { FIRST_WORD } from './record'

// As src/evidence/joints.ts has them.
const START: u32 = 3
const END: u32 = 4

const SEVERAL: u32 = 0xffffffff // prompts have a pair

let nextToken: usize = 0
let lengths: usize = 0
let hashes: usize = 0
let ids: usize = 0
let nextId: usize = 0
let idEnds: usize = 0
let words: usize = 0 // the hash of each number
let lasts: usize = 0 // by number: the last prompt that has the word, plus one
let counts: usize = 0 // by number: prompts that have it
let slots: usize = 0 // of a word: its hash, and its number plus one
let mask: u32 = 0
let pairs: usize = 0 // of two words side by side: their hash, and the prompt that has them plus one
let pairMask: u32 = 0
let prompt: u32 = 0
let count: u32 = 0 // different words

/**
 * @param slotsAt  with room for twice as many as there may be words
 * @param size     slots to begin with, a power of two
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
  slotsAt: usize,
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
  slots = slotsAt
  mask = size - 1
  pairs = pairsAt
  pairMask = most - 1
  prompt = 0
  count = 0
  // Written before it is read: a page that is read first, and then written, costs twice.
  memory.fill(pairs, 0, usize(most) << 3)
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
  for (let at = end, stop = end + (usize(disguised) << 3); at < stop; at += 8)
    store<u32>(zone + (usize(load<u32>(at)) << 2), load<u32>(at, 4))
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
  let at = slotOf(token)
  let number = load<u32>(at, 4)
  if (number == 0) {
    store<u32>(words + (usize(count) << 2), token)
    number = ++count
    store<u32>(at, token)
    store<u32>(at, number, 4)
    if (count > mask >> 1) grow()
  }
  const by = usize(number - 1) << 2
  if (load<u32>(lasts + by) == prompt) return
  store<u32>(lasts + by, prompt)
  store<u32>(counts + by, load<u32>(counts + by) + 1)
  store<u32>(nextId, number - 1)
  nextId += 4
}

function slotOf(token: u32): usize {
  let slot = mix(token) & mask
  let at = slots + (usize(slot) << 3)
  while (load<u32>(at, 4) != 0 && load<u32>(at) != token) {
    slot = (slot + 1) & mask
    at = slots + (usize(slot) << 3)
  }
  return at
}

/** Twice as many slots in the same place: what stands in them is known by number too. */
function grow(): void {
  mask = mask * 2 + 1
  memory.fill(slots, 0, (usize(mask) + 1) << 3)
  for (let number: u32 = 0; number < count; number++) {
    const token = load<u32>(words + (usize(number) << 2))
    const at = slotOf(token)
    store<u32>(at, token)
    store<u32>(at, number + 1, 4)
  }
}

/** All prompts are there: lists of the prompts that have each word, in rising order; returns how many words there are. */
export function list(starts: usize, prompts: usize): u32 {
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
      store<u32>(prompts + (usize(place) << 2), one)
      store<u32>(next, place + 1)
    }
  }
  return count
}

export function slotMask(): u32 {
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
