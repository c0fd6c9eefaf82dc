/**
 * Thrift's compact protocol, as far as Parquet uses it: footers and page headers.
 *
 * Promises an end on any bytes: numbers have at most ten bytes, a list claims no more elements than bytes are left,
 * nesting has a floor. Whole numbers are JavaScript numbers: sizes and counts beyond 2^53 are lies anyway.
 * Knows no Parquet.
 */
export interface Struct {
  readonly fields: readonly (Thrift | undefined)[] // by field id
}
export type Thrift = boolean | number | Uint8Array | readonly Thrift[] | Struct

const MAX_DEPTH = 32 // levels; Parquet's own structures need 8
const MAX_FIELD = 128 // ids above are kept by nobody

interface Reader {
  readonly bytes: Uint8Array
  readonly view: DataView
  offset: number
}

/** @throws {RangeError} the bytes end too early or are no such structure */
export function readStruct(bytes: Uint8Array, offset = 0): { readonly struct: Struct; readonly end: number } {
  const reader = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset }
  const struct = structOf(reader, 0)
  return { struct, end: reader.offset }
}

function structOf(reader: Reader, depth: number): Struct {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deeply')
  const fields: (Thrift | undefined)[] = []
  let id = 0
  for (;;) {
    const head = byteOf(reader)
    const type = head & 0x0f
    if (type === 0) return { fields }
    id = head >> 4 ? id + (head >> 4) : zigzag(varint(reader))
    const value = thriftOf(reader, type, depth)
    if (id >= 0 && id <= MAX_FIELD) fields[id] = value
  }
}

function thriftOf(reader: Reader, type: number, depth: number): Thrift {
  switch (type) {
    case 1:
      return true
    case 2:
      return false
    case 3:
      return (byteOf(reader) << 24) >> 24
    case 4:
    case 5:
    case 6:
      return zigzag(varint(reader))
    case 7:
      return reader.view.getFloat64(take(reader, 8), true)
    case 8: {
      const length = varint(reader)
      const start = take(reader, length)
      return reader.bytes.subarray(start, start + length)
    }
    case 9:
    case 10:
      return listOf(reader, depth)
    case 12:
      return structOf(reader, depth + 1)
    default:
      throw new RangeError(`unknown field type ${type}`)
  }
}

function listOf(reader: Reader, depth: number): readonly Thrift[] {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deeply')
  const head = byteOf(reader)
  const type = head & 0x0f
  const length = head >> 4 === 15 ? varint(reader) : head >> 4
  if (length > reader.bytes.length - reader.offset) throw new RangeError('a list is longer than the bytes left')
  const values: Thrift[] = []
  const isFlag = type === 1 || type === 2 // in a list, a flag has a byte of its own
  for (let i = 0; i < length; i++) values.push(isFlag ? byteOf(reader) === 1 : thriftOf(reader, type, depth + 1))
  return values
}

function byteOf(reader: Reader): number {
  return reader.bytes[take(reader, 1)]
}

function take(reader: Reader, length: number): number {
  const start = reader.offset
  if (start + length > reader.bytes.length) throw new RangeError('the bytes end too early')
  reader.offset = start + length
  return start
}

function varint(reader: Reader): number {
  let value = 0
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = byteOf(reader)
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return value
  }
  throw new RangeError('a number of more than ten bytes')
}

function zigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

export function intOf(struct: Struct, id: number): number | undefined {
  const value = struct.fields[id]
  return typeof value === 'number' ? value : undefined
}

export function bytesOf(struct: Struct, id: number): Uint8Array | undefined {
  const value = struct.fields[id]
  return value instanceof Uint8Array ? value : undefined
}

export function flagOf(struct: Struct, id: number): boolean | undefined {
  const value = struct.fields[id]
  return typeof value === 'boolean' ? value : undefined
}

export function structAt(struct: Struct, id: number): Struct | undefined {
  return asStruct(struct.fields[id])
}

export function structsAt(struct: Struct, id: number): readonly Struct[] {
  const value = struct.fields[id]
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new RangeError(`field ${id} is not a list`)
  return value.map((element) => {
    const found = asStruct(element)
    if (!found) throw new RangeError(`field ${id} is not a list of structures`)
    return found
  })
}

export function asStruct(value: Thrift | undefined): Struct | undefined {
  if (typeof value !== 'object' || value instanceof Uint8Array || Array.isArray(value)) return undefined
  return value as Struct
}
