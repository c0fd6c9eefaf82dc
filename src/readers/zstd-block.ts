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
  if (native) return native(input, { maxOutputLength: length })
  // fzstd is three times as fast into memory of its own, which it takes as its frame header says: so that is read first.
  const stated = contentSize(input)
  return stated !== undefined && stated <= length ? decompress(input) : decompress(input, new Uint8Array(length))
}

/** The size that a frame header states, if it states one. @see RFC 8878 §3.1.1.1 */
function contentSize(input: Uint8Array): number | undefined {
  if (input.length < 18) return undefined
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  if (view.getUint32(0, true) !== 0xfd2fb528) return undefined
  const flags = view.getUint8(4)
  const single = (flags & 0x20) !== 0
  const at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][flags & 3]
  switch (flags >> 6) {
    case 0:
      return single ? view.getUint8(at) : undefined
    case 1:
      return view.getUint16(at, true) + 256
    case 2:
      return view.getUint32(at, true)
    default:
      return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32
  }
}
