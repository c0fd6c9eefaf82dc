/**
 * node:zlib's transforms, driven by hand: their own async iterator drops what was inflated just before a fault.
 */
import zlib from 'node:zlib'

import type { ByteReader } from './bytes.ts'

export const OUTPUT_BYTES = 1 << 20
const INPUT_BYTES = 1 << 16 // at most 64 MiB of output at the 1032 : 1 that deflate can reach

export const gunzip = (reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> =>
  inflated(reader, zlib.createGunzip({ chunkSize: OUTPUT_BYTES }), INPUT_BYTES)

/** Without head or checksum, as zip members are. */
export const inflateRaw = (reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> =>
  inflated(reader, zlib.createInflateRaw({ chunkSize: OUTPUT_BYTES }), INPUT_BYTES)

/** What of node:zlib's streams is used here. */
export interface ZlibStream {
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  once(event: 'end', listener: () => void): unknown
  write(chunk: Uint8Array, done: () => void): unknown
  end(): unknown
  destroy(): unknown
}

export async function* inflated(
  reader: ByteReader,
  stream: ZlibStream,
  inputBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const ready: Uint8Array[] = []
  let fault: Error | undefined
  let wake = (): void => undefined
  stream.on('data', (chunk) => ready.push(chunk))
  stream.on('error', (error) => {
    fault = error
    wake()
  })
  const input = Buffer.allocUnsafe(inputBytes)
  try {
    for (;;) {
      const got = await reader.read(input, 0, input.length)
      await new Promise<void>((resolve) => {
        wake = resolve
        if (got > 0) {
          stream.write(input.subarray(0, got), resolve)
        } else {
          stream.once('end', resolve)
          stream.end()
        }
      })
      yield* ready.splice(0)
      if (fault !== undefined) throw fault
      if (got === 0) return
    }
  } finally {
    stream.destroy()
  }
}
