/** The parts of a prompt as words: the system message, the earlier turns, the last; in their order, or as a set. */
import { IN_EARLIER, IN_SYSTEM } from '../detectors/features.ts'
import * as o from '../model/observation.ts'
import { createPages } from '../sketches/pages.ts'

export const FIRST_WORD = 65536

/** The zone of a prompt that the trigger stands in. */
export type Zone = (typeof ZONES)[number]

/** In the order in which they are said. */
export const ZONES = ['system', 'earlier', 'last'] as const

export function zoneOf(place: number): Zone {
  if (place === IN_SYSTEM || place === 11) return 'system'
  return place === IN_EARLIER || place === 12 ? 'earlier' : 'last'
}

/** Tokens of a zone, marks left out. A disguised word counts as the word it passes for. */
export function zoneTokens(record: Uint32Array, zone: Zone): Uint32Array {
  return zones.get(record)?.[zone] ?? rememberZone(record, zone, readZone(record, zone))
}

/** That these are the tokens which `zoneTokens` tells of a record. */
export function rememberZone(record: Uint32Array, zone: Zone, tokens: Uint32Array): Uint32Array {
  const known = zones.get(record)
  if (known === undefined) zones.set(record, { [zone]: tokens })
  else known[zone] = tokens
  return tokens
}

/** Kept as long as the record is: a row is looked at by every candidate that stands in it. */
const zones = new WeakMap<Uint32Array, { last?: Uint32Array; system?: Uint32Array; earlier?: Uint32Array }>()
const sets = new WeakMap<Uint32Array, Uint32Array>()

const pages = createPages()

function readZone(record: Uint32Array, zone: Zone): Uint32Array {
  const [from, to] = zoneBounds(record, zone)
  const all = pages.copy(record, from, to)
  if (zone === 'last') {
    const pairs = to
    for (let i = 0; i < record[o.PLAIN_COUNT]; i++) all[record[pairs + i * 2]] = record[pairs + i * 2 + 1]
  }
  let words = 0 // they move to the front
  for (let i = 0; i < all.length; i++) if (all[i] >= FIRST_WORD) all[words++] = all[i]
  return pages.shorten(all, words)
}

/** First word of a zone in a record, and the word after its last. */
export function zoneBounds(record: Uint32Array, zone: Zone): [number, number] {
  const system = o.TOKENS + record[o.SYSTEM_COUNT]
  if (zone === 'system') return [o.TOKENS, system]
  const earlier = system + record[o.EARLIER_COUNT]
  return zone === 'earlier' ? [system, earlier] : [earlier, earlier + record[o.LAST_COUNT]]
}

/** Sorted, without repeats: what Jaccard compares. */
export function tokenSet(tokens: Uint32Array, without: ReadonlySet<number>): Uint32Array {
  let all = sets.get(tokens)
  if (all === undefined) {
    const sorted = pages.copy(tokens, 0, tokens.length).sort()
    let different = 0 // they move to the front
    for (let i = 0; i < sorted.length; i++)
      if (i === 0 || sorted[i] !== sorted[different - 1]) sorted[different++] = sorted[i]
    all = pages.shorten(sorted, different)
    sets.set(tokens, all)
  }
  if (without.size === 0) return all
  const left = pages.copy(all, 0, all.length)
  let others = 0 // they move to the front
  for (let i = 0; i < all.length; i++) if (!without.has(all[i])) left[others++] = all[i]
  return pages.shorten(left, others)
}
