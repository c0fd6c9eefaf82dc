/**
 * The values of an Arrow column, one by one, as JSON would hold them.
 *
 * Promises that offsets are checked where they are used: a wrong one is a RangeError, never a loop over bytes that are
 * not there. Structures become plain objects and lists arrays, without apache-arrow's row proxies (2x slower).
 */
import { type Data, DataType, type Dictionary, type FixedSizeList, Type, type Union, Vector } from 'apache-arrow'
import {
  always,
  bitsFrom,
  checkOffsets,
  type Get,
  longOffsets,
  type Offsets,
  type Presence,
  safe,
  valueOrNull,
} from './arrow-cut.ts'

type Bytes = Uint8Array

/** Reads value `at` of a column; the number of values is `data.length`. */
export function getterOf(data: Data): Get {
  return valueOrNull(presentOf(data), presenceOf(data))
}

export function presenceOf(data: Data): Presence {
  const bits = data.nullBitmap
  // Unions know no nulls of their own; a column without a bitmap has none.
  if (DataType.isUnion(data.type) || DataType.isNull(data.type) || !bits || bits.length === 0 || data.nullCount === 0)
    return always
  if (bits.length * 8 < data.offset + data.length) throw new RangeError('fewer validity bits than values')
  return bitsFrom(bits, data.offset)
}

function presentOf(data: Data): Get {
  const { type, length } = data
  switch (type.typeId) {
    case Type.Null:
      return () => null
    case Type.Utf8:
    case Type.Binary:
      return textsOf(data, offsets32(data))
    case Type.LargeUtf8:
    case Type.LargeBinary:
      return textsOf(data, offsets64(data))
    case Type.Utf8View:
    case Type.BinaryView:
      return viewsOf(data)
    case Type.Bool: {
      const bits = data.values as Bytes
      return bitsFrom(bits, data.offset)
    }
    case Type.Int: {
      const values = data.values as ArrayLike<number | bigint>
      if (values.length < length) throw new RangeError('fewer numbers than values')
      return (at) => safe(values[at])
    }
    case Type.List:
    case Type.Map:
      return listOf(data, offsets32(data))
    case Type.LargeList:
      return listOf(data, offsets64(data))
    case Type.FixedSizeList: {
      const { listSize } = type as FixedSizeList
      const item = childOf(data, 0)
      if (listSize * length > item.length) throw new RangeError('a list beyond its values')
      return (at) => Array.from({ length: listSize }, (_, i) => item.get(at * listSize + i))
    }
    case Type.Struct:
      return structOf(data)
    case Type.Union:
      return unionOf(data)
    case Type.Dictionary:
      return dictionaryOf(data as Data<Dictionary>)
    default: {
      const vector = new Vector([data])
      return (at) => plain(vector.get(at))
    }
  }
}

export function offsets32(data: Data): Offsets {
  const offsets = data.valueOffsets as Int32Array
  checkOffsets(offsets.length, data.length)
  return offsets
}

export function offsets64(data: Data): Offsets {
  const offsets = data.valueOffsets as unknown as BigInt64Array
  checkOffsets(offsets.length, data.length)
  return longOffsets(new Uint8Array(offsets.buffer, offsets.byteOffset, offsets.byteLength))
}

function textsOf(data: Data, offsets: Offsets): Get {
  const values = data.values as Bytes
  return (at) => text(values, offsets[at], offsets[at + 1])
}

function text(bytes: Bytes, start: number, end: number): string {
  if (!(start >= 0 && start <= end && end <= bytes.length)) throw new RangeError('text outside its column')
  return Buffer.prototype.utf8Slice.call(bytes, start, end)
}

const VIEW_BYTES = 16
const INLINE_BYTES = 12

function viewsOf(data: Data): Get {
  const view = viewAt(data)
  return (at) => {
    const { bytes, start, end } = view(at)
    return text(bytes, start, end)
  }
}

/** Where text `at` of a column of views lies: in the view itself, or in one of the buffers beside. */
export function viewAt(data: Data): (at: number) => { bytes: Bytes; start: number; end: number } {
  const { buffer, byteOffset, byteLength } = data.values as Bytes
  if (byteLength < VIEW_BYTES * data.length) throw new RangeError('fewer views than values')
  const view = new DataView(buffer, byteOffset, byteLength)
  const own = new Uint8Array(buffer, byteOffset, byteLength)
  return (at) => {
    const place = VIEW_BYTES * at
    const length = view.getInt32(place, true)
    const isOwn = length <= INLINE_BYTES
    const bytes = isOwn ? own : data.variadicBuffers[view.getInt32(place + 8, true)]
    if (!bytes) throw new RangeError('text outside its column')
    const start = isOwn ? place + 4 : view.getInt32(place + 12, true)
    if (!(length >= 0 && start >= 0 && start + length <= bytes.length)) throw new RangeError('text outside its column')
    return { bytes, start, end: start + length }
  }
}

function listOf(data: Data, offsets: Offsets): Get {
  const isMap = DataType.isMap(data.type)
  const item = childOf(data, 0)
  const pair = isMap ? pairOf(data) : undefined
  return (at) => {
    const start = offsets[at]
    const end = offsets[at + 1]
    if (!(start >= 0 && start <= end && end <= item.length)) throw new RangeError('a list beyond its values')
    if (pair) return mapOf(pair, start, end)
    const list: unknown[] = new Array(end - start)
    for (let i = start; i < end; i++) list[i - start] = item.get(i)
    return list
  }
}

interface Pair {
  readonly key: Get
  readonly value: Get
}

function pairOf(data: Data): Pair {
  const entries = data.children[0]
  const [key, value] = [childOf(entries, 0), childOf(entries, 1)]
  if (Math.min(key.length, value.length) < entries.length) throw new RangeError('a map beyond its values')
  return { key: (at) => key.get(at), value: (at) => value.get(at) }
}

function mapOf({ key, value }: Pair, start: number, end: number): Record<string, unknown> {
  const map: Record<string, unknown> = {}
  for (let i = start; i < end; i++) {
    const name = String(key(i))
    // Set as a field, this name would change the object's prototype.
    if (name !== '__proto__') map[name] = value(i)
  }
  return map
}

function structOf(data: Data): Get {
  const names = data.type.children.map((field: { readonly name: string }) => field.name)
  const parts = names.map((_, at) => childOf(data, at))
  if (parts.some((part) => part.length < data.length)) throw new RangeError('a structure beyond its values')
  const kept = names.map((_, at) => at).filter((at) => names[at] !== '__proto__')
  return (at) => {
    const row: Record<string, unknown> = {}
    for (const part of kept) row[names[part]] = parts[part].get(at)
    return row
  }
}

function unionOf(data: Data): Get {
  const type = data.type as Union
  const offsets = data.valueOffsets as Int32Array | undefined
  const parts = data.children.map((_, at) => childOf(data, at))
  return (at) => {
    const part = parts[type.typeIdToChildIndex[data.typeIds[at]]]
    const place = offsets && offsets.length > 0 ? offsets[at] : at
    if (!part || !(place >= 0 && place < part.length)) throw new RangeError('a union beyond its values')
    return part.get(place)
  }
}

const memory = new WeakMap<Vector, Get>()

function dictionaryOf(data: Data<Dictionary>): Get {
  const indexes = data.values as ArrayLike<number | bigint>
  if (indexes.length < data.length) throw new RangeError('fewer indexes than values')
  const { dictionary } = data
  if (!dictionary) throw new RangeError('indexes without a dictionary')
  const entry = memory.get(dictionary) ?? entriesOf(dictionary)
  memory.set(dictionary, entry)
  return (at) => entry(Number(indexes[at]))
}

/** Entries of a dictionary, which may have grown in several parts; each is decoded once. */
function entriesOf(dictionary: Vector): Get {
  const parts = dictionary.data.map((data) => ({ length: data.length, get: getterOf(data) }))
  const known: unknown[] = []
  return (at) => {
    if (known[at] !== undefined) return known[at]
    let place = at
    for (const part of parts) {
      if (place >= 0 && place < part.length) {
        known[at] = part.get(place)
        return known[at]
      }
      place -= part.length
    }
    throw new RangeError(`index ${at} in a dictionary of ${dictionary.length}`)
  }
}

function childOf(data: Data, at: number): { readonly length: number; readonly get: Get } {
  const child = data.children[at]
  if (!child) throw new RangeError('a column without its parts')
  return { length: child.length, get: getterOf(child) }
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return safe(value)
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<unknown>) : value
}
