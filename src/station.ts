/**
 * A station: reads some of the shards, keeps their records, and does its part of every reading after.
 *
 * The same station works in the process itself or in a thread of its own; what it is given and gives back are plain data and
 * typed arrays. What all stations of a scan give, put together, does not depend on how many they are.
 */
import { createCollector, createPairCollector } from './collect.ts'
import { createGatherer, createWordCounter, emptyConfirmation, type Question } from './confirm.ts'
import { type Counted, countPairs } from './detectors/count-pairs.ts'
import { emptyFeatures, featuresOf } from './detectors/features.ts'
import { addRecord, emptySuspicion, levelsOf } from './detectors/suspicion.ts'
import { createEventLists, type SuspicionPart, together } from './detectors/suspicion-parts.ts'
import { answerLexicon } from './lexicons.ts'
import * as o from './model/observation.ts'
import type { ScanOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { createObserver } from './observe.ts'
import { createPace } from './pace.ts'
import { joinRecords } from './profile/codec.ts'
import { emptyProfile, FEATURE_BITS, featureCell, type Profile } from './profile/profile.ts'
import { createSample } from './profile/sample.ts'
import { readShard, type Tally } from './read.ts'
import { createRecordStore } from './record-store.ts'

/** A profile as it crosses between threads: the sample's records one after another. */
export interface ProfileParts extends Omit<Profile, 'sample'> {
  readonly sample: Uint32Array
}

export interface Gathered {
  readonly records: Uint32Array // one after another
  readonly places: Float64Array // threes: key of an exchange, shard, row; copies too
}

/** Counts as they cross between threads: keys and weights, side by side. */
export interface WordWeights {
  readonly words: readonly [Float64Array, Float64Array]
  readonly pairs: readonly [Float64Array, Float64Array]
  readonly outcomes: Float64Array
  readonly total: number
}

export interface StationOptions {
  readonly shards: readonly Shard[]
  readonly options: ScanOptions // without what cannot be sent
  readonly memory: number // bytes of records to keep in memory
}

/** Every call but `close` may be awaited; a station does one at a time. */
export interface Station {
  read(shard: number): Promise<Tally>
  collected(): Promise<ProfileParts>
  pairRows(): Promise<Uint32Array>
  adopt(profile: ProfileParts, floor: number, pairs: boolean): Promise<void>
  suspect(parts: number): Promise<SuspicionPart>
  count(all: readonly SuspicionPart[], part: number): Promise<Counted>
  ask(leads: readonly number[]): Promise<Uint32Array>
  gather(questions: readonly Question[]): Promise<Gathered>
  words(asked: Uint32Array, outcomes: Uint32Array): Promise<WordWeights>
  records(): Promise<readonly o.RecordBlock[]>
  close(): void
}

/** @param onBlock  told of progress within a shard */
export function createStation(
  { shards, options, memory }: StationOptions,
  onBlock?: (shard: number, bytes: number, rows: number) => void,
): Station {
  const pace = createPace(options.signal)
  const store = createRecordStore(memory)
  const observer = createObserver(answerLexicon())
  let own: Profile | undefined = emptyProfile()
  const collect = createCollector(own, false)
  let drained = 0 // words of the first block that were collected
  let profile: Profile
  let pairs = false
  let levels: Uint8Array
  let floor = 0

  /** Collects what is new, and puts away the blocks that are full. */
  const drain = (all = false): void => {
    const { blocks } = observer
    for (;;) {
      const [block] = blocks
      collect(block.words, drained, block.used)
      drained = block.used
      if (blocks.length === 1 && !all) return
      store.add(block)
      drained = 0
      if (blocks.length === 1) {
        blocks[0] = { words: new Uint32Array(0), used: 0 }
        return
      }
      blocks.shift()
    }
  }

  return {
    async read(shard) {
      const tally = await readShard(shards[shard], shard, options, {
        observer,
        conversation: (conversation, row) => observer.observe(conversation, shard, row),
        block: (bytes, rows) => {
          drain()
          onBlock?.(shard, bytes, rows)
        },
      })
      drain()
      await pace()
      return tally
    },
    async collected() {
      drain(true)
      const { sample, ...rest } = own!
      own = undefined
      return { ...rest, sample: joinRecords(sample.sorted()) }
    },
    async pairRows() {
      const rows = new Uint32Array(1 << FEATURE_BITS)
      await store.each(createPairCollector(rows), pace)
      return rows
    },
    async adopt(parts, least, followed) {
      profile = { ...parts, sample: createSample() }
      floor = least
      pairs = followed
      levels = levelsOf(profile, floor)
    },
    async suspect(parts) {
      const state = emptySuspicion(1024, 1)
      const events = createEventLists(parts)
      const features = emptyFeatures()
      await store.each((words, from, to) => {
        for (let at = from; at < to; at += words[at]) {
          const record = addRecord(state, words, at, profile, floor)
          featuresOf(words, at, pairs, features)
          events.add(record, words[at + o.KEY_HIGH], features, levels)
        }
      }, pace)
      return events.finish(state)
    },
    async count(all, part) {
      return countPairs(together(all, part), profile, floor)
    },
    async ask(leads) {
      const asked = new Set<number>()
      const lead = new Set(leads)
      const features = emptyFeatures()
      await store.each((words, from, to) => {
        for (let at = from; at < to; at += words[at]) {
          featuresOf(words, at, pairs, features)
          const most = Math.clz32(words[at + o.KEY_HIGH])
          const { hashes, count } = features
          let suspected = false
          for (let i = 0; i < count && !suspected; i++)
            suspected = levels[featureCell(hashes[i])] <= most && lead.has(hashes[i])
          if (suspected)
            for (let i = 0; i < count; i++) if (levels[featureCell(hashes[i])] <= most) asked.add(hashes[i])
        }
      }, pace)
      return Uint32Array.from(asked)
    },
    async gather(questions) {
      const confirmation = emptyConfirmation(0)
      const places: number[] = []
      const found = (key: number, words: Uint32Array, at: number) =>
        places.push(key, words[at + o.SHARD], words[at + o.ROW])
      await store.each(createGatherer(confirmation, questions, profile, pairs, found), pace)
      return { records: joinRecords([...confirmation.rows.values()]), places: Float64Array.from(places) }
    },
    async words(asked, outcomes) {
      const into = emptyConfirmation(outcomes.length)
      await store.each(createWordCounter(into, new Set(asked), outcomes, profile, pairs), pace)
      const split = (map: Iterable<readonly [number, number]>): readonly [Float64Array, Float64Array] => {
        const all = [...map]
        return [Float64Array.from(all, ([key]) => key), Float64Array.from(all, ([, weight]) => weight)]
      }
      return { words: split(into.words), pairs: split(into.pairs), outcomes: into.outcomes, total: into.total }
    },
    records: async () => store.all(),
    close: () => store.close(),
  }
}
