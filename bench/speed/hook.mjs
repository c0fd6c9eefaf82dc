/** Loaded before a program that is measured: at its end it leaves the CPU time and the peak memory of its process. */
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const path = process.env.SPEED_USAGE
if (isMainThread && path !== undefined)
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage() // µs, µs, KiB; of all threads
    writeFileSync(path, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, rssMb: maxRSS / 1024 }))
  })
