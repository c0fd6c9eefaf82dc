/**
 * Compressed bytes that are read by place: inflated once for each opening, in memory while they are few, else into a private
 * file that has no name as soon as it is open, so that nothing is left behind however the process ends.
 */
import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cannotSpool } from '../model/disk.ts'
import { InputError } from '../model/errors.ts'
import { type ByteReader, readHead } from './bytes.ts'
import { type ColumnarFile, checkAborted, handleFile, outside } from './columnar-file.ts'

const MEMORY_BYTES = 64 * 1024 * 1024
const MOST_BYTES = 2 * 1024 * 1024 * 1024 // a bomb may not fill the disk
const CHUNK_BYTES = 1 << 20

/** @throws {InputError} the bytes are damaged, or too many; the disk cannot hold them */
export async function inflatedFile(
  reader: ByteReader,
  file: string,
  { signal, atOnce, memory = MEMORY_BYTES, most = MOST_BYTES, folder = tmpdir() }: InflateLimits = {},
): Promise<ColumnarFile> {
  const chunks: Uint8Array[] = []
  let handle: FileHandle | undefined
  let size = 0
  try {
    for (;;) {
      checkAborted(signal)
      const chunk = await readHead(reader, CHUNK_BYTES) // full: one that is not would hold its whole buffer
      if (chunk.length === 0) break
      size += chunk.length
      if (size > most) throw tooLong(file, most)
      chunks.push(chunk)
      if (size <= memory) continue
      handle ??= await privateFile(folder)
      for (const part of chunks.splice(0)) await store(handle, part, folder)
    }
    return handle === undefined ? inMemory(Buffer.concat(chunks), file) : handleFile(handle, file, size, atOnce)
  } catch (fault) {
    await handle?.close()
    throw fault
  } finally {
    await reader.close()
  }
}

export interface InflateLimits {
  readonly signal?: AbortSignal
  readonly atOnce?: boolean // as in `openColumnarFile`
  readonly memory?: number // bytes that are held without a file
  readonly most?: number // bytes in all
  readonly folder?: string // of the private file
}

function inMemory(bytes: Uint8Array, file: string): ColumnarFile {
  return {
    file,
    size: bytes.length,
    async read(start, end) {
      if (!(start >= 0 && start <= end && end <= bytes.length)) throw outside(file)
      return new Uint8Array(bytes.subarray(start, end)) // memory of its own, as of a file
    },
    close: async () => undefined,
  }
}

async function privateFile(folder: string): Promise<FileHandle> {
  const path = join(folder, `suretrap-${randomUUID()}`)
  try {
    const handle = await open(path, 'wx+', 0o600)
    await unlink(path).catch(() => undefined) // where an open file keeps its name, it stays until the system clears the folder
    return handle
  } catch (fault) {
    throw cannotSpool(folder, fault)
  }
}

async function store(handle: FileHandle, bytes: Uint8Array, folder: string): Promise<void> {
  try {
    await handle.writeFile(bytes) // goes on where the last one ended
  } catch (fault) {
    throw cannotSpool(folder, fault)
  }
}

const tooLong = (file: string, most: number): InputError =>
  new InputError('limit', `${file}: inflates to more than ${Math.round(most / 2 ** 20)} MiB`, {
    hint: 'unpack it first',
  })
