/** The text bytes of a shard: found, decompressed, in UTF-8. */
import { InputError } from '../model/errors.ts'
import type { ReadOptions } from '../model/options.ts'
import type { Shard } from '../model/shard.ts'
import { type ByteReader, limited, openFile, readHead, skipBytes, withHead } from './bytes.ts'
import { decompressed } from './decompress.ts'
import { asUtf8 } from './encoding.ts'
import { codecOf } from './sniff.ts'

/** What readers are told besides the shard. `tap` is for tests: it stands between the stored bytes and everything else. */
export type OpenOptions = ReadOptions & {
  readonly remarks?: boolean // note what takes another pass over each row to see: keys that stand twice
  readonly signal?: AbortSignal
  readonly atOnce?: boolean // files are read by this thread, which nobody else waits for meanwhile
  readonly aside?: boolean // much compressed data are inflated by another thread
  readonly tap?: (reader: ByteReader) => ByteReader
}

/** Is the shard a range of the bytes of a file of lines? */
export const isRange = ({ whole, member }: Shard): boolean => !whole && member === undefined

/**
 * A range begins one byte early: whether that byte ends a line says if the range's first line is its own.
 *
 * @param skip   bytes of text to pass over first
 */
export async function openText(shard: Shard, options: OpenOptions, skip = 0): Promise<ByteReader> {
  const plain = await openPlain(shard, options)
  try {
    const text = isRange(shard) && shard.start > 0 ? plain : await asUtf8(plain)
    if (skip > 0) await skipBytes(text, skip)
    return text
  } catch (fault) {
    await plain.close()
    throw fault
  }
}

/** The shard's bytes, decompressed, as they stand. */
export async function openPlain(shard: Shard, options: OpenOptions): Promise<ByteReader> {
  const { tap = (reader) => reader } = options
  const isPlace = shard.member !== undefined && (shard.codec === 'none' || shard.codec === 'deflate')
  const { signal, atOnce } = options
  const stored = isPlace
    ? await openFile(shard.path, shard.start, shard.end, { signal, atOnce })
    : isRange(shard)
      ? await openFile(shard.path, Math.max(0, shard.start - 1), undefined, { signal, atOnce, likely: shard.end })
      : await openFile(shard.path, 0, undefined, { signal, atOnce })
  try {
    if (shard.member === undefined && stored.size !== shard.bytes) {
      throw new InputError('file-changed', `${shard.file}: changed since the scan began`, {
        hint: 'scan it again when nothing writes to it',
      })
    }
    return await unpacked(shard, tap(stored), options)
  } catch (fault) {
    await stored.close()
    throw fault
  }
}

/** A member may lie in a compressed tar, and be compressed itself. */
async function unpacked(
  shard: Shard,
  stored: ByteReader,
  { maxDecompressedRatio, aside }: OpenOptions,
): Promise<ByteReader> {
  const limits = { file: shard.file, maxDecompressedRatio, aside }
  const outer = await decompressed(stored, shard.codec, limits)
  if (shard.member === undefined) return outer
  let inner = outer
  if (shard.codec !== 'none' && shard.codec !== 'deflate') {
    await skipBytes(outer, shard.start)
    inner = limited(outer, shard.end - shard.start)
  }
  const head = await readHead(inner, 16)
  return decompressed(withHead(head, inner), codecOf(head), limits)
}
