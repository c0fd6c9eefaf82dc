/**
 * Long work in short steps: between steps the process can hear a signal, draw progress, answer others.
 *
 * A caller that aborts gets an `InputError` with code `aborted`, whatever was being done, within a second.
 */
import { setImmediate } from 'node:timers/promises'
import { InputError } from './model/errors.ts'

const STEP_MS = 40 // a step goes on for this long before others get their turn

export type Pace = () => Promise<void>

/** Milliseconds. Not those of `performance`: a small scan would load it for this alone. */
const now = (): number => process.uptime() * 1000

/** Called between steps: lets others have their turn when it is time. */
export function createPace(signal: AbortSignal | undefined): Pace {
  let last = now()
  return async () => {
    if (signal?.aborted) throw aborted(signal)
    if (now() - last < STEP_MS) return
    await setImmediate()
    last = now()
    if (signal?.aborted) throw aborted(signal)
  }
}

/** Runs a generator that yields between its steps; what it returns is the result. Anything else is the result itself. */
export async function paced<T>(work: Generator<unknown, T> | T, pace: Pace): Promise<T> {
  if (!isGenerator(work)) return work
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    await pace()
  }
}

function isGenerator<T>(work: Generator<unknown, T> | T): work is Generator<unknown, T> {
  return typeof (work as Partial<Generator>)?.next === 'function'
}

/** Runs work that may be aborted: whatever is thrown then is told as one error. */
export async function abortable<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (signal?.aborted) throw aborted(signal)
  try {
    return await work()
  } catch (fault) {
    if (signal?.aborted) throw aborted(signal)
    throw fault
  }
}

export function aborted(signal: AbortSignal): InputError {
  return new InputError('aborted', 'stopped before the end', { hint: 'start it again', cause: signal.reason })
}
