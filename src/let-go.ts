/**
 * Memory given back at once. That of large arrays waits for a collection, and there is none as long as little else is made:
 * a scan would end with all it ever held.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { MessageChannel } from 'node:worker_threads'

/** The arrays are empty afterwards. Their buffers go into a message that nobody receives, and end with it. */
export function letGo(arrays: readonly (Uint8Array | Uint32Array)[]): void {
  const { port1, port2 } = new MessageChannel()
  port1.postMessage(null, [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))])
  port1.close()
  port2.close()
}

let collect: (() => void) | undefined

/** A whole collection, of some ten milliseconds, for the end of a stage; array buffers that threads share go when all have had theirs. */
export function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc') // seen by contexts made after it
    collect = runInNewContext('gc') as () => void
  }
  collect()
}
