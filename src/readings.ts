/**
 * The readings of `scan`, put together from what the stations give: profile, candidates, confirmation.
 *
 * Whatever stations there are, and whichever read which shard, the sums are the same.
 */
import { type Candidates, questionsOf } from './candidates.ts'
import { collectGarbage } from './collect-garbage.ts'
import { addWords, type Confirmation, emptyConfirmation, mergeConfirmation, outcomesAsked } from './confirm.ts'
import type { Crew, OnBlock } from './crew.ts'
import { grouped } from './detectors/association.ts'
import type { Pair } from './detectors/count-pairs.ts'
import { wantsPairs } from './detectors/suspicion.ts'
import { pairsTested } from './detectors/tested.ts'
import { unrefused } from './detectors/unrefused.ts'
import type { ScanOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import type { Pace } from './pace.ts'
import { addCells } from './profile/cells.ts'
import { splitRecords } from './profile/codec.ts'
import { type Live, liveOf } from './profile/live.ts'
import { mergeCounts, outcomeRows, type Profile } from './profile/profile.ts'
import { createSample, keyOf } from './profile/sample.ts'
import type { Tally } from './read.ts'
import { sizesOf } from './reading.ts'
import { type Asked, type Copies, type FoundTexts, joinFound, wantedRows } from './recover.ts'
import { marksOf, screenedBy, seenAgain, slicesOf } from './screening.ts'
import { everyone, shareOut } from './share-out.ts'
import type { MarksOf } from './station.ts'

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

/** What came of the first reading, by shard. */
export interface ShardsRead {
  readonly tallies: readonly Tally[]
  readonly readers: readonly number[] // the station that read it, which knows where its rows stand
}

/** First reading: each shard goes to the station that is free first. */
export async function readShards(crew: Crew, shards: readonly Shard[]): Promise<ShardsRead> {
  const readers: number[] = []
  const tallies = await shareOut(crew, shards.length, (at, shard) => {
    readers[shard] = at
    return crew.call(at, 'read', shard)
  })
  return { tallies, readers }
}

/** All stations' profiles together, and the cells of it that hold enough rows. */
export interface Merged {
  readonly profile: Profile
  readonly live: Live
}

/** What was collected, merged; every station is told. Pairs of words are counted where the set is small enough to follow them. */
export async function mergedProfile(crew: Crew, floor: number): Promise<Merged> {
  const parts = await everyone(crew, (at) => crew.call(at, 'collected'))
  const [first, ...others] = parts // the tables are large: some that are there already are used; the first station's are shared
  const profile: Profile = { ...first, sample: createSample() }
  for (const part of others) mergeCounts(profile, part)
  const pairs = wantsPairs(profile)
  if (pairs) {
    // Nobody else looks at the table meanwhile: the first station counts in it, the others in tables of their own.
    const counted = await everyone(crew, (at) => crew.call(at, 'pairRows', at === 0 ? profile.features : undefined))
    for (const rows of counted.slice(1)) addCells(profile.features, rows)
  }
  const live = (crew.size === 1 ? await crew.call(0, 'live') : undefined) ?? liveOf(profile, floor)
  const { sample, ...counts } = profile
  const told = everyone(crew, (at) =>
    crew.call(at, 'adopt', { ...counts, sample: new Uint32Array(0) }, floor, live, pairs),
  )
  // No station needs the sample, so it is put together meanwhile.
  for (const part of parts) for (const record of splitRecords(part.sample, 'sample')) sample.offer(record, 0)
  await told
  return { profile, live }
}

/** Second reading: a first look at every feature, then exact counts for those that pass. */
export async function candidatesBy(crew: Crew, { profile, live }: Merged, events: number): Promise<Candidates> {
  const marks = await marksOf(crew, profile)
  const screening = screenedBy(crew, profile.features, live, marks, events)
  const tested = pairsTested(profile, live)
  const answered = unrefused(profile, tested) // needs the sample alone, and is done while threads look at the features
  const passed = await seenAgain(crew, profile, marks, await screening, events)
  const found: Pair[] = []
  for (const some of slicesOf(passed, profile, events))
    for (const pair of await pairsOf(crew, marks, some)) found.push(pair) // too many for arguments of one call
  const rowsOf = (outcome: number): number => outcomeRows(profile, outcome)
  const { groups, dropped } = grouped(found, tested, rowsOf)
  const questions = questionsOf(groups, answered, profile)
  return { questions, outcomes: outcomesAsked(questions), pairs: wantsPairs(profile), tested, dropped }
}

/** Exact counts of some features with their outcomes. */
async function pairsOf(crew: Crew, marks: readonly MarksOf[], some: Uint32Array): Promise<Pair[]> {
  const parts = 2 ** Math.ceil(Math.log2(crew.size))
  const asked = everyone(crew, (at) => crew.call(at, 'suspect', marks[at], parts, some))
  if (crew.threads) collectGarbage() // the events of the first look, while stations are busy
  const all = await asked
  return (await shareOut(crew, parts, (at, part) => crew.call(at, 'count', all, part))).flat()
}

/**
 * Third reading.
 *
 * @param meanwhile  done while words are counted
 */
export async function confirmationBy(
  crew: Crew,
  { questions, outcomes }: Candidates,
  meanwhile: () => void = () => {},
): Promise<{ readonly confirmation: Confirmation; readonly copies: Copies }> {
  const gathered = emptyConfirmation(outcomes.length)
  const copies = new Map<number, number[]>()
  if (questions.length === 0) return { confirmation: gathered, copies }
  const first = new Map<number, number>()
  const words = new Set<number>()
  for (const { records, places, asked } of await everyone(crew, (at) => crew.call(at, 'gather', questions))) {
    const part = emptyConfirmation(outcomes.length)
    for (const record of splitRecords(records, 'gathered')) part.rows.set(keyOf(record, 0), record)
    mergeConfirmation(gathered, part)
    for (const word of asked) words.add(word)
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
  const counting = everyone(crew, (at) => crew.call(at, 'words', asked, outcomes))
  meanwhile()
  const confirmation = { ...emptyConfirmation(outcomes.length, asked.length), rows: gathered.rows }
  for (const sums of await counting) addWords(confirmation, sums)
  return { confirmation, copies }
}

/**
 * Last reading: the texts of the rows that findings rest on.
 *
 * @param readers  the station that read each shard
 */
export async function textsBy(crew: Crew, readers: readonly number[], asked: Asked): Promise<FoundTexts> {
  const wanted = wantedRows(asked)
  // Shared out at once: who weighs candidates meanwhile has no time to hand out shards one by one.
  const found = await everyone(crew, (at) =>
    crew.call(
      at,
      'texts',
      wanted.filter(([shard]) => readers[shard] === at),
    ),
  )
  return joinFound(found.flat())
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
