/** What a file's bytes are, in one hash: so that a report can say which data it speaks of. */
import { createHash } from 'node:crypto'

import { openHandle } from './bytes.ts'

export interface FileDigest {
  readonly sha256: string
  readonly of: 'bytes' | 'chunks' // of the bytes, or of the digests of their 64 MiB chunks one after the other
}

const CHUNK_BYTES = 64 * 1024 * 1024
const WHOLE_BYTES = 1024 * 1024 * 1024 // a file up to this long has one hash of all its bytes, as sha256sum gives it
const BLOCK_BYTES = 1 << 20

export async function fileDigest(
  path: string,
  signal?: AbortSignal,
  { wholeBytes = WHOLE_BYTES, chunkBytes = CHUNK_BYTES } = {},
): Promise<FileDigest> {
  const handle = await openHandle(path)
  try {
    const { size } = await handle.stat()
    const buffer = Buffer.allocUnsafe(BLOCK_BYTES)
    const hashOf = async (start: number, end: number): Promise<Buffer> => {
      const hash = createHash('sha256')
      for (let at = start; at < end; ) {
        signal?.throwIfAborted()
        const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, end - at), at)
        if (bytesRead === 0) break
        hash.update(buffer.subarray(0, bytesRead))
        at += bytesRead
      }
      return hash.digest()
    }
    if (size <= wholeBytes) return { sha256: (await hashOf(0, size)).toString('hex'), of: 'bytes' }
    const chunks = createHash('sha256')
    for (let start = 0; start < size; start += chunkBytes) {
      chunks.update(await hashOf(start, Math.min(start + chunkBytes, size)))
    }
    return { sha256: chunks.digest('hex'), of: 'chunks' }
  } finally {
    await handle.close()
  }
}
