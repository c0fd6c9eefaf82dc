/**
 * The readings of `scan`, put together from what the stations give: profile, candidates, confirmation.
 *
 * Whatever stations there are, and whichever read which shard, the sums are the same.
 */
import { type Candidates, questionsOf } from './candidates.ts'
import { type Confirmation, emptyConfirmation, mergeConfirmation, outcomesAsked } from './confirm.ts'
import type { Crew, OnBlock } from './crew.ts'
import { grouped } from './detectors/association.ts'
import type { Pair } from './detectors/count-pairs.ts'
import { wantsPairs } from './detectors/suspicion.ts'
import * as o from './model/observation.ts'
import type { ScanOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import type { Pace } from './pace.ts'
import { splitRecords } from './profile/codec.ts'
import { emptyProfile, mergeProfile, outcomeRows, type Profile } from './profile/profile.ts'
import { createSample, keyOf } from './profile/sample.ts'
import type { Tally } from './read.ts'
import { sizesOf } from './reading.ts'
import type { Copies } from './recover.ts'
import type { WordWeights } from './station.ts'

/** Progress over shards that are read side by side. */
export function createProgress(shards: readonly Shard[], { onProgress }: ScanOptions): OnBlock {
  const sizes = sizesOf(shards)
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0)
  const read = shards.map(() => ({ bytes: 0, rows: 0 }))
  let bytes = 0
  let rows = 0
  return (shard, shardBytes, shardRows) => {
    bytes += shardBytes - read[shard].bytes
    rows += shardRows - read[shard].rows
    read[shard] = { bytes: shardBytes, rows: shardRows }
    onProgress?.({ stage: 'collect', rows, bytes, totalBytes })
  }
}

/** First reading: each shard goes to the station that is free first. */
export async function readShards(crew: Crew, shards: readonly Shard[]): Promise<Tally[]> {
  return shareOut(crew, shards.length, (at, shard) => crew.call(at, 'read', shard))
}

/** What was collected, merged; every station is told. Pairs of words are counted where the set is small enough to follow them. */
export async function mergedProfile(crew: Crew, floor: number): Promise<Profile> {
  const parts = await everyone(crew, (at) => crew.call(at, 'collected'))
  const profile = crew.threads ? sharedProfile() : emptyProfile()
  for (const { sample, ...part } of parts) {
    const own = { ...part, sample: createSample() }
    for (const record of splitRecords(sample, 'sample')) own.sample.offer(record, 0)
    mergeProfile(profile, own)
  }
  const pairs = wantsPairs(profile)
  if (pairs) for (const rows of await everyone(crew, (at) => crew.call(at, 'pairRows'))) addTo(profile.features, rows)
  const { sample: _sample, ...rest } = profile
  await everyone(crew, (at) => crew.call(at, 'adopt', { ...rest, sample: new Uint32Array(0) }, floor, pairs))
  return profile
}

/** Second reading. */
export async function candidatesBy(crew: Crew, profile: Profile): Promise<Candidates> {
  const parts = 2 ** Math.ceil(Math.log2(crew.size))
  const all = await everyone(crew, (at) => crew.call(at, 'suspect', parts))
  const counted = await shareOut(crew, parts, (at, part) => crew.call(at, 'count', all, part))
  const found: Pair[] = []
  for (const { found: some } of counted) for (const pair of some) found.push(pair)
  const rowsOf = (outcome: number): number => outcomeRows(profile, outcome)
  const { groups, tested, dropped } = grouped(
    found,
    counted.reduce((sum, part) => sum + part.tested, 0),
    rowsOf,
  )
  const questions = questionsOf(groups, profile)
  const words = new Set<number>()
  if (questions.length > 0) {
    const leads = questions.map(({ lead }) => lead.feature)
    for (const asked of await everyone(crew, (at) => crew.call(at, 'ask', leads)))
      for (const word of asked) words.add(word)
  }
  return { questions, outcomes: outcomesAsked(questions), words, pairs: wantsPairs(profile), tested, dropped }
}

/** Third reading. */
export async function confirmationBy(
  crew: Crew,
  { questions, outcomes, words }: Candidates,
): Promise<{ readonly confirmation: Confirmation; readonly copies: Copies }> {
  const confirmation = emptyConfirmation(outcomes.length)
  const copies = new Map<number, number[]>()
  if (questions.length === 0) return { confirmation, copies }
  const first = new Map<number, number>()
  for (const { records, places } of await everyone(crew, (at) => crew.call(at, 'gather', questions))) {
    const part = emptyConfirmation(outcomes.length)
    for (const record of splitRecords(records, 'gathered')) part.rows.set(keyOf(record, 0), record)
    mergeConfirmation(confirmation, part)
    // Most exchanges have no copy, and cost one number.
    for (let i = 0; i < places.length; i += 3) {
      const key = places[i]
      const place = places[i + 1] * 4294967296 + places[i + 2]
      const known = first.get(key)
      if (known === undefined) first.set(key, place)
      else if (copies.has(key)) copies.get(key)!.push(place)
      else copies.set(key, [known, place])
    }
  }
  const asked = Uint32Array.from(words)
  for (const weights of await everyone(crew, (at) => crew.call(at, 'words', asked, outcomes)))
    addWeights(confirmation, weights)
  return { confirmation, copies }
}

/** Every record, wherever it is kept, for those who look once more. */
export async function eachRecord(
  crew: Crew,
  take: (words: Uint32Array, from: number, to: number) => void,
  pace: Pace,
): Promise<void> {
  for (let at = 0; at < crew.size; at++) {
    for (const { words, used } of await crew.call(at, 'records')) {
      take(words, 0, used)
      await pace()
    }
  }
}

function addWeights(into: Confirmation, { words, pairs, outcomes, total }: WordWeights): void {
  for (const [map, [keys, weights]] of [[into.words, words] as const, [into.pairs, pairs] as const]) {
    for (let i = 0; i < keys.length; i++) map.set(keys[i], (map.get(keys[i]) ?? 0) + weights[i])
  }
  for (let number = 0; number < outcomes.length; number++) into.outcomes[number] += outcomes[number]
  into.total += total
}

function everyone<T>(crew: Crew, ask: (at: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: crew.size }, (_, at) => ask(at)))
}

/** Work of `count` pieces: each goes to the station that is free first. */
async function shareOut<T>(crew: Crew, count: number, ask: (at: number, piece: number) => Promise<T>): Promise<T[]> {
  const results: T[] = new Array(count)
  let next = 0
  await everyone(crew, async (at) => {
    while (next < count) {
      const piece = next++
      results[piece] = await ask(at, piece)
    }
  })
  return results
}

function sharedProfile(): Profile {
  const { features, outcomes, keys, ...rest } = emptyProfile()
  return {
    ...rest,
    features: new Uint32Array(new SharedArrayBuffer(features.byteLength)),
    outcomes: new Uint32Array(new SharedArrayBuffer(outcomes.byteLength)),
    keys: new Uint8Array(new SharedArrayBuffer(keys.byteLength)),
    classes: new Float64Array(o.CLASS_BITS),
  }
}

function addTo(into: Uint32Array, from: Uint32Array): void {
  for (let i = 0; i < from.length; i++) into[i] += from[i]
}
