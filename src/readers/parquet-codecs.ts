/**
 * Decompression of Parquet pages: Node's own where it has it, JavaScript elsewhere.
 *
 * Promises that no page grows beyond the size its header states.
 */
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Compressors } from 'hyparquet'
import { compressors as plain } from 'hyparquet-compressors'
import { zstdBlock } from './zstd-block.ts'

type Decompress = (input: Uint8Array, length: number) => Uint8Array

export const codecs: Compressors = {
  ...Object.fromEntries(Object.entries(plain).map(([name, decompress]) => [name, exact(decompress!)])),
  GZIP: exact((input, length) => gunzipSync(input, { maxOutputLength: length })),
  BROTLI: exact((input, length) => brotliDecompressSync(input, { maxOutputLength: length })),
  ZSTD: exact(zstdBlock),
}

function exact(decompress: Decompress): Decompress {
  return (input, length) => {
    if (length === 0) return new Uint8Array(0) // some writers leave out the bytes of an empty page altogether
    const output = decompress(input, length)
    // Node cuts small results from a shared pool; a wrong length inside the page must not reach its neighbours.
    return output.buffer.byteLength === output.length ? output : output.slice()
  }
}
