/** How many stations a scan has. */
import { availableParallelism } from 'node:os'
import type { ScanOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { sizesOf } from './reading.ts'

const STATION_TABLES = 64 * 1024 * 1024 // bytes; no more stations than have room for their tables
const SMALL = 8 * 1024 * 1024 // bytes; less is read sooner than a thread is started
const EACH = 32 * 1024 * 1024 // for each thread, where nobody says how many: with less, one takes longer to get going than it saves
const MOST_JOBS = 8
const SHRUNK = 2 // bytes in a stored byte, about, of what is compressed

/** @param memory  bytes that there are for all */
export function stationsFor(
  shards: readonly Shard[],
  { jobs, readers }: Pick<ScanOptions, 'jobs' | 'readers'>,
  memory: number,
  cores = availableParallelism(),
): number {
  if (readers?.some((reader) => typeof reader !== 'string')) return 1 // functions do not cross between threads
  const sizes = sizesOf(shards)
  if (sizes.reduce((sum, size) => sum + size, 0) < SMALL) return 1
  const text = sizes.reduce((sum, size, i) => sum + size * (isShrunk(shards[i]) ? SHRUNK : 1), 0)
  const wanted = jobs ?? Math.min(cores, MOST_JOBS, Math.round(text / EACH))
  return Math.max(1, Math.min(wanted, shards.length, Math.floor(memory / STATION_TABLES)))
}

const isShrunk = ({ codec, container }: Shard): boolean => codec !== 'none' || container === 'parquet'
