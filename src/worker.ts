/** The program of a thread: a station that answers calls, one at a time. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import type { Answer, Ask, Task } from './crew.ts'
import { collectGarbage } from './let-go.ts'
import { faultOf } from './model/fault.ts'
import { createStation, type Station, type StationOptions } from './station.ts'

const STARTS_STAGE: ReadonlySet<Task> = new Set(['screen', 'suspect'])

if (!isMainThread && parentPort !== null)
  serve(createStation(workerData as StationOptions, (...block) => post({ block })))

function serve(station: Station): void {
  parentPort?.on('message', ({ id, name, args }: Ask) => {
    if (STARTS_STAGE.has(name)) collectGarbage()
    const call = station[name] as (...args: readonly unknown[]) => Promise<unknown>
    call(...args).then(
      (value) => post({ id, value }, [...buffersOf(value, 2)]),
      (error: unknown) => post({ id, fault: faultOf(error) }),
    )
  })
}

function post(answer: Answer, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, transfer)
}

/** Buffers of an answer's arrays, which are handed over and not copied. */
function buffersOf(value: unknown, depth: number, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer)
  } else if (depth > 0 && typeof value === 'object' && value !== null && !(value instanceof Map)) {
    for (const inner of Object.values(value)) buffersOf(inner, depth - 1, found)
  }
  return found
}
