/** Zstandard: node's own where there is one (22.15, 23.8), else fzstd; frame after frame. */
import zlib from 'node:zlib'

import { Decompress } from 'fzstd'

import type { ByteReader } from './bytes.ts'
import { members, OUTPUT_BYTES, type ZlibStream } from './inflate.ts'

const INPUT_BYTES = 1 << 14 // small, since three bytes can stand for 128 KiB

/** Node's own stops for good after a frame, and passes over the rest without a word: a new one for each frame. */
export function unzstd(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  const create = (zlib as { createZstdDecompress?: (options: { readonly chunkSize: number }) => ZlibStream })
    .createZstdDecompress
  if (create === undefined) return unzstdPlain(reader)
  return members(reader, () => create({ chunkSize: OUTPUT_BYTES }), INPUT_BYTES)
}

export async function* unzstdPlain(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  const ready: Uint8Array[] = []
  const decoder = new Decompress((chunk) => {
    if (chunk.length > 0) ready.push(chunk)
  })
  const input = Buffer.allocUnsafe(INPUT_BYTES)
  for (;;) {
    const got = await reader.read(input, 0, input.length)
    let fault: unknown
    try {
      // fzstd keeps parts of what it is given.
      decoder.push(Uint8Array.from(input.subarray(0, got)), got === 0)
    } catch (error) {
      fault = error
    }
    yield* ready.splice(0)
    if (fault !== undefined) throw fault
    if (got === 0) return
  }
}
