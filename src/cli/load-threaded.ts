/** The library as the process uses it: what is heavy in a thread, what is light at hand. */
import type { Load } from './act.ts'
import { type Api, loadApi, loadLight } from './api.ts'
import { inThread, threadProgram } from './thread.ts'

export function threadedLoader(): Load {
  const program = threadProgram()
  if (program === undefined) return once(loadApi)
  const { heavy, start } = inThread(program)
  const load = once(async (): Promise<Api> => ({ ...(await loadLight()), ...heavy }))
  return Object.assign(load, { ahead: start })
}

function once(work: () => Promise<Api>): () => Promise<Api> {
  let loaded: Promise<Api> | undefined
  return () => {
    loaded ??= work()
    return loaded
  }
}
