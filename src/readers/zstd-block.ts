/**
 * Zstandard bytes of a known size, decoded at once: by Node where it can (22.15 and later), else in JavaScript.
 *
 * Promises never to grow beyond that size.
 */
import * as zlib from 'node:zlib'
import { decompress } from 'fzstd'

// The types here are those of Node 20, which has no zstd.
const native = (zlib as { zstdDecompressSync?: (input: Uint8Array, options: { maxOutputLength: number }) => Buffer })
  .zstdDecompressSync

export function zstdBlock(input: Uint8Array, length: number): Uint8Array {
  return native ? native(input, { maxOutputLength: length }) : decompress(input, new Uint8Array(length))
}
