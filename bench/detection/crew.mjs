/**
 * Work dealt to child processes: each job is plain data, each answer plain data. A child that dies or takes too long
 * loses its job, which is reported as lost, never as passed; a new child takes its place.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url))

/**
 * @param {readonly {kind: string}[]} jobs
 * @param {{ hands: number, limitMs: number, untilMs?: number, onDone?: (result: object, done: number, job: object) => void }} how
 *   untilMs: no job is begun after this time of day (as Date.now)
 * @returns {Promise<object[]>} in the order of the jobs; `{ lost: reason }` where one was lost, `{ notRun: true }` where time was up
 */
export async function crew(jobs, { hands, limitMs, untilMs = Number.POSITIVE_INFINITY, onDone = () => {} }) {
  const results = Array(jobs.length)
  let next = 0
  let done = 0
  const hand = async () => {
    let child = hire()
    while (next < jobs.length && Date.now() < untilMs) {
      const at = next++
      const result = await ask(child, jobs[at], limitMs)
      results[at] = result
      onDone(result, ++done, jobs[at])
      if (result.lost && !result.alive) {
        child.kill('SIGKILL')
        child = hire()
      }
    }
    child.disconnect()
  }
  await Promise.all(Array.from({ length: Math.min(hands, jobs.length) }, hand))
  return Array.from(results, (result) => result ?? { notRun: true })
}

// A child makes hundreds of short scans, and the functions of each are compiled anew. Beside other children, threads that
// compile and collect for it take more from them than they save: a quarter of all processor time.
const ONE_CORE_EACH = ['--single-threaded-gc', '--no-concurrent-recompilation', '--interrupt-budget=500000']
const ROOM_FOR_YOUNG = ['--max-semi-space-size=64'] // MiB; a scan leaves much behind that is soon forgotten: a twelfth of all time

const hire = () =>
  fork(worker, {
    execArgv: ['--max-old-space-size=6144', ...ROOM_FOR_YOUNG, ...ONE_CORE_EACH],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })

function ask(child, job, limitMs) {
  return new Promise((resolve) => {
    const end = (result) => {
      clearTimeout(timer)
      child.off('message', end)
      child.off('exit', gone)
      resolve(result)
    }
    const gone = (code, signal) => end({ lost: `the child ended with ${signal ?? code}`, job })
    const timer = setTimeout(() => end({ lost: `no answer in ${limitMs} ms`, job }), limitMs)
    child.on('message', end)
    child.on('exit', gone)
    child.send(job)
  })
}
