/**
 * Record → features: what the prompt has, and in which place, as 32-bit hashes without repeats.
 *
 * Features are worked out from a record's tokens, not stored with it. A feature's hash tells its place, so the same word
 * as suffix and anywhere are two features.
 */
import * as o from '../model/observation.ts'
import { join, mix } from '../sketches/hash.ts'

/** Places, in the order in which one is preferred as the name of a finding. */
export const AT_SUFFIX = 1 // last token of the last user turn
export const AT_PREFIX = 2
export const AFTER_SENTENCE = 3 // last token, and a sentence ends right before it
export const ANYWHERE = 4 // in the last user turn
export const IN_SYSTEM = 5
export const IN_EARLIER = 6 // in an earlier user turn
export const AT_LINE_END = 7 // last token of a line that is not the last
export const PAIR = 8 // two tokens side by side, anywhere
export const HIDDEN = 10 // a kind of hidden character, or a form
export const UNSEEN_KINDS = 7 // of these: four kinds of hidden character, three forms
export const SYSTEM_PAIR = 11
export const EARLIER_PAIR = 12

const FIRST_TOKEN = 16
const FIRST_WORD = 65536 // below it: runs of hidden characters, which stand in no one's way
const MARK_SENTENCE = 1
const MARK_LINE = 2
const LAST_BASE = 0xf0000000 // before `base` and a place in `hashes` no longer fit into 32 bits

export interface Features {
  hashes: Uint32Array
  places: Uint8Array
  tokens: Uint32Array // the token a feature is of (first one of a pair), or the hidden kind
  count: number
  seen: Uint32Array // open addressing: places in `hashes`, plus `base`; what is below `base` is of an earlier record
  base: number
}

export function emptyFeatures(): Features {
  const size = 1 << 12
  return {
    hashes: new Uint32Array(size),
    places: new Uint8Array(size),
    tokens: new Uint32Array(size),
    count: 0,
    seen: new Uint32Array(size * 2),
    base: 1,
  }
}

/** Whether a place is one of two tokens side by side. */
export function isPair(place: number): boolean {
  return place === PAIR || place === SYSTEM_PAIR || place === EARLIER_PAIR
}

/** The feature of a token in a place. */
export function featureOf(place: number, token: number): number {
  return mix(Math.imul(place + 1, 0x9e3779b1) ^ token)
}

/** Fills `into` with the features of the record at words[at]. Pairs are left out unless asked for. */
export function featuresOf(words: Uint32Array, at: number, pairs: boolean, into: Features): void {
  const systemCount = words[at + o.SYSTEM_COUNT]
  const earlierCount = words[at + o.EARLIER_COUNT]
  const lastCount = words[at + o.LAST_COUNT]
  const plainCount = words[at + o.PLAIN_COUNT]
  begin(into, (systemCount + earlierCount + lastCount) * 2 + plainCount * 2 + 16)
  let from = at + o.TOKENS
  for (let i = 0; i < systemCount; i++) {
    const token = words[from + i]
    if (token < FIRST_TOKEN) continue
    add(into, IN_SYSTEM, token)
    if (pairs && i > 0 && words[from + i - 1] >= FIRST_TOKEN) addPair(into, SYSTEM_PAIR, words[from + i - 1], token)
  }
  from += systemCount
  for (let i = 0; i < earlierCount; i++) {
    const token = words[from + i]
    if (token < FIRST_TOKEN) continue
    add(into, IN_EARLIER, token)
    if (pairs && i > 0 && words[from + i - 1] >= FIRST_TOKEN) addPair(into, EARLIER_PAIR, words[from + i - 1], token)
  }
  from += earlierCount
  const end = from + lastCount
  let first = -1
  let last = -1
  let previous = 0
  for (let i = from; i < end; i++) {
    const token = words[i]
    if (token < FIRST_TOKEN) {
      if (token === MARK_LINE && last >= 0) add(into, AT_LINE_END, words[last])
      continue
    }
    add(into, ANYWHERE, token)
    if (token < FIRST_WORD) {
      if (i === end - 1) add(into, AT_SUFFIX, token)
      if (i === from) add(into, AT_PREFIX, token)
      continue
    }
    if (pairs && previous !== 0) addPair(into, PAIR, previous, token)
    if (first < 0) first = i
    last = i
    previous = token
  }
  if (last >= 0) {
    add(into, AT_SUFFIX, words[last])
    add(into, AT_PREFIX, words[first])
    let before = last - 1
    while (before >= from && words[before] === MARK_LINE) before--
    if (before >= from && words[before] === MARK_SENTENCE) add(into, AFTER_SENTENCE, words[last])
  }
  for (let i = 0; i < plainCount; i++) {
    const position = words[end + i * 2]
    const plain = words[end + i * 2 + 1]
    add(into, ANYWHERE, plain)
    if (from + position === last) add(into, AT_SUFFIX, plain)
    if (from + position === first) add(into, AT_PREFIX, plain)
  }
  const hidden = words[at + o.TURN] >>> 24
  if (hidden !== 0) for (let bit = 0; bit < UNSEEN_KINDS; bit++) if (hidden & (1 << bit)) add(into, HIDDEN, bit + 1)
}

/** Fills `into` with the pairs of words alone, as `featuresOf` gives them among the others. */
export function pairsOf(words: Uint32Array, at: number, into: Features): void {
  const systemCount = words[at + o.SYSTEM_COUNT]
  const earlierCount = words[at + o.EARLIER_COUNT]
  const lastCount = words[at + o.LAST_COUNT]
  begin(into, systemCount + earlierCount + lastCount)
  let from = at + o.TOKENS
  sideBySide(words, from, systemCount, SYSTEM_PAIR, into)
  from += systemCount
  sideBySide(words, from, earlierCount, EARLIER_PAIR, into)
  from += earlierCount
  let previous = 0
  for (let i = from; i < from + lastCount; i++) {
    if (words[i] < FIRST_WORD) continue
    if (previous !== 0) addPair(into, PAIR, previous, words[i])
    previous = words[i]
  }
}

function sideBySide(words: Uint32Array, from: number, count: number, place: number, into: Features): void {
  for (let i = from + 1; i < from + count; i++)
    if (words[i] >= FIRST_TOKEN && words[i - 1] >= FIRST_TOKEN) addPair(into, place, words[i - 1], words[i])
}

/** @param most  features that may come */
function begin(into: Features, most: number): void {
  ensure(into, most)
  into.base += into.count
  into.count = 0
  if (into.base > LAST_BASE) {
    into.seen.fill(0)
    into.base = 1
  }
}

function add(into: Features, place: number, token: number): void {
  insert(into, featureOf(place, token), place, token)
}

function addPair(into: Features, place: number, a: number, b: number): void {
  insert(into, featureOf(place, join(a, b)), place, a)
}

function insert(into: Features, hash: number, place: number, token: number): void {
  const { seen, hashes, base, count } = into
  const mask = seen.length - 1
  let slot = (hash >>> 3) & mask
  for (let at = seen[slot]; at >= base; at = seen[slot]) {
    if (hashes[at - base] === hash) return
    slot = (slot + 1) & mask
  }
  seen[slot] = base + count
  hashes[count] = hash
  into.places[count] = place
  into.tokens[count] = token
  into.count = count + 1
}

function ensure(into: Features, least: number): void {
  if (into.hashes.length >= least) return
  let size = into.hashes.length
  while (size < least) size *= 2
  into.hashes = new Uint32Array(size)
  into.places = new Uint8Array(size)
  into.tokens = new Uint32Array(size)
  into.seen = new Uint32Array(size * 2)
  into.base = 1
}
