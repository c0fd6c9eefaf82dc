/** Sizes and times of the files of a plan, so that a later reading can tell whether they are still what they were. */
import { stat } from 'node:fs/promises'
import { InputError } from './model/errors.ts'
import type { Shard } from './model/shard.ts'
import { placeOfPath } from './readers/remote/place.ts'

export type Stamps = ReadonlyMap<string, { readonly file: string; readonly size: number; readonly mtimeMs: number }> // by path

export async function stampsOf(shards: readonly Shard[]): Promise<Stamps> {
  const stamps = new Map<string, { file: string; size: number; mtimeMs: number }>()
  for (const { file, path } of shards) {
    if (stamps.has(path) || placeOfPath(path) !== undefined) continue // a remote file is checked with each answer
    const found = await stat(path).catch(() => undefined) // a file that is gone is told when it is read
    if (found !== undefined) stamps.set(path, { file, size: found.size, mtimeMs: found.mtimeMs })
  }
  return stamps
}

/** @throws {InputError} `file-changed` */
export async function unchanged(stamps: Stamps): Promise<void> {
  for (const [path, { file, size, mtimeMs }] of stamps) {
    const now = await stat(path).catch(() => undefined)
    if (now?.size === size && now.mtimeMs === mtimeMs) continue
    throw new InputError('file-changed', `${file}: changed since the scan began`, {
      hint: 'scan it again when nothing writes to it',
    })
  }
}
