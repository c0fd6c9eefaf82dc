/**
 * Zstandard in WebAssembly, frame after frame.
 *
 * Not by Node's own, where there is one (22.15 and later): that takes a file which was cut short for a whole one.
 */
import type { ByteReader } from './bytes.ts'
import { createZstdDecoder, loadZstd } from './zstd-wasm.ts'

const STORED_BYTES = 1 << 16 // read at once; it is decoded block by block

export async function* unzstd(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
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
