/** `-`: standard input, kept in a private file while it is read, since a scan reads its data three times. */
import { dirname } from 'node:path'
import type { Api } from './api.ts'
import type { Io } from './io.ts'

export interface Stdin {
  readonly stdinPath?: string
}

export async function withStdin<T>(
  paths: readonly string[],
  io: Io,
  api: Api,
  work: (stdin: Stdin) => Promise<T>,
): Promise<T> {
  if (!paths.includes('-')) return work({})
  const { path, dispose } = await api.spoolStdin({ signal: io.signal })
  io.unfinished.add(dirname(path)) // the spool has a folder of its own
  try {
    return await work({ stdinPath: path })
  } finally {
    await dispose()
    io.unfinished.delete(dirname(path))
  }
}
