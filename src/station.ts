/**
 * A station: reads some of the shards, keeps their records, and does its part of every reading after.
 *
 * The same station works in the process itself or in a thread of its own; what it is given and gives back are plain data and
 * typed arrays. What all stations of a scan give, put together, does not depend on how many they are.
 */
import { isMainThread } from 'node:worker_threads'
import { createCollector, createPairCollector } from './collect.ts'
import type { Question, WordSums } from './confirm.ts'
import { createWordCounter } from './count-words.ts'
import { countPairs, type Pair } from './detectors/count-pairs.ts'
import { addDoubles, createDoubles } from './detectors/doubles.ts'
import { COPY, createMarker, MARKS } from './detectors/marks.ts'
import { passing, SCREENED_ROWS } from './detectors/screen.ts'
import { createScreenLists, type ScreenEvents, type Screened } from './detectors/screen-events.ts'
import {
  addRecord,
  EVENTS_PER_FEATURE,
  emptySuspicion,
  FOLLOWED_EXACTLY,
  followedBy,
  levelOf,
  levelsOf,
} from './detectors/suspicion.ts'
import { createEventLists, type SuspicionPart, together } from './detectors/suspicion-parts.ts'
import { createGathering, type Gathered } from './gather.ts'
import { answerLexicon } from './lexicons.ts'
import * as o from './model/observation.ts'
import type { ScanOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { createObserver } from './observe.ts'
import { createPace } from './pace.ts'
import { createPicker, type OnPicked } from './pick-features.ts'
import { joinRecords } from './profile/codec.ts'
import { type Live, liveAmong, reaching } from './profile/live.ts'
import { emptyProfile, featureCell, featureTable, type Profile } from './profile/profile.ts'
import { createSample } from './profile/sample.ts'
import { readShard, type Tally } from './read.ts'
import { keepPlaces } from './readers/index.ts'
import { createRecordStore } from './record-store.ts'
import { createTextReader, type FoundText, type WantedRows } from './recover.ts'
import { createReaders } from './row-readers.ts'
import { createNumberSet } from './sketches/number-set.ts'

/** A profile as it crosses between threads: the sample's records one after another. */
export interface ProfileParts extends Omit<Profile, 'sample'> {
  readonly sample: Uint32Array
}

/** Marks of all records of a scan, a station's own from its first record on; in shared memory where there are threads. */
export interface MarksOf {
  readonly marks: Uint8Array
  readonly first: number
}

export interface StationOptions {
  readonly shards: readonly Shard[]
  readonly options: ScanOptions // without what cannot be sent
  readonly memory: number // bytes of records to keep in memory
  readonly alone?: boolean // it has a thread to itself: nobody else waits for that, and others will look at its tables
  readonly only?: { readonly floor: number } // no other counts: it notes what comes to stand in so many rows
}

/** Every call but `close` may be awaited; a station does one at a time. */
export interface Station {
  read(shard: number): Promise<Tally>
  collected(): Promise<ProfileParts>
  /** Counts pairs of words, in a table of its own or, where one is given, in that. */
  pairRows(into?: Uint32Array): Promise<Uint32Array>
  /** The cells that hold enough rows, where no other station counts and it has noted them. */
  live(): Promise<Live | undefined>
  adopt(profile: ProfileParts, floor: number, live: Live, pairs: boolean): Promise<void>
  /** How many records there are. */
  size(): Promise<number>
  /**
   * Lists the events of the features in some partitions; the first time, marks the station's records too.
   *
   * @param wanted  features to look at once more, in as many rows as the exact count looks at
   */
  screen(marks: MarksOf, from: number, to: number, wanted?: Uint32Array): Promise<Screened>
  /** @param again  whether the events are those of such features */
  sift(marks: MarksOf, lists: readonly ScreenEvents[], again: boolean): Promise<Uint32Array>
  suspect(marks: MarksOf, parts: number, wanted: Uint32Array): Promise<SuspicionPart>
  count(all: readonly SuspicionPart[], part: number): Promise<Pair[]>
  gather(questions: readonly Question[]): Promise<Gathered>
  words(asked: Uint32Array, outcomes: Uint32Array): Promise<WordSums>
  /** The texts of rows of these shards. */
  texts(wanted: readonly (readonly [shard: number, rows: WantedRows])[]): Promise<readonly FoundText[]>
  records(): Promise<readonly o.RecordBlock[]>
  close(): void
}

const done = (): never => {
  throw new Error('nothing is collected after the first reading')
}

/** @param onBlock  told of progress within a shard */
export function createStation(
  { shards, options, memory, alone = false, only }: StationOptions,
  onBlock?: (shard: number, bytes: number, rows: number) => void,
): Station {
  // In a thread, whoever's it is, nobody else waits while it reads.
  const reading = { ...options, aside: true, atOnce: alone || !isMainThread }
  const pace = createPace(options.signal)
  const store = createRecordStore(memory)
  const readers = createReaders()
  const observer = createObserver(answerLexicon())
  let own: Profile | undefined = emptyProfile(alone)
  const reached = reaching(only?.floor ?? 0)
  let collect = createCollector(own, false, undefined, reached)
  let drained = 0 // words of the first block that were collected
  let profile: Profile
  let pairs = false
  let live: Live
  let levels: Uint8Array // by cell of a feature: by how many halvings the first look thins it
  let marker: ReturnType<typeof createMarker>
  let isMarked = false
  let floor = 0
  let records = 0
  let copies: Uint8Array // by record: rows that have its key, known once the records are marked
  const places = keepPlaces()
  const noted = new Set<number>() // features of which every row is noted, copies too
  let notes: Uint8Array | undefined // by record: 1 if it has one of them

  /** Collects what is new, and puts away the blocks that are full. */
  const drain = (all = false): void => {
    const { blocks } = observer
    for (;;) {
      const [block] = blocks
      collect(block.words, drained, block.used)
      drained = block.used
      if (blocks.length === 1 && !all) return
      if (!store.add(block)) observer.reuse(block.words)
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
      const tally = await readShard(shards[shard], shard, reading, {
        readers,
        observer,
        places: places.begin(shard, shards[shard]),
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
      records = rest.exchanges
      copies = new Uint8Array(records)
      own = undefined
      collect = done // which lets go of the tables
      return { ...rest, sample: joinRecords(sample.sorted()) }
    },
    async pairRows(into) {
      const rows = into ?? featureTable(alone)
      await store.each(createPairCollector(rows, reached), pace)
      return rows
    },
    live: async () => (only === undefined ? undefined : liveAmong(reached)),
    async adopt(parts, least, held, paired) {
      profile = { ...parts, sample: createSample() }
      floor = least
      live = held
      pairs = paired
      levels = levelsOf(profile, live, SCREENED_ROWS)
      marker = createMarker(profile, floor, live)
    },
    size: async () => records,
    async screen({ marks, first }, partition, behind, wanted) {
      const lists = createScreenLists(partition, behind, alone)
      const set = wanted === undefined ? undefined : createNumberSet(wanted)
      const pick = createPicker(set?.filter ?? followedBy(levels, live), pairs)
      const isFollowed = (feature: number, most: number): boolean =>
        set === undefined
          ? levels[featureCell(feature)] <= most
          : set.has(feature) && levelOf(profile, floor, feature) <= most
      const doubles = createDoubles(alone)
      let marked = first
      const markAll = (words: Uint32Array, from: number, to: number): void => {
        addDoubles(doubles, profile.keys, words, from, to, marked - first, copies)
        marked = marker.markAll(words, from, to, marks, marked * MARKS) / MARKS
      }
      let record = first
      const take: OnPicked = (words, at, hashes, start, end) => {
        if (marks[record * MARKS] !== COPY) {
          const most = Math.clz32(words[at + o.KEY_HIGH]) // a record is in the part of the rows that is left after so many halvings
          const known = set === undefined && most < FOLLOWED_EXACTLY
          let kept = known ? end : start // of a record that few are like, what passes moves to the front
          for (let i = start; i < end && !known; i++) if (isFollowed(hashes[i], most)) hashes[kept++] = hashes[i]
          lists.add(record, hashes, start, kept)
        }
        record++
      }
      await store.each((words, from, to) => {
        if (!isMarked) markAll(words, from, to) // which copies are is known when all have been told of
        pick(words, from, to, take)
      }, pace)
      isMarked = true
      return { events: lists.finish(), doubles: doubles.finish() }
    },
    async sift({ marks }, lists, again) {
      return passing(lists, marks, marker, profile, floor, again ? EVENTS_PER_FEATURE : SCREENED_ROWS)
    },
    async suspect({ marks, first }, parts, wanted) {
      const state = emptySuspicion(Math.max(1, records), 1, alone) // of room that is not used, nothing is taken
      const events = createEventLists(parts, alone)
      const set = createNumberSet(wanted)
      const pick = createPicker(set.filter, pairs)
      for (const feature of wanted) if (levelOf(profile, floor, feature) === 0) noted.add(feature)
      notes ??= new Uint8Array(records)
      const noting = notes
      let record = -1
      const take: OnPicked = (words, at, hashes, start, end) => {
        record++
        const most = Math.clz32(words[at + o.KEY_HIGH])
        let kept = start // what passes moves to the front
        for (let i = start; i < end; i++) {
          const feature = hashes[i]
          if (!set.has(feature)) continue
          const level = levelOf(profile, floor, feature)
          if (level === 0) noting[record] = 1
          if (level <= most) hashes[kept++] = feature
        }
        if (kept === start || marks[(first + record) * MARKS] === COPY) return
        const added = addRecord(state, words, at, profile, floor)
        if (kept > start + 1) hashes.subarray(start, kept).sort()
        for (let i = start; i < kept; i++) if (i === start || hashes[i] !== hashes[i - 1]) events.add(added, hashes[i])
      }
      await store.each((words, from, to) => pick(words, from, to, take), pace)
      return events.finish(state)
    },
    async count(all, part) {
      return countPairs(together(all, part), profile, floor)
    },
    async gather(questions) {
      const only = questions.every(({ lead }) => noted.has(lead.feature)) ? notes : undefined
      const gathering = createGathering(questions, profile, floor, pairs)
      let record = 0
      await store.each((words, from, to) => {
        if (only === undefined) gathering.take(words, from, to)
        else
          for (let at = from; at < to; at += words[at])
            if (only[record++] === 1) gathering.take(words, at, at + words[at])
      }, pace)
      return gathering.finish()
    },
    async words(asked, outcomes) {
      const counter = createWordCounter(asked, outcomes, profile, { pairs, common: false, copies })
      await store.each(counter.count, pace)
      return counter.sums()
    },
    async texts(wanted) {
      const found: FoundText[] = []
      const reader = createTextReader(reading, answerLexicon(), readers)
      for (const [shard, rows] of wanted) {
        for (const one of await reader.read(shards[shard], shard, rows, places.of(shard))) found.push(one)
        await pace()
      }
      return found
    },
    records: async () => store.all(),
    close: () => store.close(),
  }
}
