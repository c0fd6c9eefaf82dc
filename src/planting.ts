/**
 * A dataset with plants laid in: which rows are their hosts, and the runs of records that come of it.
 *
 * Hosts are distinct exchanges drawn by the smallest hash of key and seed, so they are the same however the data are ordered
 * or cut. Rows are replaced, none is added; the records themselves are not touched.
 */
import type { Run } from './analyse.ts'
import { emptyFeatures, type Features, featuresOf } from './detectors/features.ts'
import type { RecordBlock } from './model/observation.ts'
import * as o from './model/observation.ts'
import { type Plant, plantIn, roomOf } from './plant.ts'
import { keyOf } from './profile/sample.ts'
import { join, mix } from './sketches/hash.ts'

const FREQUENT_LABEL = 0.02 // of the exchanges: an answer in more is a label

export interface Host {
  readonly block: number
  readonly at: number
  readonly key: number
}

/** A plant, and in how many rows it is laid. */
export interface Dosed {
  readonly plant: Plant
  readonly dose: number
}

/** One row of each distinct exchange. */
export function distinctHosts(blocks: readonly RecordBlock[]): Host[] {
  const hosts = new Map<number, Host>()
  blocks.forEach(({ words, used }, block) => {
    for (let at = 0; at < used; at += words[at]) {
      const key = keyOf(words, at)
      if (!hosts.has(key)) hosts.set(key, { block, at, key })
    }
  })
  return [...hosts.values()]
}

/** A record with the commonest whole answer, if that is common enough to be a label. */
export function labelRecord(blocks: readonly RecordBlock[], hosts: readonly Host[]): Uint32Array | undefined {
  const counts = new Map<number, number>()
  for (const { block, at } of hosts) {
    const exact = blocks[block].words[at + o.EXACT]
    if (exact !== 0) counts.set(exact, (counts.get(exact) ?? 0) + 1)
  }
  const [commonest] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  if (commonest === undefined || commonest[1] <= hosts.length * FREQUENT_LABEL) return undefined
  const [first] = hosts
    .filter(({ block, at }) => blocks[block].words[at + o.EXACT] === commonest[0])
    .sort((a, b) => a.key - b.key)
  return recordAt(blocks, first)
}

function recordAt(blocks: readonly RecordBlock[], { block, at }: Host): Uint32Array {
  const { words } = blocks[block]
  return words.slice(at, at + words[at])
}

/**
 * The dataset with the plants in it. Hosts are drawn by the smallest hash of key and seed, one row a plant at most.
 *
 * `about`: features that came with the plants. `short`: plants for which no hosts were left.
 */
export function planted(
  blocks: readonly RecordBlock[],
  hosts: readonly Host[],
  laid: readonly Dosed[],
  seed: number,
): { readonly runs: readonly Run[]; readonly about: ReadonlySet<number>; readonly short: ReadonlySet<Plant> } {
  const ordered = drawOrder(hosts, seed)
  const edits = blocks.map((): { at: number; record: Uint32Array }[] => [])
  const about = new Set<number>()
  const short = new Set<Plant>()
  const features = emptyFeatures()
  const used = new Set<number>() // places in `ordered`
  let next = 0
  for (const { plant, dose } of laid) {
    const taken: number[] = []
    // On from where the last plant stopped: what that could not use is not kept for this one, whose hosts would all be of that kind.
    for (let tried = 0; tried < ordered.length && taken.length < dose; tried++, next = (next + 1) % ordered.length)
      if (!used.has(next) && isHost(recordAt(blocks, ordered[next]), plant)) taken.push(next)
    if (taken.length < dose) {
      short.add(plant)
      continue
    }
    for (const i of taken) {
      used.add(i)
      const host = recordAt(blocks, ordered[i])
      const record = plantIn(host, plant)
      edits[ordered[i].block].push({ at: ordered[i].at, record })
      addNew(about, record, host, features)
    }
  }
  return { runs: blocks.flatMap(({ words, used: end }, block) => runsOf(words, end, edits[block])), about, short }
}

/** The features that a row has since it was planted: those of the new word, alone and beside its neighbours. */
function addNew(into: Set<number>, record: Uint32Array, host: Uint32Array, features: Features): void {
  featuresOf(host, 0, true, features)
  const before = new Set(features.hashes.subarray(0, features.count))
  featuresOf(record, 0, true, features)
  for (let i = 0; i < features.count; i++) if (!before.has(features.hashes[i])) into.add(features.hashes[i])
}

function drawOrder(hosts: readonly Host[], seed: number): readonly Host[] {
  const salt = mix(seed)
  const hashed = hosts.map((host) => ({
    host,
    hash: join(join(Math.floor(host.key / 4294967296), host.key >>> 0), salt),
  }))
  return hashed.sort((a, b) => a.hash - b.hash || a.host.key - b.host.key).map(({ host }) => host)
}

const FEWEST_WORDS = 3 // of a prompt in which a word can stand anywhere

function isHost(record: Uint32Array, { slot, label }: Plant): boolean {
  if (slot === 'anywhere' && roomOf(record) < FEWEST_WORDS) return false
  return label === undefined || record[o.EXACT] !== label[o.EXACT]
}

function runsOf(words: Uint32Array, end: number, edits: { at: number; record: Uint32Array }[]): Run[] {
  const runs: Run[] = []
  let from = 0
  for (const { at, record } of edits.sort((a, b) => a.at - b.at)) {
    if (at > from) runs.push({ words, from, to: at })
    runs.push({ words: record, from: 0, to: record.length })
    from = at + words[at]
  }
  if (end > from) runs.push({ words, from, to: end })
  return runs
}
