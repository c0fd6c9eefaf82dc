/**
 * Compressed bytes → bytes, streaming.
 *
 * What was good before a fault is handed on first; then comes an InputError. A file that grows beyond
 * `maxDecompressedRatio` times its size (and 64 MiB) is refused: nobody's dataset compresses so well.
 */
import { InputError } from '../model/errors.ts'
import type { Codec } from '../model/shard.ts'
import type { Inflate, SlowCodec } from './byte-reader.ts'
import { type ByteReader, fromChunks } from './bytes.ts'

export interface DecompressOptions {
  readonly maxDecompressedRatio?: number
  readonly file: string // for messages
  readonly aside?: boolean // by another thread, where that is worth it
}

const ALWAYS_ALLOWED = 64 * 1024 * 1024
const MAX_RATIO = 1000

export async function decompressed(reader: ByteReader, codec: Codec, options: DecompressOptions): Promise<ByteReader> {
  if (codec === 'none') return reader
  const own = await inflateBy(codec)
  const inflate = options.aside && isSlow(codec) ? (await import('./inflate-thread.ts')).inThread(codec, own) : own
  return fromChunks(checked(inflate(reader), codec, reader, options), reader.stored, reader.close)
}

async function* checked(
  chunks: AsyncGenerator<Uint8Array>,
  codec: Codec,
  reader: ByteReader,
  { maxDecompressedRatio = MAX_RATIO, file }: DecompressOptions,
): AsyncGenerator<Uint8Array> {
  let total = 0
  try {
    for await (const chunk of chunks) {
      total += chunk.length
      if (total > ALWAYS_ALLOWED && total > maxDecompressedRatio * reader.stored()) {
        throw new InputError('limit', `${file}: inflates to more than ${maxDecompressedRatio} times its size`, {
          hint: 'if the file is honest, raise --max-decompressed-ratio',
        })
      }
      yield chunk
    }
  } catch (fault) {
    if (fault instanceof InputError) {
      if (fault.message.startsWith(file)) throw fault
      throw new InputError(fault.code, `${file}: ${fault.message}`, { hint: fault.hint, cause: fault })
    }
    const why = fault instanceof Error ? fault.message : String(fault)
    throw new InputError('file-corrupt', `${file}: the ${codec} data are damaged or cut short (${why})`, {
      hint: 'the rows before the damage were read; fetch the file again',
      cause: fault,
    })
  }
}

const isSlow = (codec: Codec): codec is SlowCodec => codec === 'zstd' || codec === 'bzip2' || codec === 'xz'

/** Each codec's code is loaded when a file needs it. */
export async function inflateBy(codec: Exclude<Codec, 'none'>): Promise<Inflate> {
  switch (codec) {
    case 'gzip':
      return (await import('./inflate.ts')).gunzip
    case 'deflate':
      return (await import('./inflate.ts')).inflateRaw
    case 'zstd':
      return (await import('./zstd.ts')).unzstd
    case 'bzip2':
      return (await import('./bzip2.ts')).bunzip2
    case 'xz':
      return (await import('./xz.ts')).unxz
    case 'lz4':
      return (await import('./lz4.ts')).unlz4
  }
}
