/**
 * One data page: its levels, and its values as they are stored.
 *
 * Promises that no count in a header is believed beyond the bytes that are there. hyparquet decodes the plain and delta
 * encodings; levels and dictionary indexes are read here, where a run cannot outgrow its page.
 */

import { decompressPage } from 'hyparquet/src/datapage.js'
import { deltaBinaryUnpack, deltaLengthByteArray } from 'hyparquet/src/delta.js'
import { byteStreamSplit } from 'hyparquet/src/encoding.js'
import { readPlain } from 'hyparquet/src/plain.js'
import type { CompressionCodec, DecodedArray, PageHeader, ParquetType, SchemaTree } from 'hyparquet/src/types.js'
import { codecs } from './parquet-codecs.ts'
import { readHybrid } from './parquet-levels.ts'

export interface Leaf {
  readonly path: readonly SchemaTree[] // root to leaf
  readonly type: ParquetType
  readonly codec: CompressionCodec
  readonly typeLength: number | undefined
  readonly maxDefinition: number
  readonly maxRepetition: number
}

export interface Page {
  readonly definitions: Uint8Array | undefined // absent: every value is there
  readonly repetitions: Uint8Array | undefined // absent: one value a row
  readonly values: DecodedArray // without nulls; dictionary indexes where `indexed`
  readonly indexed: boolean
}

export const MAX_PAGE_BYTES = 256 * 1024 * 1024 // uncompressed; writers aim at 1 MiB

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
  const count = header.dictionary_page_header?.num_values ?? -1
  const page = decompressPage(bytes, header.uncompressed_page_size, leaf.codec, codecs)
  checkCount(count)
  return readPlain(readerOf(page), leaf.type, count, leaf.typeLength)
}

export function readDataPage(header: PageHeader, bytes: Uint8Array, leaf: Leaf): Page {
  const one = header.data_page_header
  if (one) {
    const page = decompressPage(bytes, header.uncompressed_page_size, leaf.codec, codecs)
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
  const page = asStored ? stored : decompressPage(stored, length, leaf.codec, codecs)
  return pageOf(definitions, repetitions, page, two.num_values, two.encoding, leaf)
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
  definitions: Page['definitions'],
  repetitions: Page['repetitions'],
  bytes: Uint8Array,
  count: number,
  encoding: string,
  leaf: Leaf,
): Page {
  let present = count
  if (definitions) {
    present = 0
    for (const level of definitions) if (level === leaf.maxDefinition) present++
  }
  const indexed = encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY'
  return { definitions, repetitions, values: valuesOf(bytes, present, encoding, leaf), indexed }
}

function valuesOf(bytes: Uint8Array, count: number, encoding: string, { type, typeLength }: Leaf): DecodedArray {
  checkCount(count)
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
    case 'DELTA_LENGTH_BYTE_ARRAY': {
      const strings: Uint8Array[] = new Array(count)
      deltaLengthByteArray(readerOf(bytes), count, strings)
      return strings
    }
    case 'DELTA_BYTE_ARRAY':
      return frontCoded(bytes, count)
    case 'BYTE_STREAM_SPLIT':
      if (count * (typeLength || 1) > bytes.length) throw new RangeError('fewer bytes than values')
      return byteStreamSplit(readerOf(bytes), count, type, typeLength)
    default:
      throw new RangeError(`encoding ${encoding} is not known`)
  }
}

/** Strings that begin as the one before: each is its shared length and its rest. */
function frontCoded(bytes: Uint8Array, count: number): Uint8Array[] {
  const reader = readerOf(bytes)
  const shared = new Int32Array(count)
  deltaBinaryUnpack(reader, count, shared)
  const rest = new Int32Array(count)
  deltaBinaryUnpack(reader, count, rest)
  const values: Uint8Array[] = []
  let before = new Uint8Array(0)
  let offset = reader.offset
  let total = 0
  for (let i = 0; i < count; i++) {
    // A few bytes can claim a page of ever longer strings.
    total += shared[i] + rest[i]
    if (
      shared[i] < 0 ||
      rest[i] < 0 ||
      shared[i] > before.length ||
      offset + rest[i] > bytes.length ||
      total > MAX_PAGE_BYTES
    ) {
      throw new RangeError('a string longer than the page')
    }
    const value = new Uint8Array(shared[i] + rest[i])
    value.set(before.subarray(0, shared[i]))
    value.set(bytes.subarray(offset, offset + rest[i]), shared[i])
    offset += rest[i]
    values.push(value)
    before = value
  }
  return values
}

function checkCount(count: number): void {
  if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`${count} values`)
}

function readerOf(bytes: Uint8Array) {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 }
}
