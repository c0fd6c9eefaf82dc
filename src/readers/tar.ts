/**
 * tar: the files in it, one after the other, with where their bytes are. Nothing is ever written to a path, so names are
 * only names. Knows the ustar, GNU and pax forms of long names and sizes.
 */
import { type ByteReader, limited, readHead, skipBytes } from './bytes.ts'

export interface TarEntry {
  readonly name: string
  readonly size: number
  readonly start: number // of its bytes, in the tar
  readonly data: ByteReader // valid until the next entry is asked for; need not be read
}

const RECORD = 512
const MOST_NAME_BYTES = 1 << 16

export async function* tarEntries(reader: ByteReader): AsyncGenerator<TarEntry, void, undefined> {
  let at = 0
  let longName: string | undefined
  let longSize: number | undefined
  for (;;) {
    const header = await readHead(reader, RECORD)
    at += RECORD
    if (header.length === 0 || header.every((byte) => byte === 0)) return
    if (!isTarHeader(header)) throw new Error('a tar entry is damaged or cut short')
    const type = String.fromCharCode(header[156]!)
    const size = longSize ?? sizeOf(header)
    const padded = Math.ceil(size / RECORD) * RECORD
    if (type === 'L' || type === 'x' || type === 'g' || type === 'K') {
      if (size > MOST_NAME_BYTES) throw new Error('a tar entry with a name beyond measure')
      const text = (await readHead(reader, padded)).subarray(0, size)
      if (type === 'L') longName = untilZero(text)
      if (type === 'x') {
        longName = paxField(text, 'path') ?? longName
        const stated = paxField(text, 'size')
        if (stated !== undefined) longSize = Number(stated)
      }
    } else {
      let used = 0
      const data = limited(
        {
          async read(target, offset, length) {
            const got = await reader.read(target, offset, length)
            used += got
            return got
          },
          stored: reader.stored,
          close: async () => undefined,
        },
        size,
      )
      if (type === '0' || type === '\0' || type === '7')
        yield { name: longName ?? nameOf(header), size, start: at, data }
      await skipBytes(reader, padded - used)
      longName = undefined
      longSize = undefined
    }
    at += padded
  }
}

/** The sum in a tar's header, which its magic word alone would not prove. */
export function isTarHeader(header: Buffer): boolean {
  if (header.length < RECORD) return false
  let sum = 8 * 32
  for (let at = 0; at < RECORD; at++) if (at < 148 || at >= 156) sum += header[at]!
  return sum > 8 * 32 && Number.parseInt(untilZero(header.subarray(148, 156)).trim(), 8) === sum
}

function sizeOf(header: Buffer): number {
  const field = header.subarray(124, 136)
  const size =
    (field[0]! & 0x80) === 0
      ? Number.parseInt(untilZero(field).trim() || '0', 8)
      : field.subarray(4).reduce((sum, byte) => sum * 256 + byte, 0)
  if (Number.isSafeInteger(size)) return size
  throw new Error('a tar entry without a size')
}

function nameOf(header: Buffer): string {
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? untilZero(header.subarray(345, 500)) : ''
  const name = untilZero(header.subarray(0, 100))
  return prefix === '' ? name : `${prefix}/${name}`
}

/** A field of a pax header: lines of `length key=value\n`, the length that of the whole line. */
function paxField(text: Buffer, key: string): string | undefined {
  for (let at = 0; at < text.length; ) {
    const space = text.indexOf(32, at)
    const length = Number.parseInt(text.toString('latin1', at, space), 10)
    if (space < 0 || !(length > 0)) return undefined
    const [name, ...value] = text.toString('utf8', space + 1, at + length - 1).split('=')
    if (name === key) return value.join('=')
    at += length
  }
  return undefined
}

function untilZero(bytes: Buffer): string {
  const zero = bytes.indexOf(0)
  return bytes.toString('utf8', 0, zero < 0 ? bytes.length : zero)
}
