/** Where the command line touches the world. Tests hand in their own; `main.ts` hands in the process. */
import type { Writable } from 'node:stream'

export type Sink = Writable & { readonly isTTY?: boolean; readonly columns?: number }

export interface Io {
  readonly stdout: Sink // the report, nothing else
  readonly stderr: Sink // progress, warnings, errors
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly now: () => Date
  readonly signal: AbortSignal // Ctrl-C
  readonly unfinished: Set<string> // files half written: removed if the run is cut short
}
