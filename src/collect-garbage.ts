/**
 * Memory given back at the end of a stage. That of large arrays waits for a collection, and there is none as long as little else is made:
 * a scan would end with all it ever held.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: (() => void) | undefined

/** A whole collection, of some ten milliseconds; array buffers that threads share go when all have had theirs. */
export function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc') // seen by contexts made after it
    collect = runInNewContext('gc') as () => void
  }
  collect()
}
