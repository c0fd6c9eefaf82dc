/**
 * `collect`, `suspect`, `confirm`: one reading of one part, to a state file.
 *
 * Findings never change the exit code here, only failures do, so that a scheduler retries the right tasks.
 */
import { count } from '../../model/numbers.ts'
import type { ScanOptions } from '../../model/options.ts'
import type { Act } from '../act.ts'
import type { Api } from '../api.ts'
import { shardOf } from '../array-job.ts'
import { CLEAN } from '../exit.ts'
import type { Io } from '../io.ts'
import { refuseInput } from '../outputs.ts'
import { type Call, usage } from '../parse.ts'
import { startProgress } from '../progress.ts'
import { readBytes } from '../read-files.ts'
import { say } from '../say.ts'
import { settle } from '../settings.ts'
import type { ShardChoice } from '../values.ts'
import { writeState } from '../write-state.ts'

export const act: Act = async (call, io, load) => {
  const settings = await settle(call, io)
  const { paths } = settings
  if (paths.length === 0 && settings.scan.fromConfig === undefined)
    throw usage('no input named', `suretrap ${call.command} --shard I/N --out FILE <path>…`)
  const out = call.values.get('out') as string | undefined
  if (out === undefined) throw usage('--out FILE is needed', 'the state goes there')
  await refuseInput(out, paths, io)
  const part = shardOf(
    call.values.get('shard') as ShardChoice | undefined,
    call.values.get('shards') as number | undefined,
    io.env,
  )
  const api = await load()
  const progress = startProgress(io, settings.progress)
  try {
    const options: ScanOptions = { ...settings.scan, signal: io.signal, onProgress: progress.onProgress }
    if (call.command === 'collect' && !settings.quiet && options.fromConfig !== undefined)
      for (const text of noted(await api.planCommand(paths, part.of, options))) say(io, api.visible(text))
    const state = await read(call, paths, part, options, io, api)
    io.signal.throwIfAborted()
    progress.stop()
    await writeState(state, out, io)
    if (!settings.quiet)
      say(io, `${call.command} ${part.shard}/${part.of}: ${count(state.length)} bytes to ${api.visible(out)}`)
    return CLEAN
  } finally {
    progress.stop()
  }
}

async function read(
  call: Call,
  paths: readonly string[],
  part: ShardChoice,
  options: ScanOptions,
  io: Io,
  api: Api,
): Promise<Uint8Array> {
  const { command, values } = call
  if (command === 'collect') return api.collectShard(paths, part, options)
  const name = command === 'suspect' ? 'profile' : 'candidates'
  const path = values.get(name) as string | undefined
  if (path === undefined)
    throw usage(`--${name} FILE is needed`, `the merged state of ${command === 'suspect' ? 'collect' : 'suspect'}`)
  const state = await readBytes(path, io)
  return command === 'suspect'
    ? api.suspectShard(paths, part, state, options)
    : api.confirmShard(paths, part, state, options)
}

/** What the plan has to say of a trainer's configuration: a state does not carry it, so it is told here. */
function noted(plan: unknown): readonly string[] {
  return ((plan as { notes?: readonly { text: string }[] } | null)?.notes ?? []).map(({ text }) => text)
}
