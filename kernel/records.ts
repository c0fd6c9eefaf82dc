/** Observation records into the cells that they count in. The same, slower: `src/collect.ts`, and `src/detectors/features.ts` without pairs. */
import { COUNT, OUTCOMES_COUNT, SEEN, SEEN_SLOTS } from './layout'
import {
  AFTER_SENTENCE,
  ANYWHERE,
  AT_LINE_END,
  AT_PREFIX,
  AT_SUFFIX,
  EARLIER_COUNT,
  FIRST_TOKEN,
  FIRST_WORD,
  HIDDEN,
  IN_EARLIER,
  IN_SYSTEM,
  LAST_COUNT,
  MARK_LINE,
  MARK_SENTENCE,
  OUTCOMES,
  OUTCOMES_END,
  PLAIN_COUNT,
  SYSTEM_COUNT,
  TOKENS,
  TURN,
} from './record'

let cells: usize = 0 // where the next cell is written
let mask: u32 = 0 // of the slots of SEEN in use
let zero: bool = false // whether the feature 0 was seen: in SEEN it would be an empty slot

/**
 * Writes the cells of the features, each once a record, to `to`, and returns where they end. The cells of outcomes go to `outcomes`,
 * and how many there are to OUTCOMES_COUNT. Records in whose last user turn one of three tokens stands are listed at `marked`, and
 * how many they are is left in COUNT.
 *
 * @param shift  bits of a hash that are no part of its cell
 */
export function cellsOf(
  at: usize,
  end: usize,
  to: usize,
  outcomes: usize,
  marked: usize,
  first: u32,
  second: u32,
  third: u32,
  shift: u32,
): usize {
  let results = outcomes
  let found = marked
  cells = to
  for (let record = at; record < end; record += usize(load<u32>(record)) << 2) {
    for (let i = record + OUTCOMES; i < record + OUTCOMES_END; i += 4) {
      const outcome = load<u32>(i)
      store<u32>(results, outcome >> shift)
      results += usize(outcome != 0) << 2
    }
    if (featuresOf(record, shift, first, second, third)) {
      store<u32>(found, u32(record))
      found += 4
    }
  }
  store<u32>(OUTCOMES_COUNT, u32((results - outcomes) >> 2))
  store<u32>(COUNT, u32((found - marked) >> 2))
  return cells
}

function featuresOf(record: usize, shift: u32, first: u32, second: u32, third: u32): bool {
  const system = load<u32>(record + SYSTEM_COUNT)
  const earlier = load<u32>(record + EARLIER_COUNT)
  const lastCount = load<u32>(record + LAST_COUNT)
  const plain = load<u32>(record + PLAIN_COUNT)
  forget(system + earlier + lastCount + plain + 16)
  let i = record + TOKENS
  for (const stop = i + (usize(system) << 2); i < stop; i += 4) add(IN_SYSTEM, load<u32>(i), shift)
  for (const stop = i + (usize(earlier) << 2); i < stop; i += 4) add(IN_EARLIER, load<u32>(i), shift)
  const from = i
  const end = from + (usize(lastCount) << 2)
  let firstWord: usize = 0
  let lastWord: usize = 0
  let isMarked = false
  for (; i < end; i += 4) {
    const token = load<u32>(i)
    if (token >= FIRST_WORD) {
      addToken(ANYWHERE, token, shift)
      isMarked = isMarked || token == first || token == second || token == third
      firstWord = firstWord == 0 ? i : firstWord
      lastWord = i
      continue
    }
    if (token >= FIRST_TOKEN) {
      addToken(ANYWHERE, token, shift)
      if (i == end - 4) addToken(AT_SUFFIX, token, shift)
      if (i == from) addToken(AT_PREFIX, token, shift)
      isMarked = isMarked || token == first || token == second || token == third
    } else if (token == MARK_LINE && lastWord != 0) addToken(AT_LINE_END, load<u32>(lastWord), shift)
  }
  if (lastWord != 0) {
    addToken(AT_SUFFIX, load<u32>(lastWord), shift)
    addToken(AT_PREFIX, load<u32>(firstWord), shift)
    let before = lastWord - 4
    while (before >= from && load<u32>(before) == MARK_LINE) before -= 4
    if (before >= from && load<u32>(before) == MARK_SENTENCE) addToken(AFTER_SENTENCE, load<u32>(lastWord), shift)
  }
  for (const stop = end + (usize(plain) << 3); i < stop; i += 8) {
    const place = from + (usize(load<u32>(i)) << 2)
    const word = load<u32>(i, 4)
    addToken(ANYWHERE, word, shift)
    if (place == lastWord) addToken(AT_SUFFIX, word, shift)
    if (place == firstWord) addToken(AT_PREFIX, word, shift)
  }
  const hidden = load<u32>(record + TURN) >> 24
  if (hidden != 0) for (let bit: u32 = 0; bit < 7; bit++) if ((hidden >> bit) & 1) addToken(HIDDEN, bit + 1, shift)
  return isMarked
}

/** Empties as many slots as so many features need. */
// @ts-expect-error: decorator
@inline
function forget(most: u32): void {
  let slots: u32 = 64
  while (slots < most << 3 && slots < SEEN_SLOTS) slots <<= 1
  mask = (slots - 1) << 2
  zero = false
  const none = i32x4.splat(0)
  for (let i = SEEN; i < SEEN + (usize(slots) << 2); i += 16) v128.store(i, none)
}

// @ts-expect-error: decorator
@inline
function add(place: u32, token: u32, shift: u32): void {
  if (token >= FIRST_TOKEN) addToken(place, token, shift)
}

// @ts-expect-error: decorator
@inline
function addToken(place: u32, token: u32, shift: u32): void {
  let h: u32 = ((place + 1) * 0x9e3779b1) ^ token
  h ^= h >> 16
  h *= 0x85ebca6b
  h ^= h >> 13
  h *= 0xc2b2ae35
  h ^= h >> 16
  // Without a branch for what was met before, which no processor could foresee.
  let slot = SEEN + usize(h & mask)
  let known = load<u32>(slot)
  while (known != 0 && known != h) {
    slot = SEEN + ((slot - SEEN + 4) & usize(mask))
    known = load<u32>(slot)
  }
  store<u32>(slot, h)
  store<u32>(cells, h >> shift)
  cells += usize(h == 0 ? !zero : known == 0) << 2
  zero = zero || h == 0
}
