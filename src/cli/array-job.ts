/**
 * Which part of an array job this is, from what the scheduler says.
 *
 * Slurm's ids may begin anywhere and go in steps; Kubernetes and AWS Batch count from 0 and do not say how many; CI matrices
 * count from 1. `--shard` wins over all of them; without any, the one part is the whole.
 *
 * @see https://slurm.schedmd.com/job_array.html
 */
import type { Io } from './io.ts'
import { usage } from './parse.ts'
import type { ShardChoice } from './values.ts'

/** @throws {InputError} the environment gives a place but not of how many, or one that lies outside */
export function shardOf(given: ShardChoice | undefined, shards: number | undefined, env: Io['env']): ShardChoice {
  if (given !== undefined) return given
  const found =
    fromSlurm(env) ??
    fromIndex(env, 'JOB_COMPLETION_INDEX') ??
    fromIndex(env, 'AWS_BATCH_JOB_ARRAY_INDEX') ??
    fromCi(env)
  if (found === undefined) {
    if (shards !== undefined && shards > 1)
      throw usage(`--shards ${shards} does not say which part`, `write --shard 0/${shards}`)
    return { shard: 0, of: 1 }
  }
  const of = shards ?? found.of
  if (of === undefined) throw usage(`${found.by} says which part, but not of how many`, 'add --shards N')
  if (found.shard < 0 || found.shard >= of)
    throw usage(`${found.by} names part ${found.shard} of ${of}`, 'write --shard I/N')
  return { shard: found.shard, of }
}

interface Found {
  readonly shard: number
  readonly of: number | undefined
  readonly by: string
}

function fromSlurm(env: Io['env']): Found | undefined {
  const id = whole(env.SLURM_ARRAY_TASK_ID)
  if (id === undefined) return undefined
  const shard = (id - (whole(env.SLURM_ARRAY_TASK_MIN) ?? 0)) / (whole(env.SLURM_ARRAY_TASK_STEP) ?? 1)
  return { shard, of: whole(env.SLURM_ARRAY_TASK_COUNT), by: 'SLURM_ARRAY_TASK_ID' }
}

function fromIndex(env: Io['env'], by: string): Found | undefined {
  const shard = whole(env[by])
  return shard === undefined ? undefined : { shard, of: undefined, by }
}

function fromCi(env: Io['env']): Found | undefined {
  const index = whole(env.CI_NODE_INDEX)
  const of = whole(env.CI_NODE_TOTAL)
  return index === undefined || of === undefined ? undefined : { shard: index - 1, of, by: 'CI_NODE_INDEX' }
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
