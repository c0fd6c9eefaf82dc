/**
 * Record → features as they come, repeats and all: for readings that look for few of them in very many records.
 *
 * The same features as `featuresOf` gives, which leaves repeats out and tells places; `pickFeatures` of the kernel is the same, faster.
 */
import * as o from '../model/observation.ts'
import { join, mix } from '../sketches/hash.ts'
import {
  AFTER_SENTENCE,
  ANYWHERE,
  AT_LINE_END,
  AT_PREFIX,
  AT_SUFFIX,
  EARLIER_PAIR,
  featureOf,
  HIDDEN,
  IN_EARLIER,
  IN_SYSTEM,
  PAIR,
  SYSTEM_PAIR,
  UNSEEN_KINDS,
} from './features.ts'

const FIRST_TOKEN = 16
const FIRST_WORD = 65536
const MARK_SENTENCE = 1
const MARK_LINE = 2

const salt = (place: number): number => Math.imul(place + 1, 0x9e3779b1)
const [ANY, SYSTEM, EARLIER, PAIRED] = [salt(ANYWHERE), salt(IN_SYSTEM), salt(IN_EARLIER), salt(PAIR)]

export interface FeatureList {
  hashes: Uint32Array
  count: number
}

export function emptyFeatureList(): FeatureList {
  return { hashes: new Uint32Array(1 << 12), count: 0 }
}

/** Fills `into` with the features of the record at words[at]. */
export function listFeatures(words: Uint32Array, at: number, pairs: boolean, into: FeatureList): void {
  const systemCount = words[at + o.SYSTEM_COUNT]
  const earlierCount = words[at + o.EARLIER_COUNT]
  const lastCount = words[at + o.LAST_COUNT]
  const plainCount = words[at + o.PLAIN_COUNT]
  const most = (systemCount + earlierCount + lastCount) * 3 + plainCount * 3 + 16
  if (into.hashes.length < most) into.hashes = new Uint32Array(most * 2)
  const { hashes } = into
  let count = 0
  let from = at + o.TOKENS
  count = listTurn(words, from, systemCount, SYSTEM, pairs ? SYSTEM_PAIR : 0, hashes, count)
  from += systemCount
  count = listTurn(words, from, earlierCount, EARLIER, pairs ? EARLIER_PAIR : 0, hashes, count)
  from += earlierCount
  const end = from + lastCount
  let first = -1
  let last = -1
  let previous = 0
  for (let i = from; i < end; i++) {
    const token = words[i]
    if (token >= FIRST_WORD) {
      hashes[count++] = mix(ANY ^ token)
      if (pairs && previous !== 0) hashes[count++] = mix(PAIRED ^ join(previous, token))
      if (first < 0) first = i
      last = i
      previous = token
    } else if (token >= FIRST_TOKEN) {
      hashes[count++] = mix(ANY ^ token)
      if (i === end - 1) hashes[count++] = featureOf(AT_SUFFIX, token)
      if (i === from) hashes[count++] = featureOf(AT_PREFIX, token)
    } else if (token === MARK_LINE && last >= 0) hashes[count++] = featureOf(AT_LINE_END, words[last])
  }
  if (last >= 0) {
    hashes[count++] = featureOf(AT_SUFFIX, words[last])
    hashes[count++] = featureOf(AT_PREFIX, words[first])
    let before = last - 1
    while (before >= from && words[before] === MARK_LINE) before--
    if (before >= from && words[before] === MARK_SENTENCE) hashes[count++] = featureOf(AFTER_SENTENCE, words[last])
  }
  for (let i = 0; i < plainCount; i++) {
    const position = words[end + i * 2]
    const plain = words[end + i * 2 + 1]
    hashes[count++] = featureOf(ANYWHERE, plain)
    if (from + position === last) hashes[count++] = featureOf(AT_SUFFIX, plain)
    if (from + position === first) hashes[count++] = featureOf(AT_PREFIX, plain)
  }
  const hidden = words[at + o.TURN] >>> 24
  if (hidden !== 0)
    for (let bit = 0; bit < UNSEEN_KINDS; bit++) if (hidden & (1 << bit)) hashes[count++] = featureOf(HIDDEN, bit + 1)
  into.count = count
}

/** The features of a turn that is not the last: words, and pairs of them where `pair` is a place. Returns the new count. */
function listTurn(
  words: Uint32Array,
  from: number,
  size: number,
  place: number,
  pair: number,
  hashes: Uint32Array,
  count: number,
): number {
  let before = 0
  for (let i = from; i < from + size; i++) {
    const token = words[i]
    if (token >= FIRST_TOKEN) {
      hashes[count++] = mix(place ^ token)
      if (pair !== 0 && before >= FIRST_TOKEN) hashes[count++] = featureOf(pair, join(before, token))
    }
    before = token
  }
  return count
}
