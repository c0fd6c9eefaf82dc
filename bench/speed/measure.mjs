/**
 * One process, measured: wall time from outside, CPU time of all its threads and its peak memory from inside (hook.mjs).
 *
 * A rival tells its own time, so that the start-up of its library is not held against it; a scan is timed whole.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HOOK = fileURLToPath(new URL('./hook.mjs', import.meta.url))
const LIMIT_MS = 1_800_000
const MOST_OUTPUT = 64 << 20 // bytes

/**
 * @typedef {object} Sample
 * @property {number} wallMs
 * @property {number} [cpuMs]  user and system, all threads
 * @property {number} [rssMb]  peak, MiB
 */

/**
 * @param {readonly string[]} args  of node
 * @param {{ hooked?: boolean, check?: (output: string) => void }} [how]  hooked: measure CPU and memory too (costs some ms of start-up)
 * @returns {Sample}
 * @throws {Error} the process failed, or its output is not what it must be
 */
export function measure(args, { hooked = true, check } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'speed-'))
  try {
    const usage = join(folder, 'usage.json')
    const started = performance.now()
    const { status, stdout, stderr, error } = spawnSync(
      process.execPath,
      [...(hooked ? ['--import', HOOK] : []), ...args],
      {
        env: { ...process.env, SPEED_USAGE: usage },
        encoding: 'utf8',
        timeout: LIMIT_MS,
        maxBuffer: MOST_OUTPUT,
      },
    )
    const wallMs = performance.now() - started
    if (error !== undefined || status !== 0)
      throw new Error(`${args.join(' ')}: ${error?.message ?? `ended with ${status}: ${stderr.slice(-400)}`}`)
    check?.(stdout)
    return { wallMs: ownTime(stdout) ?? wallMs, ...(hooked ? JSON.parse(readFileSync(usage, 'utf8')) : {}) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A rival's last line is `{"ms":…}`. */
function ownTime(output) {
  if (!output.startsWith('{"ms":')) return undefined
  return JSON.parse(output).ms
}

/** The middle of some numbers; of an even count, the mean of the two. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
