/**
 * Compressed bytes → bytes, streaming, a megabyte at a time.
 *
 * What was good before a fault is handed on first; then comes an InputError. A file that grows beyond
 * `maxDecompressedRatio` times its size (and 64 MiB) is refused: nobody's dataset compresses so well.
 */
import zlib from 'node:zlib'

import { InputError } from '../model/errors.ts'
import type { Codec } from '../model/shard.ts'
import { type ByteReader, fromChunks } from './bytes.ts'

export interface DecompressOptions {
  readonly maxDecompressedRatio?: number
  readonly file: string // for messages
}

const INPUT_BYTES = 1 << 16
const OUTPUT_BYTES = 1 << 20
const ALWAYS_ALLOWED = 64 * 1024 * 1024
const MAX_RATIO = 1000

/** Takes compressed bytes, gives what they hold. `end` says that no more will come, and throws if that is too early. */
export interface Inflater {
  push(chunk: Buffer): Promise<readonly Uint8Array[]> | readonly Uint8Array[]
  end(): Promise<readonly Uint8Array[]> | readonly Uint8Array[]
  close(): void
}

export async function decompressed(reader: ByteReader, codec: Codec, options: DecompressOptions): Promise<ByteReader> {
  if (codec === 'none') return reader
  const inflater = await inflaterFor(codec)
  return fromChunks(limited(inflated(reader, inflater, codec, options.file), reader, options), reader.stored)
}

async function* inflated(
  reader: ByteReader,
  inflater: Inflater,
  codec: Codec,
  file: string,
): AsyncGenerator<Uint8Array> {
  const input = Buffer.allocUnsafe(INPUT_BYTES)
  try {
    for (;;) {
      const got = await reader.read(input, 0, input.length)
      const ready: Uint8Array[] = []
      let fault: unknown
      try {
        ready.push(...(got === 0 ? await inflater.end() : await inflater.push(input.subarray(0, got))))
      } catch (cause) {
        fault = cause
        ready.push(...saved(cause))
      }
      yield* ready
      if (fault !== undefined) throw corrupt(file, codec, fault)
      if (got === 0) return
    }
  } finally {
    inflater.close()
    await reader.close()
  }
}

/** A fault, with what was inflated before it. */
export class InflateFault extends Error {
  override readonly name = 'InflateFault'
  readonly before: readonly Uint8Array[]

  constructor(cause: unknown, before: readonly Uint8Array[]) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.before = before
  }
}

const saved = (fault: unknown): readonly Uint8Array[] => (fault instanceof InflateFault ? fault.before : [])

function corrupt(file: string, codec: Codec, fault: unknown): InputError {
  if (fault instanceof InputError) return fault
  const why = fault instanceof Error ? fault.message : String(fault)
  return new InputError('file-corrupt', `${file}: the ${codec} data are damaged or cut short (${why})`, {
    hint: 'the rows before the damage were read; fetch the file again',
    cause: fault,
  })
}

async function* limited(
  chunks: AsyncGenerator<Uint8Array>,
  reader: ByteReader,
  { maxDecompressedRatio = MAX_RATIO, file }: DecompressOptions,
): AsyncGenerator<Uint8Array> {
  let total = 0
  for await (const chunk of chunks) {
    total += chunk.length
    if (total > ALWAYS_ALLOWED && total > maxDecompressedRatio * reader.stored()) {
      throw new InputError('limit', `${file}: inflates to more than ${maxDecompressedRatio} times its size`, {
        hint: 'if the file is honest, raise --max-decompressed-ratio',
      })
    }
    yield chunk
  }
}

async function inflaterFor(codec: Codec): Promise<Inflater> {
  if (codec === 'gzip') return zlibInflater(zlib.createGunzip({ chunkSize: OUTPUT_BYTES }))
  throw new InputError('format-unsupported', `${codec} is not read`, { hint: 'decompress the file first' })
}

/**
 * One of node:zlib's transforms, driven by hand: its own async iterator drops what was inflated just before a fault.
 */
export function zlibInflater(stream: zlib.Gunzip | zlib.InflateRaw): Inflater {
  let ready: Uint8Array[] = []
  let fault: Error | undefined
  let wake = (): void => undefined
  stream.on('data', (chunk: Uint8Array) => ready.push(chunk))
  stream.on('error', (error) => {
    fault = error
    wake()
  })
  const settled = async (start: (done: () => void) => void): Promise<readonly Uint8Array[]> => {
    if (fault === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve
        start(resolve)
      })
    }
    const taken = ready
    ready = []
    if (fault !== undefined) throw new InflateFault(fault, taken)
    return taken
  }
  return {
    push: (chunk) => settled((done) => stream.write(chunk, () => done())),
    end: () =>
      settled((done) => {
        stream.once('end', done)
        stream.end()
      }),
    close: () => stream.destroy(),
  }
}
