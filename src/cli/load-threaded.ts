/** The library as the process uses it: what is heavy in a thread, what is light at hand. */
import { type Api, loadApi } from './api.ts'
import { inThread, threadProgram } from './thread.ts'

export function threadedLoader(): () => Promise<Api> {
  let loaded: Promise<Api> | undefined
  return () => {
    loaded ??= loadApi().then((api) => {
      const program = threadProgram()
      return program === undefined ? api : inThread(api, program)
    })
    return loaded
  }
}
