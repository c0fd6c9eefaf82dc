/** Observation records into those of their features that pass a filter, repeats and all. The same, slower: `src/detectors/feature-list.ts`. */
import { featureOf, mix } from './hashes'
import {
  AFTER_SENTENCE,
  ANYWHERE,
  AT_LINE_END,
  AT_PREFIX,
  AT_SUFFIX,
  EARLIER_COUNT,
  EARLIER_PAIR,
  FIRST_TOKEN,
  FIRST_WORD,
  HIDDEN,
  IN_EARLIER,
  IN_SYSTEM,
  KEY_HIGH,
  LAST_COUNT,
  MARK_LINE,
  MARK_SENTENCE,
  PAIR,
  PLAIN_COUNT,
  SYSTEM_COUNT,
  SYSTEM_PAIR,
  TOKENS,
  TURN,
} from './record'

let out: usize = 0 // where the next feature is written
let bits: usize = 0 // the filter of the record in hand: a bit for each value of a hash without its last `shift` bits
let shift: u32 = 0

/**
 * Writes for each record how many of its features pass, and these, to `to`; returns where they end.
 *
 * @param words       room for the words of a turn
 * @param filters     one behind the other, `size` bytes each: a record is held against the one that stands as far behind the first as
 *                    its key has zeros in front, or against the last
 * @param paired      whether pairs of words are features too
 */
export function pickFeatures(
  at: usize,
  end: usize,
  to: usize,
  words: usize,
  filters: usize,
  size: usize,
  last: u32,
  without: u32,
  paired: bool,
): usize {
  out = to
  shift = without
  for (let record = at; record < end; record += usize(load<u32>(record)) << 2) {
    const zeros = u32(clz<u32>(load<u32>(record + KEY_HIGH)))
    bits = filters + usize(zeros < last ? zeros : last) * size
    const head = out
    out += 4
    pickFrom(record, words, paired)
    store<u32>(head, u32((out - head - 4) >> 2))
  }
  return out
}

/**
 * Adds the weight of each record to those of its features that a table holds, to each once. Of a weight with a minus, which counts for
 * nothing else, the features that it was added to are written to `to` as above.
 *
 * @param filter   of the features in the table
 * @param weights  of the records, eight bytes each
 * @param table    slots of sixteen bytes: feature, the row that was last added to it, sum; a slot without a feature is free
 * @param mask     slots, less one
 * @param row      number of the first record, above that of any before it
 */
export function sumFeatures(
  at: usize,
  end: usize,
  to: usize,
  words: usize,
  filter: usize,
  without: u32,
  paired: bool,
  weights: usize,
  table: usize,
  mask: u32,
  row: u32,
): usize {
  out = to
  shift = without
  bits = filter
  for (let record = at; record < end; record += usize(load<u32>(record)) << 2) {
    const head = out
    out += 4
    pickFrom(record, words, paired)
    const weight = load<f64>(weights)
    const told = usize(weight < 0) << 2
    let kept = head + 4
    for (let i = head + 4; i < out; i += 4) {
      const feature = load<u32>(i)
      const slot = slotOf(feature, table, mask)
      if (slot == 0 || load<u32>(slot, 4) == row) continue
      store<u32>(slot, row, 4)
      store<f64>(slot, load<f64>(slot, 8) + abs(weight), 8)
      store<u32>(kept, feature)
      kept += told
    }
    out = kept
    store<u32>(head, u32((out - head - 4) >> 2))
    weights += 8
    row++
  }
  return out
}

/** Where a feature stands in a table; 0 where it does not. No feature is 0. */
// @ts-expect-error: decorator
@inline
function slotOf(feature: u32, table: usize, mask: u32): usize {
  let place = feature & mask
  while (true) {
    const slot = table + (usize(place) << 4)
    const there = load<u32>(slot)
    if (there == feature) return slot
    if (there == 0) return 0
    place = (place + 1) & mask
  }
}

function pickFrom(record: usize, words: usize, paired: bool): void {
  let i = record + TOKENS
  let from = i
  i += usize(load<u32>(record + SYSTEM_COUNT)) << 2
  single(IN_SYSTEM, from, i)
  if (paired) adjacent(SYSTEM_PAIR, from, i)
  from = i
  i += usize(load<u32>(record + EARLIER_COUNT)) << 2
  single(IN_EARLIER, from, i)
  if (paired) adjacent(EARLIER_PAIR, from, i)
  from = i
  const end = from + (usize(load<u32>(record + LAST_COUNT)) << 2)
  single(ANYWHERE, from, end)
  let next = words // the words of the turn, without what stands between
  for (i = from; i < end; i += 4) {
    const token = load<u32>(i)
    if (token == MARK_LINE && next > words) pick(AT_LINE_END, load<u32>(next - 4))
    store<u32>(next, token)
    next += usize(token >= FIRST_WORD) << 2
  }
  if (end > from) {
    const final = load<u32>(end - 4)
    if (final >= FIRST_TOKEN && final < FIRST_WORD) pick(AT_SUFFIX, final)
    const initial = load<u32>(from)
    if (initial >= FIRST_TOKEN && initial < FIRST_WORD) pick(AT_PREFIX, initial)
  }
  let firstWord: usize = 0
  let lastWord: usize = 0
  if (next > words) {
    if (paired) adjacent(PAIR, words, next)
    pick(AT_SUFFIX, load<u32>(next - 4))
    pick(AT_PREFIX, load<u32>(words))
    firstWord = from
    while (load<u32>(firstWord) < FIRST_WORD) firstWord += 4
    lastWord = end - 4
    while (load<u32>(lastWord) < FIRST_WORD) lastWord -= 4
    let before = lastWord - 4
    while (before >= from && load<u32>(before) == MARK_LINE) before -= 4
    if (before >= from && load<u32>(before) == MARK_SENTENCE) pick(AFTER_SENTENCE, load<u32>(lastWord))
  }
  i = end
  for (const stop = i + (usize(load<u32>(record + PLAIN_COUNT)) << 3); i < stop; i += 8) {
    const place = from + (usize(load<u32>(i)) << 2)
    const word = load<u32>(i, 4)
    pick(ANYWHERE, word)
    if (place == lastWord) pick(AT_SUFFIX, word)
    if (place == firstWord) pick(AT_PREFIX, word)
  }
  const hidden = load<u32>(record + TURN) >> 24
  if (hidden != 0) for (let bit: u32 = 0; bit < 7; bit++) if ((hidden >> bit) & 1) pick(HIDDEN, bit + 1)
}

/** The tokens from one to another, each by itself, four at a time. */
function single(place: u32, from: usize, to: usize): void {
  const salt = i32x4.splat((place + 1) * 0x9e3779b1)
  const least = i32x4.splat(FIRST_TOKEN)
  let i = from
  for (; i + 16 <= to; i += 16) {
    const tokens = v128.load(i)
    passFour(mixed(v128.xor(tokens, salt)), i32x4.ge_u(tokens, least))
  }
  for (; i < to; i += 4) if (load<u32>(i) >= FIRST_TOKEN) pick(place, load<u32>(i))
}

/** Tokens side by side, four pairs at a time. */
function adjacent(place: u32, from: usize, to: usize): void {
  const salt = i32x4.splat((place + 1) * 0x9e3779b1)
  const least = i32x4.splat(FIRST_TOKEN)
  let i = from + 4
  for (; i + 16 <= to; i += 16) {
    const before = v128.load(i - 4)
    const tokens = v128.load(i)
    const joined = mixed(
      v128.xor(
        i32x4.mul(before, i32x4.splat(0x9e3779b1)),
        i32x4.add(tokens, i32x4.splat(0x7f4a7c15)),
      ),
    )
    passFour(mixed(v128.xor(joined, salt)), v128.and(i32x4.ge_u(before, least), i32x4.ge_u(tokens, least)))
  }
  for (; i < to; i += 4) {
    const before = load<u32>(i - 4)
    const token = load<u32>(i)
    if (before < FIRST_TOKEN || token < FIRST_TOKEN) continue
    pick(place, mix((before * 0x9e3779b1) ^ (token + 0x7f4a7c15)))
  }
}

// @ts-expect-error: decorator
@inline
function mixed(h: v128): v128 {
  h = v128.xor(h, i32x4.shr_u(h, 16))
  h = i32x4.mul(h, i32x4.splat(0x85ebca6b))
  h = v128.xor(h, i32x4.shr_u(h, 13))
  h = i32x4.mul(h, i32x4.splat(0xc2b2ae35))
  return v128.xor(h, i32x4.shr_u(h, 16))
}

/** Without a branch, which no processor could foresee, so that memory is asked for several at once. */
// @ts-expect-error: decorator
@inline
function passFour(h: v128, kept: v128): void {
  pass(u32(i32x4.extract_lane(h, 0)), u32(i32x4.extract_lane(kept, 0)))
  pass(u32(i32x4.extract_lane(h, 1)), u32(i32x4.extract_lane(kept, 1)))
  pass(u32(i32x4.extract_lane(h, 2)), u32(i32x4.extract_lane(kept, 2)))
  pass(u32(i32x4.extract_lane(h, 3)), u32(i32x4.extract_lane(kept, 3)))
}

// @ts-expect-error: decorator
@inline
function pass(h: u32, kept: u32): void {
  const bit = h >> shift
  store<u32>(out, h)
  out += usize((u32(load<u8>(bits + usize(bit >> 3))) >> (bit & 7)) & kept & 1) << 2
}

// @ts-expect-error: decorator
@inline
function pick(place: u32, token: u32): void {
  pass(featureOf(place, token), 1)
}
