/**
 * xz: streams one after the other, of blocks, of LZMA2 chunks; CRC32 and CRC64 are checked, other checks are passed over.
 *
 * @see "The .xz File Format" 1.2.1 (tukaani.org, 2024)
 */
import { InputError } from '../model/errors.ts'
import type { ByteReader } from './bytes.ts'
import { type Crc, crc32, crc64 } from './crc.ts'
import { lzma2 } from './lzma2.ts'
import { type Pull, pull } from './pull.ts'

const LZMA2_FILTER = 0x21
const MOST_DICTIONARY_BYTES = 256 * 1024 * 1024
const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64]
const CRC32 = 1
const CRC64 = 4

export async function* unxz(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  const source = pull(reader)
  for (let streams = 0; ; streams++) {
    while ((await source.have(4)) >= 4 && source.bytes().readUInt32LE() === 0) source.use(4) // padding between streams
    if (streams > 0 && (await source.have(1)) === 0) return
    const head = await exactly(source, 12)
    if (head.readUInt32LE() !== 0x587a37fd) throw new Error('no xz header')
    const check = head[7]! & 0xf
    source.use(12)
    for (;;) {
      const size = (await exactly(source, 1))[0]!
      if (size === 0) break
      yield* block(source, (size + 1) * 4, check)
    }
    await index(source)
    source.use((await exactly(source, 12)).length) // footer
  }
}

async function* block(source: Pull, headerBytes: number, check: number): AsyncGenerator<Uint8Array, void, undefined> {
  const decoder = lzma2(dictionaryOf(await exactly(source, headerBytes)))
  source.use(headerBytes)
  const crc: Crc | undefined = check === CRC32 ? crc32() : check === CRC64 ? crc64() : undefined
  let packedBytes = 0
  for (;;) {
    const control = (await exactly(source, 1))[0]!
    if (control === 0) break
    if (control > 2 && control < 0x80) throw new Error('an unknown LZMA2 chunk')
    const isPacked = control >= 0x80
    const resets = (control >> 5) & 3
    const headBytes = isPacked ? (resets >= 2 ? 6 : 5) : 3
    const head = await exactly(source, headBytes)
    const length = (isPacked ? (control & 0x1f) << 16 : 0) + head.readUInt16BE(1) + 1
    const size = isPacked ? head.readUInt16BE(3) + 1 : length
    decoder.reset({
      dictionary: isPacked ? resets === 3 : control === 1,
      state: isPacked && resets > 0,
      ...(headBytes === 6 && { properties: head[5]! }),
    })
    source.use(headBytes)
    const data = await exactly(source, size)
    const bytes = isPacked ? decoder.decode(data, length) : decoder.copy(data)
    source.use(size)
    packedBytes += headBytes + size
    crc?.add(bytes)
    yield bytes
  }
  source.use(1)
  source.use((await exactly(source, -(headerBytes + packedBytes + 1) & 3)).length)
  const stored = await exactly(source, CHECK_BYTES[check]!)
  if (crc?.matches(stored) === false) throw new Error('checksum of a block differs')
  source.use(stored.length)
}

/** Size of the dictionary that a block's header asks for. */
function dictionaryOf(header: Buffer): number {
  const flags = header[1]!
  let at = 2
  const number = (): number => {
    let value = 0
    for (let place = 0; place < 9; place++) {
      const byte = header[at++]!
      value += (byte & 0x7f) * 2 ** (7 * place)
      if (byte < 0x80) return value
    }
    throw new Error('a number without end')
  }
  if (flags & 0x40) number()
  if (flags & 0x80) number()
  const filter = number()
  if ((flags & 3) !== 0 || filter !== LZMA2_FILTER) {
    throw new InputError('format-unsupported', 'xz with a filter for programs is not read', {
      hint: 'decompress the file first',
    })
  }
  number()
  const exponent = header[at]! & 0x3f
  const bytes = (2 | (exponent & 1)) * 2 ** (Math.floor(exponent / 2) + 11)
  if (bytes <= MOST_DICTIONARY_BYTES) return bytes
  throw new InputError('limit', `xz with a dictionary of ${bytes} bytes is not read`, {
    hint: 'decompress the file first',
  })
}

/** Passes over the index: what it says was seen block by block. */
async function index(source: Pull): Promise<void> {
  let passed = 0
  const next = async (): Promise<number> => {
    const byte = (await exactly(source, 1))[0]!
    source.use(1)
    passed++
    return byte
  }
  const number = async (): Promise<number> => {
    let value = 0
    for (let place = 0; place < 9; place++) {
      const byte = await next()
      value += (byte & 0x7f) * 2 ** (7 * place)
      if (byte < 0x80) return value
    }
    throw new Error('a number without end')
  }
  await next()
  const records = await number()
  for (let left = records * 2; left > 0; left--) await number()
  while ((passed & 3) !== 0) await next()
  source.use((await exactly(source, 4)).length)
}

async function exactly(source: Pull, count: number): Promise<Buffer> {
  if ((await source.have(count)) < count) throw new Error('unexpected end')
  return source.bytes().subarray(0, count)
}
