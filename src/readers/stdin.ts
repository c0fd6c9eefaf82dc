/** Standard input, kept in a private file: a scan reads its data more than once. */
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { cannotSpool } from '../model/disk.ts'

export interface Spooled {
  readonly path: string
  dispose(): Promise<void>
}

/**
 * Writes a stream to a file that only its owner can read. The caller disposes of it.
 */
export async function spoolStdin({
  input = process.stdin,
  signal,
}: {
  readonly input?: Readable
  readonly signal?: AbortSignal
} = {}): Promise<Spooled> {
  const folder = await mkdtemp(join(tmpdir(), 'suretrap-')).catch((fault: unknown) => {
    throw cannotSpool(tmpdir(), fault)
  })
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true })
  const path = join(folder, 'stdin')
  try {
    await pipeline(input, createWriteStream(path, { mode: 0o600, flags: 'wx' }), { signal })
    return { path, dispose }
  } catch (fault) {
    await dispose()
    throw cannotSpool(tmpdir(), fault)
  }
}
