/** Zstandard: node's own where there is one (22.15, 23.8), else WebAssembly; frame after frame. */
import zlib from 'node:zlib'

import type { ByteReader } from './bytes.ts'
import { members, OUTPUT_BYTES, type ZlibStream } from './inflate.ts'
import { createZstdDecoder, loadZstd } from './zstd-wasm.ts'

const INPUT_BYTES = 1 << 14 // small, since three bytes can stand for 128 KiB

/** Node's own stops for good after a frame, and passes over the rest without a word: a new one for each frame. */
export function unzstd(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  const create = (zlib as { createZstdDecompress?: (options: { readonly chunkSize: number }) => ZlibStream })
    .createZstdDecompress
  if (create === undefined) return unzstdPlain(reader)
  return members(reader, () => create({ chunkSize: OUTPUT_BYTES }), INPUT_BYTES)
}

const STORED_BYTES = 1 << 16 // read at once; it is decoded block by block

export async function* unzstdPlain(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  await loadZstd()
  const decoder = createZstdDecoder()
  const input = Buffer.allocUnsafe(STORED_BYTES)
  try {
    for (;;) {
      const got = await reader.read(input, 0, input.length)
      if (got === 0) break
      for (const piece of decoder.decode(input.subarray(0, got))) yield piece.slice()
    }
    if (!decoder.ended) throw new RangeError('zstd data end too early')
  } finally {
    decoder.close()
  }
}
