/**
 * The pages of one column chunk, as they are stored.
 *
 * Promises that one page is in memory at a time, and that sizes a header states are checked before they are believed.
 */

import { Encodings, PageTypes } from 'hyparquet/src/constants.js'
import type { PageHeader } from 'hyparquet/src/types.js'
import { InputError } from '../model/errors.ts'
import { asInputError, type ColumnarFile, checkAborted, corrupt, unsupported } from './columnar-file.ts'
import type { PageRooms } from './page-rooms.ts'
import { codecReady } from './parquet-codecs.ts'
import { type ColumnChunk, encrypted } from './parquet-footer.ts'
import type { Leaf } from './parquet-page.ts'
import { MAX_PAGE_BYTES } from './parquet-spans.ts'
import { flagOf, intOf, readStruct, type Struct, structAt } from './parquet-thrift.ts'

const WINDOW_BYTES = 1024 * 1024 // read at once
const HEADER_BYTES = 16 * 1024 // enough for any honest page header
const MAX_HEADER_BYTES = 16 * 1024 * 1024 // statistics may bear two long strings
const FREE_BYTES = 64 * 1024 * 1024
const MAX_RATIO = 1000
const MAX_PAGE_VALUES = 2 ** 24 // a page of nulls can claim any number in a few bytes

export interface PageLimits {
  readonly signal?: AbortSignal
  readonly maxDecompressedRatio?: number // of a column chunk to the whole file, above 64 MiB
  readonly stored?: boolean // values as they are stored, for who writes them again
  readonly rooms?: PageRooms // for pages of texts, if rows are done with when the next are asked for
}

/** A page as it is stored, its header checked. */
export interface RawPage {
  readonly header: PageHeader
  readonly bytes: Uint8Array
  readonly count: number // values, nulls counted; 0 of a dictionary
}

/**
 * The pages of a chunk in order: of dictionaries, and of data that are not empty.
 *
 * @param rooms  where what is stored may be read to: a page is valid until the next is asked for
 */
export async function* rawPages(
  source: ColumnarFile,
  leaf: Leaf,
  chunk: ColumnChunk,
  limits: PageLimits,
  rooms?: PageRooms,
): AsyncGenerator<RawPage> {
  const { file } = source
  if (chunk.encrypted) throw encrypted(file)
  if (chunk.elsewhere)
    throw unsupported(file, 'the rows of this Parquet file are in other files', 'scan the other files')
  if (chunk.codec === 'LZO' || !chunk.codec)
    throw unsupported(
      file,
      'the pages are compressed with LZO or an unknown codec',
      'write it again with zstd or snappy',
    )
  await codecReady(chunk.codec)
  const read = windowed(source, chunk, rooms)
  let position = chunk.start
  let grown = 0 // bytes, uncompressed
  const most = Math.max(FREE_BYTES, source.size * (limits.maxDecompressedRatio ?? MAX_RATIO))
  for (let seen = 0; seen < chunk.values; ) {
    checkAborted(limits.signal)
    const { header, end } = await headerAt(source, read, leaf, position)
    const next = end + header.compressed_page_size
    grown += header.uncompressed_page_size
    if (grown > most) {
      throw new InputError('limit', `${file}: ${nameOf(leaf)} grows beyond ${most} bytes when it is decompressed`, {
        hint: 'raise maxDecompressedRatio if the file is trusted',
      })
    }
    if (next > source.size) throw corrupt(file, `a page of ${nameOf(leaf)} ends beyond the file`)
    const bytes = await read(end, next)
    position = next
    const count = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0
    const isDictionary = header.type === 'DICTIONARY_PAGE'
    if (!isDictionary && (header.type === 'INDEX_PAGE' || count === 0)) continue
    if (!isDictionary) seen += count
    yield { header, bytes, count: isDictionary ? 0 : count }
  }
}

type Read = (start: number, end: number) => Promise<Uint8Array>

/** Reads ahead, so that small pages cost no read each; but not into the columns behind, which may be far away and not wanted. */
function windowed(
  source: ColumnarFile,
  { start: first, storedBytes }: ColumnChunk,
  rooms: PageRooms | undefined,
): Read {
  const likely = first + storedBytes + HEADER_BYTES // a header is read with more behind it

  let start = 0
  let bytes: Uint8Array = new Uint8Array(0)
  let room: Uint8Array | undefined
  const roomOf = (length: number): Uint8Array | undefined => {
    if (room !== undefined && room.length >= length) return room
    if (room !== undefined) rooms?.leave(room)
    room = rooms?.take(length)
    return room
  }
  return async (from, to) => {
    if (from < start || to > start + bytes.length) {
      const end = Math.min(source.size, Math.max(to, Math.min(from + WINDOW_BYTES, likely)))
      bytes = await source.read(from, end, roomOf(end - from))
      start = from
    }
    return bytes.subarray(from - start, to - start)
  }
}

async function headerAt(
  source: ColumnarFile,
  read: Read,
  leaf: Leaf,
  position: number,
): Promise<{ header: PageHeader; end: number }> {
  for (const room of [HEADER_BYTES, MAX_HEADER_BYTES]) {
    const bytes = await read(position, Math.max(position, Math.min(position + room, source.size)))
    try {
      const { struct, end } = readStruct(bytes)
      return { header: headerOf(struct, source.file), end: position + end }
    } catch (error) {
      const last = room === MAX_HEADER_BYTES || position + room >= source.size
      if (error instanceof InputError || last) throw asInputError(error, source.file, `a page of ${nameOf(leaf)}`)
    }
  }
  throw new RangeError('unreachable')
}

function headerOf(struct: Struct, file: string): PageHeader {
  const size = (at: Struct, id: number, most: number) => {
    const value = intOf(at, id) ?? -1
    if (value < 0) throw new RangeError(`a size of ${value} in a page header`)
    if (value > most)
      throw new InputError('limit', `${file}: a page of ${value} bytes or values`, {
        hint: 'write the file again with smaller pages (1 MiB is usual)',
      })
    return value
  }
  const one = structAt(struct, 5)
  const dictionary = structAt(struct, 7)
  const two = structAt(struct, 8)
  const encoding = (at: Struct, id: number) => Encodings[intOf(at, id) ?? -1]
  const type = PageTypes[intOf(struct, 1) ?? -1]
  if (!type) throw new RangeError('a page of an unknown type')
  return {
    type,
    uncompressed_page_size: size(struct, 2, MAX_PAGE_BYTES),
    compressed_page_size: size(struct, 3, MAX_PAGE_BYTES),
    data_page_header: one && {
      num_values: size(one, 1, MAX_PAGE_VALUES),
      encoding: encoding(one, 2),
      definition_level_encoding: encoding(one, 3),
      repetition_level_encoding: encoding(one, 4),
    },
    dictionary_page_header: dictionary && {
      num_values: size(dictionary, 1, MAX_PAGE_VALUES),
      encoding: encoding(dictionary, 2),
    },
    data_page_header_v2: two && {
      num_values: size(two, 1, MAX_PAGE_VALUES),
      num_nulls: intOf(two, 2) ?? 0,
      num_rows: intOf(two, 3) ?? 0,
      encoding: encoding(two, 4),
      definition_levels_byte_length: intOf(two, 5) ?? 0,
      repetition_levels_byte_length: intOf(two, 6) ?? 0,
      is_compressed: flagOf(two, 7) ?? true,
    },
  }
}

/** What `decode` gives; what it throws, as a fault of the leaf. */
export function decoded<T>(file: string, leaf: Leaf, decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    throw asInputError(error, file, `a page of ${nameOf(leaf)}`)
  }
}

function nameOf(leaf: Leaf): string {
  return `column ${leaf.path[leaf.path.length - 1].path.join('.')}`.replace(/[^\x20-\x7e]+/g, '?').slice(0, 80)
}
