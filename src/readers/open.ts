/** The text bytes of a shard: found, decompressed, in UTF-8. */
import type { ReadOptions } from '../model/options.ts'
import type { Shard } from '../model/shard.ts'
import { type ByteReader, openFile, skipBytes } from './bytes.ts'
import { decompressed } from './decompress.ts'
import { asUtf8 } from './encoding.ts'

/** What readers are told besides the shard. `tap` is for tests: it stands between the stored bytes and everything else. */
export type OpenOptions = ReadOptions & {
  readonly signal?: AbortSignal
  readonly tap?: (reader: ByteReader) => ByteReader
}

/**
 * @param skip   bytes of text to pass over first
 */
export async function openText(shard: Shard, options: OpenOptions, skip = 0): Promise<ByteReader> {
  const reader = await openStored(shard, options)
  try {
    const plain = await decompressed(reader, shard.codec, {
      file: shard.file,
      maxDecompressedRatio: options.maxDecompressedRatio,
    })
    const text = shard.start === 0 ? await asUtf8(plain) : plain
    await skipBytes(text, skip)
    return text
  } catch (fault) {
    await reader.close()
    throw fault
  }
}

/** A range begins one byte early: whether that byte ends a line says if the range's first line is its own. */
async function openStored(shard: Shard, { tap = (reader) => reader }: OpenOptions): Promise<ByteReader> {
  return tap(await openFile(shard.path, Math.max(0, shard.start - 1)))
}
