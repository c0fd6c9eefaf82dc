/**
 * Zstandard bytes of a known size, decoded at once: by Node where it can (22.15 and later), else in WebAssembly.
 *
 * Promises an error for any other size. Node takes data that were cut short for whole ones: their size tells them.
 */
import * as zlib from 'node:zlib'
import { createZstdDecoder, loadZstd } from './zstd-wasm.ts'

// The types here are those of Node 20, which has no zstd.
const native = (zlib as { zstdDecompressSync?: (input: Uint8Array, options: { maxOutputLength: number }) => Buffer })
  .zstdDecompressSync

/** Whether `zstdBlock` has a use for room. */
export const zstdTakesRoom = native === undefined

/** To be awaited before the first `zstdBlock`. */
export async function zstdReady(): Promise<void> {
  if (native === undefined) await loadZstd()
}

/** @param room  memory of that size for the output, if there is some to be used again */
export function zstdBlock(input: Uint8Array, length: number, room?: Uint8Array): Uint8Array {
  const output = native ? native(input, { maxOutputLength: length }) : plainBlock(input, room ?? new Uint8Array(length))
  if (output.length !== length) throw new RangeError(`${output.length} bytes instead of ${length}`)
  return output
}

function plainBlock(input: Uint8Array, output: Uint8Array): Uint8Array {
  const { length } = output
  const decoder = createZstdDecoder()
  try {
    let at = 0
    for (const piece of decoder.decode(input)) {
      if (at + piece.length > length) throw new RangeError(`more than ${length} bytes`)
      output.set(piece, at)
      at += piece.length
    }
    if (!decoder.ended) throw new RangeError('zstd data end too early')
    return output.subarray(0, at)
  } finally {
    decoder.close()
  }
}
