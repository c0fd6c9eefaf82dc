/**
 * A file read by place: the footer first, then the pieces it points to.
 *
 * Promises that every read lies inside the file and is whole; a place outside it is a corrupt file, said in one line.
 * Knows no format.
 */
import { readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { InputError } from '../model/errors.ts'
import { placeOfPath, type RemotePlace } from './remote/place.ts'

export interface ColumnarFile {
  readonly file: string // as the user named it
  readonly size: number // bytes
  /**
   * Bytes start to end (exclusive), in memory of their own.
   *
   * @param room  memory that may be used for them
   */
  read(start: number, end: number, room?: Uint8Array): Promise<Uint8Array>
  /** A few bytes at once, of a file on this machine: asking a thread for them takes ten times as long as reading them. */
  readNow?(start: number, end: number): Uint8Array
  readonly atOnce?: boolean // `read` has read when it returns: nothing is gained by asking before it is needed
  close(): Promise<void>
}

export interface OpenColumnarOptions {
  readonly signal?: AbortSignal // of a remote file: lets go of the connection
  readonly atOnce?: boolean // read by this thread, which nobody else waits for meanwhile
}

export async function openColumnarFile(
  path: string,
  file: string,
  { signal, atOnce = false }: OpenColumnarOptions = {},
): Promise<ColumnarFile> {
  const place = placeOfPath(path)
  if (place !== undefined) return remoteFile(place, file, signal)
  let handle: FileHandle | undefined
  try {
    handle = await open(path, 'r')
    const stat = await handle.stat()
    if (!stat.isFile()) throw new Error('it is not a regular file')
    return handleFile(handle, file, stat.size, atOnce)
  } catch (cause) {
    await handle?.close()
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    if (missing) throw new InputError('file-missing', `${file}: no such file`, { hint: 'check the path', cause })
    const why = (cause as Error).message
    throw new InputError('file-unreadable', `${file}: cannot be opened (${why})`, {
      hint: 'check that it is a file you may read',
      cause,
    })
  }
}

async function remoteFile(place: RemotePlace, file: string, signal: AbortSignal | undefined): Promise<ColumnarFile> {
  const { openRemote } = await import('./remote/source.ts')
  const { slice, size } = openRemote(place, signal)
  return {
    file,
    size,
    async read(start, end) {
      if (!(start >= 0 && start <= end && end <= size)) throw outside(file)
      return new Uint8Array(await slice(start, end)) // memory of its own, as of a file
    },
    close: async () => undefined,
  }
}

export const outside = (file: string): InputError => corrupt(file, 'a part is said to lie outside the file')

export function handleFile(handle: FileHandle, file: string, size: number, atOnce = false): ColumnarFile {
  return {
    file,
    size,
    atOnce,
    async read(start, end, room) {
      if (!(start >= 0 && start <= end && end <= size)) throw outside(file)
      const length = end - start
      // Never pooled memory: a wrong length inside cannot show other data.
      const bytes = room !== undefined && room.length >= length ? room.subarray(0, length) : new Uint8Array(length)
      let done = 0
      while (done < bytes.length) {
        const left = bytes.length - done
        const read = atOnce
          ? readSync(handle.fd, bytes, done, left, start + done)
          : (await handle.read(bytes, done, left, start + done)).bytesRead
        if (read === 0) throw shortened(file)
        done += read
      }
      return bytes
    },
    readNow(start, end) {
      if (!(start >= 0 && start <= end && end <= size)) throw outside(file)
      const bytes = new Uint8Array(end - start)
      for (let done = 0; done < bytes.length; ) {
        const read = readSync(handle.fd, bytes, done, bytes.length - done, start + done)
        if (read === 0) throw shortened(file)
        done += read
      }
      return bytes
    },
    close: () => handle.close(),
  }
}

function shortened(file: string): InputError {
  return new InputError('file-changed', `${file}: became shorter while it was read`, {
    hint: 'scan it again when nothing writes to it',
  })
}

export function corrupt(file: string, what: string, cause?: unknown): InputError {
  return new InputError('file-corrupt', `${file}: ${what}`, {
    hint: 'download or write the file again; compare its checksum',
    cause,
  })
}

export function unsupported(file: string, what: string, hint: string): InputError {
  return new InputError('format-unsupported', `${file}: ${what}`, { hint })
}

/** What a decoder threw, as one clear line; an InputError passes as it is. */
export function asInputError(error: unknown, file: string, where: string): InputError {
  if (error instanceof InputError) return error
  // A TypeError is a decoder that met something it took for granted: its words are about code, not about the file.
  const message = error instanceof Error && !(error instanceof TypeError) ? error.message : 'it is malformed'
  // Decoders may quote bytes of the file in what they throw: keep one short line of plain characters.
  const plain = message.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 120)
  return corrupt(file, `${where} cannot be decoded (${plain})`, error)
}

export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new InputError('aborted', 'the scan was stopped', { hint: 'start it again' })
}
