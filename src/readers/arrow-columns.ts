/**
 * The columns of an Arrow record batch, their texts as places in its buffers.
 *
 * Promises that offsets are checked where they are used. Texts may be of any layout, or in a dictionary; lists of structures
 * keep theirs as bytes too; whatever else there is becomes values.
 */
import { type Data, type Dictionary, Type } from 'apache-arrow'
import type { Column, ListColumn, TextColumn, ValueColumn } from '../model/columns.ts'
import {
  always,
  type Get,
  getterOf,
  type Offsets,
  offsets32,
  offsets64,
  type Presence,
  presenceOf,
  viewAt,
} from './arrow-values.ts'
import { addNull, addText, addTexts, type GatheredTexts, gatherTexts } from './texts.ts'

/** What is needed to cut rows out of a column. Plain data, made for each batch; what works on it is compiled once. */
export type Cuttable = FieldData | ListData

type FieldData =
  | { readonly kind: 'whole'; readonly name: string; readonly bytes: Buffer; readonly offsets: Offsets }
  | { readonly kind: 'texts'; readonly name: string; readonly place: Texter }
  | { readonly kind: 'values'; readonly name: string; readonly get: Get }

interface ListData {
  readonly kind: 'list'
  readonly name: string
  readonly offsets: Offsets
  readonly isPresent: Presence
  readonly isWhole: Presence // by element
  readonly elements: number
  readonly fields: readonly FieldData[]
}

export function cuttable(name: string, data: Data): Cuttable {
  return listOf(name, data) ?? fieldOf(name, data)
}

/** Rows start to end (exclusive) of a column. */
export function cutColumn(column: Cuttable, start: number, end: number): Column {
  return column.kind === 'list' ? cutList(column, start, end) : cutField(column, [[start, end]])
}

/** Values that follow each other, from … to (exclusive). */
type Run = readonly [number, number]

function fieldOf(name: string, data: Data): FieldData {
  const whole = wholeTexts(data)
  if (whole !== undefined) return { kind: 'whole', name, ...whole }
  const place = texterOf(data)
  return place !== undefined ? { kind: 'texts', name, place } : { kind: 'values', name, get: getterOf(data) }
}

function cutField(field: FieldData, runs: readonly Run[]): TextColumn | ValueColumn {
  const { name } = field
  if (field.kind === 'values') {
    const values: unknown[] = []
    for (const [from, to] of runs) for (let at = from; at < to; at++) values.push(field.get(at))
    return { kind: 'values', name, values }
  }
  const texts = gatherTexts(valuesIn(runs))
  for (const [from, to] of runs) {
    if (field.kind === 'whole') addTexts(texts, field.bytes, field.offsets, from, to)
    else for (let at = from; at < to; at++) field.place(at, texts)
  }
  return { kind: 'text', name, texts }
}

const valuesIn = (runs: readonly Run[]): number => runs.reduce((sum, [from, to]) => sum + to - from, 0)

/** Texts side by side, none of them null: what nearly all columns of text are. */
function wholeTexts(data: Data): { readonly bytes: Buffer; readonly offsets: Offsets } | undefined {
  const { typeId } = data.type
  const isShort = typeId === Type.Utf8 || typeId === Type.Binary
  if (!isShort && typeId !== Type.LargeUtf8 && typeId !== Type.LargeBinary) return undefined
  if (presenceOf(data) !== always) return undefined
  return { bytes: bufferOf(data.values as Uint8Array), offsets: isShort ? offsets32(data) : offsets64(data) }
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

function cutList(list: ListData, start: number, end: number): ListColumn {
  const { name, offsets, isPresent, isWhole, elements } = list
  const rows = end - start
  const present = new Uint8Array(rows)
  const firsts = new Uint32Array(rows + 1)
  const runs: Run[] = [] // of elements; one, unless null lists have some of their own
  let run: [number, number] | undefined
  let count = 0
  for (let row = 0; row < rows; row++) {
    firsts[row] = count
    if (isPresent !== always && !isPresent(start + row)) continue
    present[row] = 1
    const from = offsets[start + row]
    const to = offsets[start + row + 1]
    if (!(from >= 0 && from <= to && to <= elements)) throw new RangeError('a list beyond its values')
    count += to - from
    if (run?.[1] === from) run[1] = to
    else {
      run = [from, to]
      runs.push(run)
    }
  }
  firsts[rows] = count
  const whole = new Uint8Array(count).fill(1)
  let element = 0
  for (const [from, to] of isWhole === always ? [] : runs)
    for (let at = from; at < to; at++) whole[element++] = isWhole(at) ? 1 : 0
  return { kind: 'list', name, firsts, present, whole, fields: list.fields.map((field) => cutField(field, runs)) }
}

/** Adds text `at` of a column, or null. */
type Texter = (at: number, into: GatheredTexts) => void

function texterOf(data: Data): Texter | undefined {
  const place = placerOf(data)
  if (place === undefined) return undefined
  const isPresent = presenceOf(data)
  return (at, into) => {
    if (isPresent(at)) place(at, into)
    else addNull(into)
  }
}

function placerOf(data: Data): Texter | undefined {
  switch (data.type.typeId) {
    case Type.Utf8:
    case Type.Binary:
      return spanned(data, offsets32(data))
    case Type.LargeUtf8:
    case Type.LargeBinary:
      return spanned(data, offsets64(data))
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

function spanned(data: Data, offsets: Offsets): Texter {
  const bytes = bufferOf(data.values as Uint8Array)
  return (at, into) => {
    const start = offsets[at]
    const end = offsets[at + 1]
    if (!(start >= 0 && start <= end && end <= bytes.length)) throw new RangeError('text outside its column')
    addText(into, bytes, start, end)
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

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
