/**
 * The library at work in a thread of its own, so that Ctrl-C is heard whatever it is doing, and memory that runs out is an
 * error like others, not the end of the process.
 *
 * One thread serves all calls of a run, one at a time. A call that is aborted takes the thread with it.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ResourceLimits, Worker } from 'node:worker_threads'
import { InputError } from '../model/errors.ts'
import { errorOf, type Fault } from '../model/fault.ts'
import type { Progress, ScanOptions } from '../model/options.ts'
import { type Api, HEAVY, type Heavy } from './api.ts'

export interface Ask {
  readonly name: Heavy
  readonly args: readonly unknown[] // options without what cannot be sent
  readonly progress: boolean
}

export type Answer = { readonly progress: Progress } | { readonly value: unknown } | { readonly fault: Fault }

/**
 * The built command line serves as the thread's program too. Undefined when run from source: then all is one thread.
 */
export function threadProgram(): URL | undefined {
  const url = new URL('./main.cjs', import.meta.url)
  return url.protocol === 'file:' && existsSync(fileURLToPath(url)) ? url : undefined
}

/** The heavy calls, made in a thread that is started with the first of them, or ahead of it. */
export function inThread(
  program: URL,
  resourceLimits: ResourceLimits = {},
): { readonly heavy: Pick<Api, Heavy>; readonly start: () => void } {
  let worker: Worker | undefined
  const started = (): Worker => {
    if (worker !== undefined) return worker
    const fresh = new Worker(program, { resourceLimits })
    fresh.once('exit', () => {
      if (worker === fresh) worker = undefined
    })
    fresh.on('error', () => {}) // one that breaks before it is asked is started anew
    worker = fresh
    return fresh
  }
  const call = (name: Heavy, args: readonly unknown[]): Promise<unknown> =>
    ask(started(), name, args, () => {
      worker = undefined // it may take a while to end; the next call does not wait for it
    })
  const heavy = Object.fromEntries(HEAVY.map((name) => [name, (...args: unknown[]) => call(name, args)]))
  return { heavy: heavy as unknown as Pick<Api, Heavy>, start: () => started().unref() }
}

function ask(worker: Worker, name: Heavy, args: readonly unknown[], leave: () => void): Promise<unknown> {
  const { signal, onProgress } = optionsOf(args)
  const sent: Ask = { name, args: args.map(sendable), progress: onProgress !== undefined }
  return new Promise((done, failed) => {
    const finish = (settle: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      signal?.removeEventListener('abort', onAbort)
      settle()
    }
    const idle = (settle: () => void) => {
      worker.unref() // a thread that waits for calls does not keep the process
      finish(settle)
    }
    const onMessage = (answer: Answer) => {
      if ('progress' in answer) onProgress?.(answer.progress)
      else if ('value' in answer) idle(() => done(answer.value))
      else idle(() => failed(errorOf(answer.fault)))
    }
    const onError = (error: Error) => {
      leave()
      finish(() => failed(outOfMemory(error)))
    }
    const onExit = () => finish(() => failed(new Error('the thread ended early')))
    const onAbort = () => {
      finish(() => failed(new InputError('aborted', 'interrupted', { hint: '' })))
      leave()
      void worker.terminate()
    }
    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort)
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.ref()
    worker.postMessage(sent)
  })
}

function optionsOf(args: readonly unknown[]): Pick<ScanOptions, 'signal' | 'onProgress'> {
  const last = args[args.length - 1]
  return typeof last === 'object' && last !== null ? (last as ScanOptions) : {}
}

function sendable(arg: unknown): unknown {
  if (typeof arg !== 'object' || arg === null || !('signal' in arg || 'onProgress' in arg)) return arg
  const { signal: _signal, onProgress: _onProgress, ...rest } = arg as ScanOptions
  return rest
}

function outOfMemory(error: Error & { code?: string }): Error {
  if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error
  const hint = 'lower --memory, or give node more: NODE_OPTIONS=--max-old-space-size=MEGABYTES'
  return new InputError('limit', 'there was not enough memory', { hint, cause: error })
}
