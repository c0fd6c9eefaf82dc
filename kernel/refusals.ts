/** Features of the sample's records, numbered and counted, and how many refusals a model of words expects of each. A program of its own. The same, slower: `src/detectors/sample-features.ts`. */
import { featureOf } from './hashes'
import {
  AFTER_SENTENCE,
  ANYWHERE,
  AT_PREFIX,
  AT_SUFFIX,
  EARLIER_COUNT,
  FIRST_TOKEN,
  FIRST_WORD,
  IN_SYSTEM,
  KEY_LOW,
  LAST_COUNT,
  MARK_LINE,
  MARK_SENTENCE,
  PLAIN_COUNT,
  SYSTEM_COUNT,
  TOKENS,
} from './record'

// @ts-expect-error: decorator
@external('env', 'exp')
declare function exp(x: f64): f64
// @ts-expect-error: decorator
@external('env', 'log10')
declare function log10(x: f64): f64

const FULL: f64 = 1e100 // of a product, which one more factor will not bring to infinity

const MORE: i32 = 16 // pages by which the memory grows

// Of a feature, in bytes; the same: src/detectors/sample-features-kernel.ts.
const SIZE: usize = 64
const HASH: usize = 0
const WORD: usize = 4 // hash of the same word anywhere, 0 where it is none; once all are numbered, its number and one
const LAST: usize = 8 // row that had it last, from 1
const EXCHANGES: usize = 12
const REFUSED: usize = 16
const SIGNATURE: usize = 20 // of the rows
const ID: usize = 24 // in the model, from 1
const IS_HEAD: usize = 28 // 1 where it stands for its word in the model
const EXPECTED: usize = 32
const POWERS: usize = 40
const PRODUCT: usize = 48

let features: usize = 0
let count: u32 = 0
let slots: usize = 0
let mask: u32 = 0
let next: usize = 0 // where the next number of a row goes
let row: u32 = 0
let label: u32 = 0
let key: u32 = 0

/**
 * @param slotsAt     so many slots, a power of two, with room behind them for four times as many as there may be features
 * @param featuresAt  behind all else: the memory grows with them
 * @param rowsAt      where the numbers of the rows go
 */
export function begin(slotsAt: usize, size: u32, featuresAt: usize, rowsAt: usize): void {
  features = featuresAt
  slots = slotsAt
  mask = size - 1
  next = rowsAt
  row = 0
  count = 0
}

/** Numbers the features of a record, and counts each once; writes the numbers behind those before, and returns where they end. */
export function add(record: usize, isRefused: u32): usize {
  row++
  label = isRefused
  key = load<u32>(record + KEY_LOW)
  let from = record + TOKENS
  let end = from + (usize(load<u32>(record + SYSTEM_COUNT)) << 2)
  for (; from < end; from += 4) {
    const token = load<u32>(from)
    if (token >= FIRST_TOKEN) note(IN_SYSTEM, token)
  }
  from += usize(load<u32>(record + EARLIER_COUNT)) << 2
  end = from + (usize(load<u32>(record + LAST_COUNT)) << 2)
  let first: usize = 0
  let last: usize = 0
  for (let at = from; at < end; at += 4) {
    const token = load<u32>(at)
    if (token < FIRST_TOKEN) continue
    note(ANYWHERE, token)
    if (token < FIRST_WORD) {
      if (at == end - 4) note(AT_SUFFIX, token)
      if (at == from) note(AT_PREFIX, token)
      continue
    }
    if (first == 0) first = at
    last = at
  }
  if (last != 0) {
    note(AT_SUFFIX, load<u32>(last))
    note(AT_PREFIX, load<u32>(first))
    let before = last - 4
    while (before >= from && load<u32>(before) == MARK_LINE) before -= 4
    if (before >= from && load<u32>(before) == MARK_SENTENCE) note(AFTER_SENTENCE, load<u32>(last))
  }
  for (const stop = end + (usize(load<u32>(record + PLAIN_COUNT)) << 3); end < stop; end += 8) {
    const place = from + (usize(load<u32>(end)) << 2)
    const word = load<u32>(end, 4)
    note(ANYWHERE, word)
    if (place == last) note(AT_SUFFIX, word)
    if (place == first) note(AT_PREFIX, word)
  }
  return next
}

function note(place: u32, token: u32): void {
  const hash = featureOf(place, token)
  const slot = slotOf(hash)
  let number = load<u32>(slot)
  if (number == 0) {
    number = ++count
    store<u32>(slot, number)
    const fresh = features + usize(number - 1) * SIZE
    if (fresh + SIZE > usize(memory.size()) << 16) memory.grow(MORE)
    store<u32>(fresh, hash, HASH)
    store<u32>(fresh, token < FIRST_WORD ? 0 : featureOf(ANYWHERE, token), WORD)
    if (count * 2 > mask) grow()
  }
  const feature = features + usize(number - 1) * SIZE
  if (load<u32>(feature, LAST) == row) return
  store<u32>(feature, row, LAST)
  store<u32>(feature, load<u32>(feature, EXCHANGES) + 1, EXCHANGES)
  store<u32>(feature, load<u32>(feature, REFUSED) + label, REFUSED)
  store<u32>(feature, load<u32>(feature, SIGNATURE) + key, SIGNATURE)
  store<u32>(next, number - 1)
  next += 4
}

/** The slot that a hash is in, or would be. A slot holds a number and one. */
// @ts-expect-error: decorator
@inline
function slotOf(hash: u32): usize {
  let place = hash & mask
  while (true) {
    const slot = slots + (usize(place) << 2)
    const number = load<u32>(slot)
    if (number == 0 || load<u32>(features + usize(number - 1) * SIZE, HASH) == hash) return slot
    place = (place + 1) & mask
  }
}

function grow(): void {
  memory.fill(slots, 0, (usize(mask) + 1) << 2)
  mask = mask * 2 + 1
  for (let number: u32 = 1; number <= count; number++)
    store<u32>(slotOf(load<u32>(features + usize(number - 1) * SIZE, HASH)), number)
}

/** Looks up each feature's word. Writes the numbers of those that are one, and in at least so many rows, to `to`; returns where they end. */
export function words(least: u32, to: usize): usize {
  for (let number: u32 = 0; number < count; number++) {
    const feature = features + usize(number) * SIZE
    const hash = load<u32>(feature, WORD)
    const word = hash == 0 ? 0 : load<u32>(slotOf(hash))
    store<u32>(feature, word, WORD)
    if (word != number + 1 || load<u32>(feature, EXCHANGES) < least) continue
    store<u32>(to, number)
    to += 4
  }
  return to
}

/** The rows again, of the words that stand for one in the model alone, as its ids, and where each row ends among them. Returns where they end. */
export function wordsOfRows(rows: usize, ends: usize, records: u32, to: usize, toEnds: usize): usize {
  let at = rows
  const start = to
  for (let record: u32 = 0; record < records; record++) {
    const end = rows + (usize(load<u32>(ends)) << 2)
    for (; at < end; at += 4) {
      const feature = features + usize(load<u32>(at)) * SIZE
      store<u32>(to, load<u32>(feature, ID) - 1)
      to += usize(load<u32>(feature, IS_HEAD)) << 2
    }
    store<u32>(toEnds, u32((to - start) >> 2))
    ends += 4
    toEnds += 4
  }
  return to
}

/**
 * Adds up what the model says of each feature, without what its own word says.
 *
 * @param labels   by row, one byte each
 * @param weights  of the model's words, eight bytes each
 * @param lifts    what the absence of each does to the odds
 */
export function see(
  rows: usize,
  ends: usize,
  records: u32,
  rowWords: usize,
  wordEnds: usize,
  labels: usize,
  weights: usize,
  lifts: usize,
  bias: f64,
): void {
  for (let number: u32 = 0; number < count; number++) store<f64>(features + usize(number) * SIZE, 1, PRODUCT)
  let at = rows
  let word = rowWords
  for (let record: u32 = 0; record < records; record++) {
    let logit = bias
    const wordEnd = rowWords + (usize(load<u32>(wordEnds)) << 2)
    for (; word < wordEnd; word += 4) logit += load<f64>(weights + (usize(load<u32>(word)) << 3))
    const odds = exp(logit)
    const isRefused = load<u8>(labels) == 1
    const end = rows + (usize(load<u32>(ends)) << 2)
    for (; at < end; at += 4) {
      const feature = features + usize(load<u32>(at)) * SIZE
      const own = load<u32>(feature, WORD)
      const id = own == 0 ? 0 : load<u32>(features + usize(own - 1) * SIZE, ID)
      const without = id == 0 ? odds : odds * load<f64>(lifts + (usize(id - 1) << 3))
      store<f64>(feature, load<f64>(feature, EXPECTED) + without / (1 + without), EXPECTED)
      if (isRefused) continue
      const product = load<f64>(feature, PRODUCT) * (1 + without)
      store<f64>(feature, product, PRODUCT)
      if (product < FULL) continue
      store<f64>(feature, load<f64>(feature, POWERS) + log10(product), POWERS)
      store<f64>(feature, 1, PRODUCT)
    }
    ends += 4
    wordEnds += 4
    labels++
  }
}

/** Writes the numbers of features of which at least so many refusals are expected, and at most such a share is there, to `to`; returns where they end. */
export function fewer(expected: f64, share: f64, powers: f64, to: usize): usize {
  for (let number: u32 = 0; number < count; number++) {
    const feature = features + usize(number) * SIZE
    const most = load<f64>(feature, EXPECTED)
    if (most < expected || f64(load<u32>(feature, REFUSED)) > most * share) continue
    if (!(load<f64>(feature, POWERS) + log10(load<f64>(feature, PRODUCT)) >= powers)) continue
    store<u32>(to, number)
    to += 4
  }
  return to
}
