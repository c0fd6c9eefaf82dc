/**
 * The columns of an Arrow record batch, their texts as places in its buffers.
 *
 * Promises that offsets are checked where they are used. Texts may be of any layout, or in a dictionary; lists of structures
 * keep theirs as bytes too; whatever else there is becomes values.
 */
import { type Data, type Dictionary, Type } from 'apache-arrow'
import {
  bufferOf,
  type Cuttable,
  type FieldData,
  type ListData,
  type Offsets,
  orNull,
  spanned,
  type Texter,
  textsBetween,
} from './arrow-cut.ts'
import { getterOf, offsets32, offsets64, presenceOf, viewAt } from './arrow-values.ts'
import { addText } from './texts.ts'

export function cuttable(name: string, data: Data): Cuttable {
  return listOf(name, data) ?? fieldOf(name, data)
}

function fieldOf(name: string, data: Data): FieldData {
  const offsets = offsetsOf(data)
  if (offsets !== undefined) return textsBetween(name, bufferOf(data.values as Uint8Array), offsets, presenceOf(data))
  const place = texterOf(data)
  return place !== undefined ? { kind: 'texts', name, place } : { kind: 'values', name, get: getterOf(data) }
}

/** Of texts that stand side by side. */
function offsetsOf(data: Data): Offsets | undefined {
  const { typeId } = data.type
  if (typeId === Type.Utf8 || typeId === Type.Binary) return offsets32(data)
  return typeId === Type.LargeUtf8 || typeId === Type.LargeBinary ? offsets64(data) : undefined
}

function listOf(name: string, data: Data): ListData | undefined {
  const { typeId } = data.type
  const elements = data.children[0]
  if ((typeId !== Type.List && typeId !== Type.LargeList) || elements?.type.typeId !== Type.Struct) return undefined
  const names = elements.type.children.map((field: { readonly name: string }) => field.name)
  if (names.includes('__proto__') || elements.children.length < names.length) return undefined
  if (elements.children.some((child) => child.length < elements.length))
    throw new RangeError('a structure beyond its values')
  return {
    kind: 'list',
    name,
    offsets: typeId === Type.List ? offsets32(data) : offsets64(data),
    isPresent: presenceOf(data),
    isWhole: presenceOf(elements),
    elements: elements.length,
    fields: names.map((field: string, i: number) => fieldOf(field, elements.children[i])),
  }
}

function texterOf(data: Data): Texter | undefined {
  const place = placerOf(data)
  return place && orNull(place, presenceOf(data))
}

function placerOf(data: Data): Texter | undefined {
  const offsets = offsetsOf(data)
  if (offsets !== undefined) return spanned(bufferOf(data.values as Uint8Array), offsets)
  switch (data.type.typeId) {
    case Type.Utf8View:
    case Type.BinaryView: {
      const view = viewAt(data)
      const known = new WeakMap<Uint8Array, Buffer>()
      return (at, into) => {
        const { bytes, start, end } = view(at)
        let buffer = known.get(bytes)
        if (buffer === undefined) {
          buffer = bufferOf(bytes)
          known.set(bytes, buffer)
        }
        addText(into, buffer, start, end)
      }
    }
    case Type.Dictionary:
      return encoded(data as Data<Dictionary>)
    default:
      return undefined
  }
}

/** Texts of a dictionary, which may have grown in several parts. */
function encoded({ type, length, dictionary, values }: Data<Dictionary>): Texter | undefined {
  if (!TEXTS.has(type.dictionary.typeId)) return undefined
  if (!dictionary) throw new RangeError('indexes without a dictionary')
  const parts = dictionary.data.map((part: Data) => ({ length: part.length, place: texterOf(part) }))
  const indexes = values as ArrayLike<number | bigint>
  if (indexes.length < length) throw new RangeError('fewer indexes than values')
  return (at, into) => {
    let place = Number(indexes[at])
    for (const part of parts) {
      if (place >= 0 && place < part.length) return part.place!(place, into)
      place -= part.length
    }
    throw new RangeError(`index ${indexes[at]} in a dictionary of ${dictionary.length}`)
  }
}

const TEXTS: ReadonlySet<Type> = new Set([
  Type.Utf8,
  Type.Binary,
  Type.LargeUtf8,
  Type.LargeBinary,
  Type.Utf8View,
  Type.BinaryView,
])
