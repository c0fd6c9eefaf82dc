/** Where the system limits a process's addresses (`ulimit -v`, as some clusters do): WebAssembly reserves some ten gigabytes of them. */
import { InputError } from '../model/errors.ts'

/** What to say of an error of WebAssembly's: where it is for want of addresses, how to mend that. */
export function tooFewAddresses(what: string, cause: unknown): unknown {
  if (!(cause instanceof RangeError)) return cause
  return new InputError('limit', `${what} is decoded by WebAssembly, which this process has too few addresses for`, {
    hint: 'raise the limit: ulimit -v unlimited',
    cause,
  })
}
