/**
 * One data page: its levels, and its values as they are stored.
 *
 * Promises that no count in a header is believed beyond the bytes that are there. hyparquet decodes the plain and delta
 * encodings; levels and dictionary indexes are read here, where a run cannot outgrow its page.
 */

import { decompressPage } from 'hyparquet/src/datapage.js'
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js'
import { byteStreamSplit } from 'hyparquet/src/encoding.js'
import { readPlain } from 'hyparquet/src/plain.js'
import type { CompressionCodec, DecodedArray, PageHeader, ParquetType, SchemaTree } from 'hyparquet/src/types.js'
import type { PageRooms } from './page-rooms.ts'
import { codecs } from './parquet-codecs.ts'
import { readHybrid } from './parquet-levels.ts'
import { spansOf } from './parquet-spans.ts'
import type { Spans } from './texts.ts'
import { zstdBlock, zstdTakesRoom } from './zstd-block.ts'

export interface Leaf {
  readonly path: readonly SchemaTree[] // root to leaf
  readonly type: ParquetType
  readonly codec: CompressionCodec
  readonly typeLength: number | undefined
  readonly maxDefinition: number
  readonly maxRepetition: number
}

export interface Levels {
  readonly definitions: Uint8Array | undefined // absent: every value is there
  readonly repetitions: Uint8Array | undefined // absent: one value a row
}

export interface Page extends Levels {
  readonly values: DecodedArray // without nulls; dictionary indexes where `indexed`
  readonly indexed: boolean
}

export function leafOf(path: readonly SchemaTree[], type: ParquetType, codec: CompressionCodec): Leaf {
  const below = path.slice(1).map((node) => node.element.repetition_type)
  return {
    path,
    type,
    codec,
    typeLength: path[path.length - 1].element.type_length,
    maxDefinition: below.filter((repetition) => repetition !== 'REQUIRED').length,
    maxRepetition: below.filter((repetition) => repetition === 'REPEATED').length,
  }
}

export function readDictionary(header: PageHeader, bytes: Uint8Array, leaf: Leaf): DecodedArray {
  const { page, count } = openDictionary(header, bytes, leaf)
  return readPlain(readerOf(page), leaf.type, count, leaf.typeLength)
}

export function openDictionary(header: PageHeader, bytes: Uint8Array, leaf: Leaf, rooms?: PageRooms) {
  const count = header.dictionary_page_header?.num_values ?? -1
  const page = inflated(bytes, header.uncompressed_page_size, leaf, rooms)
  checkCount(count)
  return { page, count }
}

export function readDataPage(header: PageHeader, bytes: Uint8Array, leaf: Leaf): Page {
  const { definitions, repetitions, bytes: stored, present, encoding } = openDataPage(header, bytes, leaf)
  return {
    definitions,
    repetitions,
    values: valuesOf(stored, present, encoding, leaf),
    indexed: isIndexed(encoding),
  }
}

export function isIndexed(encoding: string): boolean {
  return encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY'
}

/** A page with its levels read and its values not. */
export interface OpenPage extends Levels {
  readonly bytes: Uint8Array // of the values
  readonly present: number // values, without nulls
  readonly encoding: string
}

/** @param rooms  where the page may stand */
export function openDataPage(header: PageHeader, bytes: Uint8Array, leaf: Leaf, rooms?: PageRooms): OpenPage {
  const one = header.data_page_header
  if (one) {
    const page = inflated(bytes, header.uncompressed_page_size, leaf, rooms)
    const repetitions = prefixed(page, 0, leaf.maxRepetition, one.num_values, one.repetition_level_encoding)
    const definitions = prefixed(
      page,
      repetitions.end,
      leaf.maxDefinition,
      one.num_values,
      one.definition_level_encoding,
    )
    return pageOf(
      definitions.levels,
      repetitions.levels,
      page.subarray(definitions.end),
      one.num_values,
      one.encoding,
      leaf,
    )
  }
  const two = header.data_page_header_v2
  if (!two) throw new RangeError('a page without a header of its kind')
  const levelBytes = two.repetition_levels_byte_length + two.definition_levels_byte_length
  if (
    !(two.repetition_levels_byte_length >= 0 && two.definition_levels_byte_length >= 0 && levelBytes <= bytes.length)
  ) {
    throw new RangeError('levels longer than the page')
  }
  const repetitions = levelsOf(bytes.subarray(0, two.repetition_levels_byte_length), leaf.maxRepetition, two.num_values)
  const definitions = levelsOf(
    bytes.subarray(two.repetition_levels_byte_length, levelBytes),
    leaf.maxDefinition,
    two.num_values,
  )
  const stored = bytes.subarray(levelBytes)
  const length = header.uncompressed_page_size - levelBytes
  // Arrow before 3.0 says that its compressed pages are not; their length tells.
  const asStored = two.is_compressed === false && (leaf.codec === 'UNCOMPRESSED' || stored.length === length)
  const page = asStored ? lasting(stored, leaf, rooms) : inflated(stored, length, leaf, rooms)
  return pageOf(definitions, repetitions, page, two.num_values, two.encoding, leaf)
}

/** Where stored bytes are read to the same memory again, what stays as it was stored is copied. */
function lasting(stored: Uint8Array, { codec }: Leaf, rooms: PageRooms | undefined): Uint8Array {
  return rooms === undefined || codec === 'UNCOMPRESSED' ? stored : stored.slice()
}

function inflated(stored: Uint8Array, length: number, { codec }: Leaf, rooms: PageRooms | undefined): Uint8Array {
  if (rooms === undefined || codec !== 'ZSTD' || length === 0 || !zstdTakesRoom)
    return decompressPage(stored, length, codec, codecs)
  return zstdBlock(stored, length, rooms.take(length))
}

/** Levels of a page of the first kind: their length stands before them. */
function prefixed(page: Uint8Array, start: number, max: number, count: number, encoding: string) {
  if (max === 0) return { levels: undefined, end: start }
  if (encoding === 'BIT_PACKED') throw new RangeError('levels in the retired BIT_PACKED encoding')
  const length = readerOf(page).view.getUint32(start, true)
  const end = start + 4 + length
  if (end > page.length) throw new RangeError('levels longer than the page')
  return { levels: levelsOf(page.subarray(start + 4, end), max, count), end }
}

function levelsOf(bytes: Uint8Array, max: number, count: number): Uint8Array | undefined {
  if (max === 0) return undefined
  if (max > 255) throw new RangeError('nested too deeply')
  const levels = readHybrid(bytes, 32 - Math.clz32(max), new Uint8Array(count))
  for (const level of levels) if (level > max) throw new RangeError(`a level of ${level}, beyond ${max}`)
  return levels
}

function pageOf(
  definitions: Levels['definitions'],
  repetitions: Levels['repetitions'],
  bytes: Uint8Array,
  count: number,
  encoding: string,
  leaf: Leaf,
): OpenPage {
  let present = count
  if (definitions) {
    present = 0
    for (const level of definitions) if (level === leaf.maxDefinition) present++
  }
  checkCount(present)
  return { definitions, repetitions, bytes, present, encoding }
}

function valuesOf(bytes: Uint8Array, count: number, encoding: string, { type, typeLength }: Leaf): DecodedArray {
  if (count === 0) return []
  switch (encoding) {
    case 'PLAIN':
      return readPlain(readerOf(bytes), type, count, typeLength)
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      if (bytes.length === 0) throw new RangeError('no indexes')
      return readHybrid(bytes.subarray(1), bytes[0], new Uint32Array(count))
    case 'RLE': {
      if (type !== 'BOOLEAN') throw new RangeError(`encoding RLE of ${type}`)
      return Array.from(readHybrid(bytes.subarray(4), 1, new Uint8Array(count)), (flag) => flag === 1)
    }
    case 'DELTA_BINARY_PACKED': {
      const numbers = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count)
      deltaBinaryUnpack(readerOf(bytes), count, numbers)
      return numbers
    }
    case 'DELTA_LENGTH_BYTE_ARRAY':
    case 'DELTA_BYTE_ARRAY':
      return apart(spansOf(bytes, count, encoding))
    case 'BYTE_STREAM_SPLIT':
      if (count * (typeLength || 1) > bytes.length) throw new RangeError('fewer bytes than values')
      return byteStreamSplit(readerOf(bytes), count, type, typeLength)
    default:
      throw new RangeError(`encoding ${encoding} is not known`)
  }
}

function apart({ bytes, starts, ends }: Spans): Uint8Array[] {
  return Array.from(starts, (start, i) => bytes.subarray(start, ends[i]))
}

function checkCount(count: number): void {
  if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`${count} values`)
}

function readerOf(bytes: Uint8Array) {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 }
}
