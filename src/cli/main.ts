#!/usr/bin/env node
/** The process behind the command line: its streams, its signals, its exit code. Everything else is in `run.ts`. */
import { rmSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { INTERRUPTED } from './exit.ts'
import { threadedLoader } from './load-threaded.ts'
import { run } from './run.ts'

const GRACE_MS = 700 // Ctrl-C must end the run within a second, whatever it is doing

const controller = new AbortController()
const unfinished = new Set<string>()

function interrupt(): void {
  if (controller.signal.aborted) leave() // asked twice
  controller.abort()
  setTimeout(leave, GRACE_MS).unref()
}

/**
 * Still here: something hangs that no thread can be called back from (a named pipe, a file server that is gone), and
 * `process.exit` would wait for it. The signal itself does not; a shell shows it as 130 all the same.
 */
function leave(): void {
  for (const path of unfinished) rmSync(path, { recursive: true, force: true })
  if (process.platform === 'win32') process.exit(INTERRUPTED)
  process.removeAllListeners('SIGINT')
  process.kill(process.pid, 'SIGINT')
}

function start(): void {
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  // A reader that has gone away is seen where we write; these listeners only keep the event from ending the process.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})

  void run(
    process.argv.slice(2),
    {
      stdout: process.stdout,
      stderr: process.stderr,
      env: process.env,
      cwd: process.cwd(),
      now: () => new Date(),
      signal: controller.signal,
      unfinished,
    },
    threadedLoader(),
  ).then((code) => {
    process.exitCode = code // never process.exit() here: a pipe may still be draining
  })
}

// The same source is the program of the thread that reads data: see thread.ts.
if (isMainThread) start()
else void import('./thread-serve.ts').then(({ serve }) => serve())
