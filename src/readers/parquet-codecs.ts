/**
 * Decompression of Parquet pages: Node's own where it has it, JavaScript elsewhere.
 *
 * Promises that no page grows beyond the size its header states.
 */
import * as zlib from 'node:zlib'
import { decompress as fzstd } from 'fzstd'
import type { Compressors } from 'hyparquet'
import { compressors as plain } from 'hyparquet-compressors'

type Decompress = (input: Uint8Array, length: number) => Uint8Array

// Node has zstd from 22.15 on; its types here are those of Node 20.
const nativeZstd = (
  zlib as { zstdDecompressSync?: (input: Uint8Array, options: { maxOutputLength: number }) => Buffer }
).zstdDecompressSync

export const codecs: Compressors = {
  ...Object.fromEntries(Object.entries(plain).map(([name, decompress]) => [name, exact(decompress!)])),
  GZIP: exact((input, length) => zlib.gunzipSync(input, { maxOutputLength: length })),
  BROTLI: exact((input, length) => zlib.brotliDecompressSync(input, { maxOutputLength: length })),
  ZSTD: exact(
    nativeZstd
      ? (input, length) => nativeZstd(input, { maxOutputLength: length })
      : (input, length) => fzstd(input, new Uint8Array(length)),
  ),
}

function exact(decompress: Decompress): Decompress {
  return (input, length) => {
    if (length === 0) return new Uint8Array(0) // some writers leave out the bytes of an empty page altogether
    const output = decompress(input, length)
    // Node cuts small results from a shared pool; a wrong length inside the page must not reach its neighbours.
    return output.buffer.byteLength === output.length ? output : output.slice()
  }
}
