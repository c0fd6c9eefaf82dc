/**
 * Decompression of Parquet pages: Node's own where it has it, WebAssembly or JavaScript elsewhere, loaded when a file needs it.
 *
 * Promises that no page grows beyond the size its header states.
 */
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { type CompressionCodec, type Compressors, snappyUncompress } from 'hyparquet'
import { tooFewAddresses } from './too-few-addresses.ts'
import { zstdBlock, zstdReady } from './zstd-block.ts'

type Decompress = (input: Uint8Array, length: number) => Uint8Array

/** Of the codecs that are ready. */
export const codecs: Compressors = {
  GZIP: exact((input, length) => gunzipSync(input, { maxOutputLength: length })),
  BROTLI: exact((input, length) => brotliDecompressSync(input, { maxOutputLength: length })),
  ZSTD: exact(zstdBlock),
}

/** To be awaited before the first page of a codec. */
export async function codecReady(codec: CompressionCodec): Promise<void> {
  if (codec === 'ZSTD') return zstdReady()
  if (codec === 'UNCOMPRESSED' || codecs[codec] !== undefined) return
  try {
    const { compressors } = await import('hyparquet-compressors')
    for (const name of ['SNAPPY', 'LZ4', 'LZ4_RAW'] as const) codecs[name] = exact(compressors[name]!)
  } catch (cause) {
    if (codec !== 'SNAPPY') throw tooFewAddresses(codec, cause)
    codecs[codec] = exact(plainSnappy) // slower
  }
}

function plainSnappy(input: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length)
  snappyUncompress(input, output)
  return output
}

function exact(decompress: Decompress): Decompress {
  return (input, length) => {
    if (length === 0) return new Uint8Array(0) // some writers leave out the bytes of an empty page altogether
    const output = decompress(input, length)
    // Node cuts small results from a shared pool; a wrong length inside the page must not reach its neighbours.
    return output.buffer.byteLength === output.length ? output : output.slice()
  }
}
