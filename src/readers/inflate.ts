/**
 * node:zlib's transforms, driven by hand: their own async iterator drops what was inflated just before a fault.
 */
import zlib from 'node:zlib'

import type { ByteReader } from './bytes.ts'

const OUTPUT_BYTES = 1 << 20
const INPUT_BYTES = 1 << 16 // at most 64 MiB of output at the 1032 : 1 that deflate can reach

/** All members, zeros between them passed over as Python does: node would stop there, and pass over what follows. */
export const gunzip = (reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> =>
  members(reader, () => zlib.createGunzip({ chunkSize: OUTPUT_BYTES }))

/** Without head or checksum, as zip members are. */
export async function* inflateRaw(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  const rest = yield* inflated(reader, zlib.createInflateRaw({ chunkSize: OUTPUT_BYTES }))
  if (rest.length > 0) throw new Error('unexpected bytes after the end')
}

/** What of node:zlib's streams is used here. */
interface ZlibStream {
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'end', listener: () => void): unknown
  write(chunk: Uint8Array, done: () => void): unknown
  end(): unknown
  destroy(): unknown
  readonly bytesWritten: number // of the input, those that were used
}

/** @returns what was read from the source and not used, where the compressed data end before it does */
async function* inflated(
  reader: Pick<ByteReader, 'read'>,
  stream: ZlibStream,
): AsyncGenerator<Uint8Array, Uint8Array, undefined> {
  const ready: Uint8Array[] = []
  let fault: Error | undefined
  let ended = false
  let wake = (): void => undefined
  stream.on('data', (chunk) => ready.push(chunk))
  stream.on('error', (error) => {
    fault = error
    wake()
  })
  // Where the compressed data end before the input does, `end` comes and the callback of `write` never.
  stream.on('end', () => {
    ended = true
    wake()
  })
  const buffers = [Buffer.allocUnsafe(INPUT_BYTES), Buffer.allocUnsafe(INPUT_BYTES)] as const
  let turn = 0
  // A piece ahead, so that one is at hand when the last has been inflated: no turn of the loop is lost to reading.
  const readAhead = (): Promise<Uint8Array> => {
    const buffer = buffers[turn++ % 2]
    const reading = reader.read(buffer, 0, buffer.length).then((got) => buffer.subarray(0, got))
    reading.catch(() => undefined) // told when it is awaited, if ever
    return reading
  }
  let ahead = readAhead()
  let given = 0
  let input: Uint8Array = new Uint8Array(0)
  const step = async (): Promise<void> => {
    input = await ahead
    given += input.length
    if (input.length > 0) ahead = readAhead()
    await new Promise<void>((resolve) => {
      wake = resolve
      if (input.length > 0) stream.write(input, resolve)
      else stream.end()
    })
  }
  const begin = (): Promise<void> => {
    const begun = step()
    begun.catch(() => undefined) // told when it is awaited, if ever
    return begun
  }
  try {
    for (let next = begin(); ; ) {
      await next
      const made = ready.splice(0)
      const [broken, over] = [fault, ended]
      // Other threads inflate the next piece while this one is used.
      if (broken === undefined && !over) next = begin()
      yield* made
      if (broken !== undefined) throw broken
      if (over) {
        const unused = Math.max(0, input.length - (given - stream.bytesWritten))
        return Buffer.concat([input.subarray(unused), await ahead])
      }
    }
  } finally {
    stream.destroy()
  }
}

/** Compressed pieces one after the other, a new stream for each. */
async function* members(reader: ByteReader, create: () => ZlibStream): AsyncGenerator<Uint8Array, void, undefined> {
  let rest: Uint8Array = new Uint8Array(0)
  const source: Pick<ByteReader, 'read'> = {
    async read(target, at, length) {
      if (rest.length === 0) return reader.read(target, at, length)
      const taken = rest.subarray(0, length)
      target.set(taken, at)
      rest = rest.subarray(taken.length)
      return taken.length
    },
  }
  for (;;) {
    const padding = rest.findIndex((byte) => byte !== 0)
    rest = padding < 0 ? rest.subarray(rest.length) : rest.subarray(padding)
    if (rest.length > 0) {
      rest = yield* inflated(source, create())
      continue
    }
    const next = Buffer.allocUnsafe(INPUT_BYTES)
    rest = next.subarray(0, await reader.read(next, 0, next.length))
    if (rest.length === 0) return
  }
}
