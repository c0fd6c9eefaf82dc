/** What a file's bytes are, in one hash: so that a report can say which data it speaks of. */
import { createHash } from 'node:crypto'

import { openFile } from './bytes.ts'

export interface FileDigest {
  readonly sha256: string
  readonly of: 'bytes' | 'chunks' | 'hub' // of the bytes; of the digests of their 64 MiB chunks one after the other; of the bytes, as the Hub says
}

const CHUNK_BYTES = 64 * 1024 * 1024
const WHOLE_BYTES = 1024 * 1024 * 1024 // a file up to this long has one hash of all its bytes, as sha256sum gives it
const BLOCK_BYTES = 1 << 20

export async function fileDigest(
  path: string,
  signal?: AbortSignal,
  { wholeBytes = WHOLE_BYTES, chunkBytes = CHUNK_BYTES } = {},
): Promise<FileDigest> {
  const source = await openFile(path, 0, undefined, { signal })
  try {
    const { size } = source
    const buffer = Buffer.allocUnsafe(BLOCK_BYTES)
    const hashOfNext = async (length: number): Promise<Buffer> => {
      const hash = createHash('sha256')
      for (let left = length; left > 0; ) {
        signal?.throwIfAborted()
        const got = await source.read(buffer, 0, Math.min(buffer.length, left))
        if (got === 0) break
        hash.update(buffer.subarray(0, got))
        left -= got
      }
      return hash.digest()
    }
    if (size <= wholeBytes) return { sha256: (await hashOfNext(size)).toString('hex'), of: 'bytes' }
    const chunks = createHash('sha256')
    for (let start = 0; start < size; start += chunkBytes)
      chunks.update(await hashOfNext(Math.min(chunkBytes, size - start)))
    return { sha256: chunks.digest('hex'), of: 'chunks' }
  } finally {
    await source.close()
  }
}
