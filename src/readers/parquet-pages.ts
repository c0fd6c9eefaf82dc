/**
 * The values of one column chunk, page by page, as whole rows.
 *
 * Promises that one page is in memory at a time, that sizes a header states are checked before they are believed, and
 * that a row which runs over the end of a page comes out whole. Knows no rows across columns.
 */

import { assembleLists } from 'hyparquet/src/assemble.js'
import { Encodings, PageTypes } from 'hyparquet/src/constants.js'
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import type { DecodedArray, PageHeader } from 'hyparquet/src/types.js'
import { InputError } from '../model/errors.ts'
import { asInputError, type ColumnarFile, checkAborted, corrupt, unsupported } from './columnar-file.ts'
import { type ColumnChunk, encrypted } from './parquet-footer.ts'
import { type Leaf, leafOf, MAX_PAGE_BYTES, type Page, readDataPage, readDictionary } from './parquet-page.ts'
import { flagOf, intOf, readStruct, type Struct, structAt } from './parquet-thrift.ts'
import { checkDecimals, parsers, withoutBigints } from './parquet-values.ts'
import { zstdReady } from './zstd-block.ts'

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
}

export interface ChunkPage {
  readonly page: Page
  readonly values: DecodedArray // decoded, dictionary looked up, nulls left out
  readonly count: number // nulls counted
}

/** Whole rows of a chunk, an array a page; repeated and optional levels nest as hyparquet's assembly expects them. */
export async function* rowsOfChunk(
  source: ColumnarFile,
  path: Leaf['path'],
  chunk: ColumnChunk,
  limits: PageLimits,
): AsyncGenerator<ArrayLike<unknown>> {
  const leaf = leafOf(path, chunk.type, chunk.codec)
  const nested = leaf.maxRepetition > 0
  let open: unknown[] = [] // the last row of a page: the next page may go on with it
  for await (const { page, values } of pagesOfChunk(source, leaf, chunk, limits)) {
    if (path.length === 2 && !nested) {
      yield page.definitions ? withNulls(values, page.definitions) : values
      continue
    }
    const rows = decoded(source.file, leaf, () =>
      // hyparquet takes levels as arrays; it only indexes them.
      assembleLists(
        open,
        page.definitions as unknown as number[] | undefined,
        (page.repetitions ?? []) as unknown as number[],
        values,
        path as never,
      ),
    )
    if (!nested) {
      open = []
      yield rows
      continue
    }
    const whole = rows as unknown[]
    open = whole.splice(whole.length - 1, 1)
    if (whole.length > 0) yield whole
  }
  if (open.length > 0) yield open
}

function withNulls(values: DecodedArray, present: Uint8Array): ArrayLike<unknown> {
  if (values.length === present.length) return values
  let next = 0
  return Array.from(present, (level) => (level ? values[next++] : null))
}

/** The pages of a chunk in order, dictionary applied. */
export async function* pagesOfChunk(
  source: ColumnarFile,
  leaf: Leaf,
  chunk: ColumnChunk,
  limits: PageLimits,
): AsyncGenerator<ChunkPage> {
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
  if (chunk.codec === 'ZSTD') await zstdReady()
  const decoder = {
    parsers: { ...DEFAULT_PARSERS, ...parsers },
    element: leaf.path[leaf.path.length - 1].element,
    schemaPath: leaf.path,
    type: leaf.type,
  }
  const convertValues = (stored: DecodedArray) => {
    if (limits.stored) return stored
    if (decoder.element.converted_type === 'DECIMAL') checkDecimals(stored)
    return withoutBigints(convert(stored, decoder as never))
  }
  const read = windowed(source)
  let dictionary: DecodedArray | undefined
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
    // A copy where the page is used as stored: what a wrong length reads beyond it would be its neighbour's.
    const stored = await read(end, next)
    const bytes = leaf.codec === 'UNCOMPRESSED' ? stored.slice() : stored
    position = next
    if (header.type === 'DICTIONARY_PAGE') {
      dictionary = decoded(file, leaf, () => convertValues(readDictionary(header, bytes, leaf)))
      continue
    }
    const count = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0
    if (header.type === 'INDEX_PAGE' || count === 0) continue
    seen += count
    yield decoded(file, leaf, () => {
      const page = readDataPage(header, bytes, leaf)
      const values = page.indexed ? lookUp(page.values as Uint32Array, dictionary) : convertValues(page.values)
      return { page, values, count }
    })
  }
}

function lookUp(indexes: ArrayLike<number>, dictionary: DecodedArray | undefined): unknown[] {
  if (!dictionary && indexes.length > 0) throw new RangeError('indexes without a dictionary')
  const values: unknown[] = new Array(indexes.length)
  for (let i = 0; i < indexes.length; i++) {
    if (indexes[i] >= dictionary!.length)
      throw new RangeError(`index ${indexes[i]} in a dictionary of ${dictionary!.length}`)
    values[i] = dictionary![indexes[i]]
  }
  return values
}

type Read = (start: number, end: number) => Promise<Uint8Array>

/** Reads ahead, so that small pages cost no read each. */
function windowed(source: ColumnarFile): Read {
  let start = 0
  let bytes: Uint8Array = new Uint8Array(0)
  return async (from, to) => {
    if (from < start || to > start + bytes.length) {
      bytes = await source.read(from, Math.min(source.size, Math.max(to, from + WINDOW_BYTES)))
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

function decoded<T>(file: string, leaf: Leaf, decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    throw asInputError(error, file, `a page of ${nameOf(leaf)}`)
  }
}

function nameOf(leaf: Leaf): string {
  return `column ${leaf.path[leaf.path.length - 1].path.join('.')}`.replace(/[^\x20-\x7e]+/g, '?').slice(0, 80)
}
