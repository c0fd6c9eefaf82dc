/** The thread's side of `thread.ts`: waits for a call, makes it, answers. */
import { parentPort } from 'node:worker_threads'
import { faultOf } from '../model/fault.ts'
import type { Progress } from '../model/options.ts'
import { loadHeavy } from './api.ts'
import type { Answer, Ask } from './thread.ts'

const PROGRESS_MS = 50 // more often than it is drawn, far less often than blocks are read

export function serve(): void {
  const library = loadHeavy() // at once: the first call comes soon
  library.catch(() => {}) // told to who asks
  parentPort?.on('message', ({ name, args, progress }: Ask) => {
    void answer(library, name, progress ? withProgress(args) : args)
  })
}

async function answer(
  library: ReturnType<typeof loadHeavy>,
  name: Ask['name'],
  args: readonly unknown[],
): Promise<void> {
  try {
    const method = (await library)[name] as (...args: readonly unknown[]) => Promise<unknown>
    post({ value: await method(...args) })
  } catch (error) {
    post({ fault: faultOf(error) })
  }
}

function withProgress(args: readonly unknown[]): readonly unknown[] {
  let last = 0
  let stage: Progress['stage'] | undefined
  const onProgress = (progress: Progress) => {
    const now = performance.now()
    if (progress.stage === stage && now - last < PROGRESS_MS) return
    last = now
    stage = progress.stage
    post({ progress })
  }
  return [...args.slice(0, -1), { ...(args[args.length - 1] as object), onProgress }]
}

function post(message: Answer): void {
  parentPort?.postMessage(message)
}
