/**
 * zip: the files in it, from the directory at its end, with where their bytes are. zip64 too. Nothing is extracted.
 *
 * @see APPNOTE.TXT 6.3.10 (PKWARE 2022)
 */
import { InputError } from '../model/errors.ts'
import { type ColumnarFile, openColumnarFile } from './columnar-file.ts'

export interface ZipEntry {
  readonly name: string
  readonly start: number // of its bytes, as stored
  readonly end: number
  readonly method: 'stored' | 'deflate'
}

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const MOST_COMMENT_BYTES = 0xffff
const MOST_DIRECTORY_BYTES = 64 * 1024 * 1024
const ENCRYPTED = 1

/** @throws {InputError} no zip, a damaged one, or one with a password */
export async function zipEntries(path: string, file: string): Promise<readonly ZipEntry[]> {
  const source = await openColumnarFile(path, file)
  try {
    return await entriesOf(source)
  } catch (fault) {
    if (fault instanceof InputError) throw fault
    throw damaged(file, fault)
  } finally {
    await source.close()
  }
}

async function entriesOf(source: ColumnarFile): Promise<readonly ZipEntry[]> {
  const { size, file } = source
  const tailStart = Math.max(0, size - END_BYTES - MOST_COMMENT_BYTES)
  const tail = await bytesAt(source, tailStart, size)
  let at = tail.length - END_BYTES
  while (at >= 0 && tail.readUInt32LE(at) !== END) at--
  if (at < 0) throw damaged(file, 'its directory is missing')
  let length = tail.readUInt32LE(at + 12)
  let start = tail.readUInt32LE(at + 16)
  if (at >= 20 && tail.readUInt32LE(at - 20) === LOCATOR_64) {
    const place = Number(tail.readBigUInt64LE(at - 12))
    const end64 = await bytesAt(source, place, place + 56)
    if (end64.readUInt32LE() !== END_64) throw damaged(file, 'its directory is missing')
    length = Number(end64.readBigUInt64LE(40))
    start = Number(end64.readBigUInt64LE(48))
  }
  if (length > MOST_DIRECTORY_BYTES) throw damaged(file, 'its directory is too long')
  const entries: ZipEntry[] = []
  for (const entry of central(await bytesAt(source, start, start + length))) {
    if (entry.name.endsWith('/')) continue
    if (entry.flags & ENCRYPTED) {
      throw new InputError('format-unsupported', `${file}: is locked with a password`, { hint: 'unpack it first' })
    }
    if (entry.method !== 0 && entry.method !== 8) continue // bzip2, LZMA …: hardly ever seen, told as ignored
    const local = await bytesAt(source, entry.local, entry.local + 30)
    if (local.readUInt32LE() !== LOCAL) throw damaged(file, 'an entry is not where its directory says')
    const from = entry.local + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
    entries.push({
      name: entry.name,
      start: from,
      end: from + entry.packed,
      method: entry.method === 0 ? 'stored' : 'deflate',
    })
  }
  return entries
}

function* central(
  directory: Buffer,
): Generator<{ name: string; flags: number; method: number; packed: number; local: number }> {
  for (let at = 0; at + 46 <= directory.length; ) {
    if (directory.readUInt32LE(at) !== CENTRAL) return
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30)
    const unpacked = directory.readUInt32LE(at + 24)
    let packed = directory.readUInt32LE(at + 20)
    let local = directory.readUInt32LE(at + 42)
    const wide = extra64(directory.subarray(nameEnd, extraEnd))
    let used = unpacked === 0xffffffff ? 8 : 0
    if (packed === 0xffffffff) {
      packed = Number(wide.readBigUInt64LE(used))
      used += 8
    }
    if (local === 0xffffffff) local = Number(wide.readBigUInt64LE(used))
    yield {
      name: directory.toString('utf8', at + 46, nameEnd),
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      packed,
      local,
    }
    at = extraEnd + directory.readUInt16LE(at + 32)
  }
}

/** The extra field that holds sizes and places of more than 32 bits. */
function extra64(extra: Buffer): Buffer {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  return Buffer.alloc(0)
}

async function bytesAt({ read, size }: ColumnarFile, start: number, end: number): Promise<Buffer> {
  if (!(start <= end && end <= size)) throw new Error('unexpected end')
  const bytes = await read(start, end)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function damaged(file: string, why: unknown): InputError {
  const reason = why instanceof Error ? why.message : String(why)
  return new InputError('file-corrupt', `${file}: the zip is damaged or cut short (${reason})`, {
    hint: 'fetch the file again',
  })
}
