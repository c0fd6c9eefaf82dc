/**
 * The stations of a scan: one in the process itself, or several in threads of their own.
 *
 * Threads pay where there is more than a second of work. A thread that breaks, and an abort, end every call with an error:
 * nothing waits for an answer that will not come.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { stationsFor } from './crew-size.ts'
import { InputError } from './model/errors.ts'
import { errorOf, type Fault } from './model/fault.ts'
import type { ScanOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { createStation, type Station, type StationOptions } from './station.ts'

export type Task = Exclude<keyof Station, 'close'>
export type OnBlock = (shard: number, bytes: number, rows: number) => void

/** A call to a station, and its answer. */
export interface Ask {
  readonly id: number
  readonly name: Task
  readonly args: readonly unknown[]
}
export type Answer =
  | { readonly block: Parameters<OnBlock> }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly fault: Fault }

export interface Crew {
  readonly size: number
  readonly threads: boolean // arrays that all stations look at must stand in shared memory
  call<K extends Task>(at: number, name: K, ...args: Parameters<Station[K]>): ReturnType<Station[K]>
  close(): Promise<void>
}

const MEMORY = 512 * 1024 * 1024 // bytes; the default budget
const RECORDS_SHARE = 32 // one part in so many of the budget is for records in memory; a file holds more of them as fast
const EVENTS_SHARE = 8 // and one in so many for the events of the first look, four bytes each
const LARGE_EVENTS_SHARE = 4 // the same, of a large set
const MANY_EXCHANGES = 2_000_000 // from here on it is large
const YOUNG_MB = 12 // of a thread's heap; what is made here soon goes, and three times as much saved no time

/** @param floor  rows that a feature or an outcome must have */
export function startCrew(shards: readonly Shard[], options: ScanOptions, floor: number, onBlock: OnBlock): Crew {
  const memory = options.memory ?? MEMORY
  const size = stationsFor(shards, options, memory)
  const program = size > 1 ? workerProgram() : undefined
  if (program === undefined) {
    const station = createStation({ shards, options, memory: memory / RECORDS_SHARE, only: { floor } }, onBlock)
    return {
      size: 1,
      threads: false,
      call: (_, name, ...args) => (station[name] as (...args: unknown[]) => never)(...args),
      close: async () => station.close(),
    }
  }
  const { signal, onProgress: _onProgress, ...sendable } = options
  const plain = JSON.parse(JSON.stringify(sendable)) as ScanOptions
  const started = { shards, options: plain, memory: memory / RECORDS_SHARE / size, alone: true }
  const threads = Array.from({ length: size }, () => startThread(program, started, onBlock))
  const stop = () => {
    for (const thread of threads)
      thread.stop(new InputError('aborted', 'stopped before the end', { hint: 'start it again' }))
  }
  signal?.addEventListener('abort', stop)
  return {
    size,
    threads: true,
    call: (at, name, ...args) => threads[at].call(name, args) as never,
    async close() {
      signal?.removeEventListener('abort', stop)
      await Promise.all(threads.map((thread) => thread.end()))
    },
  }
}

/** How many events of the first look there is room for at a time. Each time all records are gone through: of many, less often. */
export function eventsIn(exchanges: number, memory = MEMORY): number {
  return Math.floor(memory / (exchanges < MANY_EXCHANGES ? EVENTS_SHARE : LARGE_EVENTS_SHARE) / 4)
}

/** The program of a thread, as a CommonJS module, which loads sooner; undefined when run from source. */
function workerProgram(): URL | undefined {
  const url = new URL('./worker.cjs', import.meta.url)
  return url.protocol === 'file:' && existsSync(fileURLToPath(url)) ? url : undefined
}

interface Thread {
  call(name: Task, args: readonly unknown[]): Promise<unknown>
  stop(fault: Error): void
  end(): Promise<void>
}

function startThread(program: URL, workerData: StationOptions, onBlock: OnBlock): Thread {
  const worker = new Worker(program, { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } })
  const waiting = new Map<number, { done: (value: unknown) => void; failed: (fault: Error) => void }>()
  let next = 0
  let broken: Error | undefined
  const fail = (fault: Error): void => {
    broken ??= fault
    for (const { failed } of waiting.values()) failed(broken)
    waiting.clear()
  }
  worker.on('message', (answer: Answer) => {
    if ('block' in answer) return onBlock(...answer.block)
    const call = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('fault' in answer) call?.failed(errorOf(answer.fault))
    else call?.done(answer.value)
  })
  worker.on('error', (error) => fail(crash(error)))
  worker.on('exit', () => fail(crash(new Error('it ended early'))))
  return {
    call: (name, args) =>
      new Promise((done, failed) => {
        if (broken !== undefined) return failed(broken)
        const id = next++
        waiting.set(id, { done, failed })
        worker.postMessage({ id, name, args } satisfies Ask)
      }),
    stop(fault) {
      fail(fault)
      void worker.terminate()
    },
    async end() {
      await worker.terminate()
    },
  }
}

function crash(error: Error): InputError {
  const memory = (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY'
  return new InputError('limit', memory ? 'a worker ran out of memory' : `a worker broke: ${error.message}`, {
    hint: 'try again with -j 1',
    cause: error,
  })
}
