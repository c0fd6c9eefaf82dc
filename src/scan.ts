/**
 * The story on one machine: plan, collect, suspect, confirm, judge.
 *
 * The rows are read once and kept as records of numbers, since memory has room for them; the later readings run over these.
 * The verbs (`verbs.ts`) read the data anew each time; what is counted, and the report, are the same.
 */
import { candidatesOf } from './candidates.ts'
import { createCollector } from './collect.ts'
import { conclude, type Probe } from './conclude.ts'
import { createGatherer, createWordCounter, emptyConfirmation } from './confirm.ts'
import { createSuspector, emptySuspicion } from './detectors/suspicion.ts'
import { answerLexicon } from './lexicons.ts'
import type { RecordBlock } from './model/observation.ts'
import * as o from './model/observation.ts'
import type { ScanOptions, ScanResult } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { createObserver } from './observe.ts'
import { abortable, createPace, type Pace } from './pace.ts'
import { type Plan, type PlanOptions, plan } from './plan.ts'
import { emptyProfile } from './profile/profile.ts'
import { readShard, type Tally } from './read.ts'
import { type FileDigest, fileDigest } from './readers/digest.ts'
import { spoolStdin } from './readers/stdin.ts'
import { sizesOf } from './reading.ts'
import { recover } from './recover.ts'
import type { EveryRecord } from './rows-file.ts'
import { stampsOf, unchanged } from './unchanged.ts'

export type { Probe }

export const MIN_SUPPORT = 5

/** Options of a call whose standard input may have been written to a file already. */
export type InputOptions = ScanOptions & Pick<PlanOptions, 'stdinPath'>

/** @throws {InputError} `aborted`, `file-changed`, or the options do not fit; a file that cannot be read is a problem instead */
export async function scan(inputs: readonly string[], options: InputOptions & Probe = {}): Promise<ScanResult> {
  return abortable(options.signal, async () => {
    if (!inputs.includes('-') || options.stdinPath !== undefined) return scanPlan(await plan(inputs, options), options)
    const spooled = await spoolStdin({ signal: options.signal })
    try {
      return await scanPlan(await plan(inputs, { ...options, stdinPath: spooled.path }), options)
    } finally {
      await spooled.dispose()
    }
  })
}

export async function scanPlan({ shards, problems }: Plan, options: ScanOptions & Probe): Promise<ScanResult> {
  const floor = options.minSupport ?? MIN_SUPPORT
  const lexicon = answerLexicon()
  const pace = createPace(options.signal)
  const stamps = await stampsOf(shards)
  const profile = emptyProfile()
  const { blocks, tallies } = await readAll(shards, options, createCollector(profile), pace)
  const suspicion = emptySuspicion(Math.max(1024, profile.exchanges), 1 << 16)
  await each(blocks, createSuspector(suspicion, profile, floor), pace)
  const candidates = candidatesOf(suspicion, profile, floor)
  const { questions, outcomes, words, pairs } = candidates
  const confirmation = emptyConfirmation(outcomes.length)
  const copies = createCopies()
  await each(blocks, createGatherer(confirmation, questions, profile, pairs, copies.add), pace)
  await each(blocks, createWordCounter(confirmation, words, outcomes, profile, pairs), pace)
  const digests = await digestsOf(shards, options.signal)
  const texts = async (records: readonly Uint32Array[]) => {
    await unchanged(stamps)
    return recover(records, copies.places, shards, options, lexicon)
  }
  const everyRecord: EveryRecord = (take) => each(blocks, take, pace)
  const known = { shards, tallies, digests, problems, floor, profile, candidates, confirmation, texts, everyRecord }
  return conclude(known, options)
}

type Take = (words: Uint32Array, from: number, to: number) => void

async function readAll(
  shards: readonly Shard[],
  options: ScanOptions,
  collect: Take,
  pace: Pace,
): Promise<{ readonly blocks: readonly RecordBlock[]; readonly tallies: readonly Tally[] }> {
  const observer = createObserver(answerLexicon())
  const tallies: Tally[] = []
  const sizes = sizesOf(shards)
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0)
  let bytesBefore = 0
  let rowsBefore = 0
  let done = { block: 0, at: 0 }
  const drain = (): void => {
    done = drainBlocks(observer.blocks, done, collect)
  }
  for (const [index, shard] of shards.entries()) {
    const tally = await readShard(shard, index, options, {
      conversation: (conversation, row) => observer.observe(conversation, index, row),
      block: (bytes, rows) => {
        drain()
        options.onProgress?.({ stage: 'collect', rows: rowsBefore + rows, bytes: bytesBefore + bytes, totalBytes })
      },
    })
    drain()
    await pace()
    bytesBefore += sizes[index]
    rowsBefore += tally.rows
    tallies.push(tally)
  }
  return { blocks: observer.blocks, tallies }
}

async function each(blocks: readonly RecordBlock[], take: Take, pace: Pace): Promise<void> {
  for (const block of blocks) {
    take(block.words, 0, block.used)
    await pace()
  }
}

function drainBlocks(
  blocks: readonly RecordBlock[],
  from: { block: number; at: number },
  take: Take,
): { block: number; at: number } {
  let { block, at } = from
  for (; block < blocks.length; block++) {
    take(blocks[block].words, at, blocks[block].used)
    at = block === blocks.length - 1 ? blocks[block].used : 0
  }
  return { block: blocks.length - 1, at }
}

/** Where the copies of gathered exchanges stand. Most have none, and cost one number. */
function createCopies(): {
  readonly places: Map<number, number[]>
  readonly add: (key: number, words: Uint32Array, at: number) => void
} {
  const first = new Map<number, number>()
  const places = new Map<number, number[]>()
  return {
    places,
    add(key, words, at) {
      const place = words[at + o.SHARD] * 4294967296 + words[at + o.ROW]
      const known = first.get(key)
      if (known === undefined) first.set(key, place)
      else if (places.has(key)) places.get(key)!.push(place)
      else places.set(key, [known, place])
    },
  }
}

/** What the bytes of each file are, by the file's name. */
export async function digestsOf(
  shards: readonly Shard[],
  signal: AbortSignal | undefined,
): Promise<Map<string, FileDigest>> {
  const digests = new Map<string, FileDigest>()
  const byPath = new Map<string, FileDigest>() // the members of an archive are one file
  for (const { file, path } of shards) {
    if (digests.has(file)) continue
    const digest = byPath.get(path) ?? (await fileDigest(path, signal))
    byPath.set(path, digest)
    digests.set(file, digest)
  }
  return digests
}
