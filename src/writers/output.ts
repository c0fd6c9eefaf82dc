/**
 * One file being written: new, hashed as it goes, compressed if asked.
 *
 * Promises never to write over a file and never to follow a link that someone put in its place. What it holds is complete
 * only when `finish` has answered.
 */
import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'

export type OutputCodec = 'none' | 'gzip' | 'zstd'

export interface Output {
  write(bytes: Uint8Array): Promise<void> // the bytes may be used again once it has answered
  finish(): Promise<Written>
  abandon(): Promise<void>
}

export interface Written {
  readonly bytes: number
  readonly sha256: string // of the bytes as stored
}

/** zstd came to Node with 22.15. */
type MakeTransform = () => Transform
const createZstd = (zlib as { readonly createZstdCompress?: MakeTransform }).createZstdCompress
export const canWriteZstd: boolean = createZstd !== undefined

export async function createOutput(path: string, codec: OutputCodec = 'none'): Promise<Output> {
  await mkdir(dirname(path), { recursive: true })
  const handle = await open(path, 'wx')
  const hash = createHash('sha256')
  let bytes = 0
  const store = async (chunk: Uint8Array): Promise<void> => {
    hash.update(chunk)
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await handle.write(chunk, done, chunk.length - done)
      done += bytesWritten
    }
    bytes += chunk.length
  }
  const packer = codec === 'none' ? undefined : packed(codec, store)
  return {
    write: packer?.write ?? store,
    async finish() {
      await packer?.end()
      await handle.sync()
      await handle.close()
      return { bytes, sha256: hash.digest('hex') }
    },
    async abandon() {
      packer?.destroy()
      await handle.close().catch(() => undefined) // closed already
    },
  }
}

function packed(codec: 'gzip' | 'zstd', store: (chunk: Uint8Array) => Promise<void>) {
  if (codec === 'zstd' && createZstd === undefined) throw new Error('this Node cannot write zstd')
  const stream = codec === 'zstd' ? (createZstd as MakeTransform)() : zlib.createGzip()
  const stored = (async () => {
    for await (const chunk of stream) await store(chunk as Uint8Array)
  })()
  stored.catch(() => undefined) // told by the next write, or by the end
  stream.on('error', () => undefined) // told by `stored`
  return {
    write: (bytes: Uint8Array): Promise<void> =>
      new Promise<void>((done, failed) => {
        stream.write(bytes, (fault) => (fault ? failed(fault) : done()))
      }).catch(async (fault: unknown) => {
        await stored
        throw fault
      }),
    end: async (): Promise<void> => {
      stream.end()
      await stored
    },
    destroy: () => void stream.destroy(),
  }
}
