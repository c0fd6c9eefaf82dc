/** The program of a thread: a station that answers calls, one at a time. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { collectGarbage } from './collect-garbage.ts'
import type { Answer, Ask, Task } from './crew.ts'
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
      (value) => post({ id, value }),
      (error: unknown) => post({ id, fault: faultOf(error) }),
    )
  })
}

/**
 * Large arrays of an answer stand in shared memory, the others are copied. None is handed over: with the first buffer that a thread gives
 * away, V8 throws out all its code that reads typed arrays, and what it compiles from then on asks at each access whether the buffer is still there.
 */
function post(answer: Answer): void {
  parentPort?.postMessage(answer)
}
