/**
 * Progress on standard error: one line redrawn on a terminal; elsewhere one line every ten seconds, so that a build's log
 * can be told from one that hangs. A run of under ten seconds says nothing there.
 */
import { count } from '../model/numbers.ts'
import type { Progress } from '../model/options.ts'
import type { Io } from './io.ts'

const REDRAW_MS = 100
const LOG_MS = 10_000
const SETTLED_MS = 500 // before that a rate is a guess

export interface ProgressLine {
  readonly onProgress: ((progress: Progress) => void) | undefined
  readonly stop: () => void // takes the line away; more than once is harmless
}

export function startProgress(io: Io, wanted: boolean): ProgressLine {
  if (!wanted) return { onProgress: undefined, stop: () => {} }
  const live = io.stderr.isTTY === true && !isCi(io.env)
  const every = live ? REDRAW_MS : LOG_MS
  let last = live ? Number.NEGATIVE_INFINITY : io.now().getTime()
  let stage: Progress['stage'] | undefined
  let began = 0
  let drawn = false
  let stopped = false
  return {
    onProgress(progress) {
      if (stopped) return
      const now = io.now().getTime()
      if (progress.stage !== stage) {
        stage = progress.stage
        began = now
      }
      if (now - last < every) return
      last = now
      const line = progressText(progress, now - began)
      if (live) io.stderr.write(`\r\x1b[2K${line.slice(0, (io.stderr.columns ?? 80) - 1)}`)
      else io.stderr.write(`suretrap: ${line}\n`)
      drawn = live
    },
    stop() {
      stopped = true
      if (drawn) io.stderr.write('\r\x1b[2K')
      drawn = false
    },
  }
}

function isCi(env: Io['env']): boolean {
  return env.CI !== undefined && env.CI !== '' && env.CI !== 'false' && env.CI !== '0'
}

/** @example progressText({ stage: 'collect', rows: 1200, bytes: 5e7, totalBytes: 1e8 }, 1000) // 'collect  50 %  1,200 rows  50.0 MB/s  1 s left' */
export function progressText({ stage, rows, bytes, totalBytes }: Progress, elapsedMs: number): string {
  const parts: string[] = [stage]
  if (totalBytes > 0) parts.push(`${Math.min(100, Math.floor((100 * bytes) / totalBytes))} %`)
  parts.push(`${count(rows)} rows`)
  if (elapsedMs >= SETTLED_MS && bytes > 0) {
    parts.push(`${(bytes / 1000 / elapsedMs).toFixed(1)} MB/s`)
    const leftMs = ((totalBytes - bytes) * elapsedMs) / bytes
    if (leftMs > 0) parts.push(`${duration(leftMs)} left`)
  }
  return parts.join('  ')
}

/** @example duration(95_000) // '1 min 35 s' */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}
