/**
 * The story on one machine: plan, collect, suspect, confirm, judge.
 *
 * The rows are read once and kept as records of numbers, since memory has room for them; the later readings run over these.
 * The verbs (`verbs.ts`) read the data anew each time; what is counted, and the report, are the same.
 */
import { conclude, type Probe, type TextsOf } from './conclude.ts'
import { eventsIn, startCrew } from './crew.ts'
import { backgrounds } from './evidence/neighbours.ts'
import type { ScanOptions, ScanResult } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { abortable, createPace } from './pace.ts'
import { type Plan, type PlanOptions, plan } from './plan.ts'
import { type FileDigest, fileDigest } from './readers/digest.ts'
import { spoolStdin } from './readers/stdin.ts'
import { candidatesBy, confirmationBy, createProgress, eachRecord, mergedProfile, readShards } from './readings.ts'
import type { EveryRecord } from './rows-file.ts'
import { textsAhead } from './texts-ahead.ts'
import { stampsOf, unchanged } from './unchanged.ts'

export type { Probe }

export const MIN_SUPPORT = 5
const SHARD_BYTES = 8 * 1024 * 1024 // short enough that all workers end at about the same time

/** Options of a call whose standard input may have been written to a file already. */
export type InputOptions = ScanOptions & Pick<PlanOptions, 'stdinPath'>

/** @throws {InputError} `aborted`, `file-changed`, or the options do not fit; a file that cannot be read is a problem instead */
export async function scan(inputs: readonly string[], options: InputOptions & Probe = {}): Promise<ScanResult> {
  return abortable(options.signal, async () => {
    if (!inputs.includes('-') || options.stdinPath !== undefined)
      return scanPlan(await plan(inputs, { shardBytes: SHARD_BYTES, ...options }), options)
    const spooled = await spoolStdin({ signal: options.signal })
    try {
      return await scanPlan(
        await plan(inputs, { shardBytes: SHARD_BYTES, ...options, stdinPath: spooled.path }),
        options,
      )
    } finally {
      await spooled.dispose()
    }
  })
}

export async function scanPlan({ shards, problems, notes }: Plan, options: ScanOptions & Probe): Promise<ScanResult> {
  const floor = options.minSupport ?? MIN_SUPPORT
  const pace = createPace(options.signal)
  const stamps = await stampsOf(shards)
  const crew = startCrew(shards, options, floor, createProgress(shards, options))
  // While threads read, this one has nothing else to do.
  const early = crew.threads ? digestsOf(shards, options.signal) : undefined
  early?.catch(() => undefined) // told when it is asked for
  let closed: Promise<void> | undefined
  try {
    const { tallies, readers } = await readShards(crew, shards)
    const merged = await mergedProfile(crew, floor)
    const { profile } = merged
    const candidates = await candidatesBy(crew, merged, eventsIn(profile.exchanges, options.memory))
    const ground = backgrounds(profile.sample.sorted())
    const { confirmation, copies } = await confirmationBy(crew, candidates, () => {
      // While threads count, what every finding is held against is worked out here.
      if (crew.threads) ground('last').prepare()
    })
    const digests = await (early ?? digestsOf(shards, options.signal))
    const ahead = textsAhead(crew, readers, candidates, confirmation, copies, profile.sample, shards, () =>
      unchanged(stamps),
    )
    const texts: TextsOf = async (records, alone) => {
      const found = await ahead(records, alone)
      // Nobody asks the stations for more, and threads take a moment to end: they do so while the findings are written.
      if (options.rowsOut === undefined && !options.certify) closed = crew.close()
      return found
    }
    const everyRecord: EveryRecord = (take) => eachRecord(crew, take, pace)
    const counted = { tallies, profile, ground, candidates, confirmation, texts, everyRecord }
    return await conclude({ shards, digests, problems, notes, floor, ...counted }, options)
  } finally {
    await (closed ?? crew.close())
  }
}

/** What the bytes of each file are, by the file's name. */
export async function digestsOf(
  shards: readonly Shard[],
  signal: AbortSignal | undefined,
): Promise<Map<string, FileDigest>> {
  const digests = new Map<string, FileDigest>()
  const byPath = new Map<string, FileDigest>() // the members of an archive are one file
  for (const { file, path, sha256 } of shards) {
    if (digests.has(file)) continue
    const told = sha256 === undefined ? undefined : ({ sha256, of: 'hub' } as const)
    const digest = byPath.get(path) ?? told ?? (await fileDigest(path, signal))
    byPath.set(path, digest)
    digests.set(file, digest)
  }
  return digests
}
