/**
 * Bytes, pulled: the one port through which every text reader sees its data.
 *
 * A reader asks for bytes into a buffer of its own, so a plain file is read without a copy. It promises order and an
 * end (0); it does not know lines, formats or compression. Tests put a dripping source behind the same port.
 */
import { readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { InputError } from '../model/errors.ts'
import type { ByteReader } from './byte-reader.ts'
import { placeOfPath } from './remote/place.ts'

export type { ByteReader }

export interface OpenFileOptions {
  readonly signal?: AbortSignal // of a remote file: lets go of the connection
  readonly atOnce?: boolean // read by this thread, which nobody else waits for meanwhile
  readonly likely?: number // where the reader will probably stop; a remote file is not read ahead of it
}

/** Bytes start to end (exclusive; default: the end of the file) of a file, on this machine or not. */
export async function openFile(
  path: string,
  start = 0,
  end = Number.MAX_SAFE_INTEGER,
  { signal, likely, atOnce = false }: OpenFileOptions = {},
): Promise<ByteReader & { readonly size: number }> {
  const place = placeOfPath(path)
  if (place !== undefined) {
    const { openRemote, streamOf } = await import('./remote/source.ts')
    return streamOf(openRemote(place, signal), start, end, likely)
  }
  const handle = await openHandle(path)
  const { size } = await handle.stat()
  let at = start
  return {
    size, // of the whole file
    async read(target, offset, length) {
      const want = Math.min(length, end - at)
      if (want <= 0) return 0
      try {
        // To ask another thread for the bytes takes three times as long as to read them.
        const got = atOnce
          ? readSync(handle.fd, target, offset, want, at)
          : (await handle.read(target, offset, want, at)).bytesRead
        at += got
        return got
      } catch (cause) {
        throw unreadable(path, cause)
      }
    },
    skip(length) {
      at += length
    },
    stored: () => at - start,
    close: () => handle.close(),
  }
}

/** Opens a file for reading; what stands in the way is an InputError with the file's name. */
export async function openHandle(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

export function unreadable(path: string, cause: unknown): InputError {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new InputError('file-missing', `${path}: no such file`, { hint: 'check the path', cause })
  }
  const why = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : (code ?? String(cause))
  return new InputError('file-unreadable', `${path}: cannot be read (${why})`, { hint: 'check its permissions', cause })
}

/** A reader over chunks that come by themselves, as a decompressor gives them; `close` lets go of where they come from. */
export function fromChunks(
  chunks: AsyncIterable<Uint8Array>,
  stored: () => number,
  close: () => Promise<void>,
): ByteReader {
  const source = chunks[Symbol.asyncIterator]()
  let chunk: Uint8Array = new Uint8Array(0)
  let used = 0
  return {
    async read(target, at, length) {
      while (used === chunk.length) {
        const next = await source.next()
        if (next.done) return 0
        chunk = next.value
        used = 0
      }
      const take = Math.min(length, chunk.length - used)
      target.set(take === chunk.length ? chunk : chunk.subarray(used, used + take), at)
      used += take
      return take
    },
    stored,
    async close() {
      await source.return?.()
      await close()
    },
  }
}

/** The same bytes, with some that were read already put back in front. */
export function withHead(head: Uint8Array, rest: ByteReader): ByteReader {
  let used = 0
  return {
    async read(target, at, length) {
      if (used === head.length) return rest.read(target, at, length)
      const take = Math.min(length, head.length - used)
      target.set(head.subarray(used, used + take), at)
      used += take
      return take
    },
    stored: rest.stored,
    close: rest.close,
  }
}

/** The next `length` bytes of a reader, as a reader. */
export function limited(reader: ByteReader, length: number): ByteReader {
  let left = length
  return {
    ...reader,
    async read(target, at, wanted) {
      const got = left === 0 ? 0 : await reader.read(target, at, Math.min(wanted, left))
      left -= got
      return got
    },
    skip: undefined,
  }
}

/** Reads until `length` bytes are there or the source ends. */
export async function readHead(reader: ByteReader, length: number): Promise<Buffer> {
  const head = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const got = await reader.read(head, filled, length - filled)
    if (got === 0) break
    filled += got
  }
  return head.subarray(0, filled)
}

/** Passes over `length` bytes. */
export async function skipBytes(reader: ByteReader, length: number): Promise<void> {
  if (reader.skip !== undefined) {
    reader.skip(length)
    return
  }
  const waste = Buffer.allocUnsafe(Math.min(length, 1 << 20))
  let left = length
  while (left > 0) {
    const got = await reader.read(waste, 0, Math.min(left, waste.length))
    if (got === 0) return
    left -= got
  }
}
