/**
 * Rows cut out of the columns of an Arrow record batch, their texts as places in its buffers.
 *
 * Promises that offsets are checked where they are used.
 */
import type { Column, ListColumn, TextColumn, ValueColumn } from '../model/columns.ts'
import { addNull, addText, addTexts, type GatheredTexts, gatherTexts } from './texts.ts'

/** Value `at` of a column. */
export type Get = (at: number) => unknown

/** Whether value `at` of a column is there. */
export type Presence = (at: number) => boolean

/** What tells of a column without nulls whether a value is there. */
export const always: Presence = () => true

/** Where each value begins, and at the end, where the last one ends. */
export type Offsets = Int32Array | Float64Array

/** Adds text `at` of a column, or null. */
export type Texter = (at: number, into: GatheredTexts) => void

/** What is needed to cut rows out of a column. Plain data, made for each batch; what works on it is compiled once. */
export type Cuttable = FieldData | ListData

export type FieldData =
  | { readonly kind: 'whole'; readonly name: string; readonly bytes: Buffer; readonly offsets: Offsets }
  | { readonly kind: 'texts'; readonly name: string; readonly place: Texter }
  | { readonly kind: 'values'; readonly name: string; readonly get: Get }

export interface ListData {
  readonly kind: 'list'
  readonly name: string
  readonly offsets: Offsets
  readonly isPresent: Presence
  readonly isWhole: Presence // by element
  readonly elements: number
  readonly fields: readonly FieldData[]
}

/** Rows start to end (exclusive) of a column. */
export function cutColumn(column: Cuttable, start: number, end: number): Column {
  return column.kind === 'list' ? cutList(column, start, end) : cutField(column, [[start, end]])
}

/** Values that follow each other, from … to (exclusive). */
type Run = readonly [number, number]

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

/** Whether bit `from` + `at` is set. */
export function bitsFrom(bits: Uint8Array, from: number): Presence {
  return (at) => {
    const bit = from + at
    return ((bits[bit >> 3] >> (bit & 7)) & 1) === 1
  }
}

/** Offsets of 64 bits, as the numbers they are. */
export function longOffsets({ buffer, byteOffset, byteLength }: Uint8Array): Float64Array {
  const halves = new Int32Array(buffer, byteOffset, byteLength >> 2)
  return Float64Array.from(
    { length: byteLength >> 3 },
    (_, at) => halves[2 * at + 1] * 2 ** 32 + (halves[2 * at] >>> 0),
  )
}

export function checkOffsets(offsets: number, values: number): void {
  if (values > 0 && offsets <= values) throw new RangeError('fewer offsets than values')
}

/** A column of texts between offsets; those without nulls are taken many at a time. */
export function textsBetween(name: string, bytes: Buffer, offsets: Offsets, isPresent: Presence): FieldData {
  return isPresent === always
    ? { kind: 'whole', name, bytes, offsets }
    : { kind: 'texts', name, place: orNull(spanned(bytes, offsets), isPresent) }
}

/** Values where there are some, null elsewhere. */
export function valueOrNull(get: Get, isPresent: Presence): Get {
  return isPresent === always ? get : (at) => (isPresent(at) ? get(at) : null)
}

/** Texts between offsets. */
export function spanned(bytes: Buffer, offsets: Offsets): Texter {
  return (at, into) => {
    const start = offsets[at]
    const end = offsets[at + 1]
    if (!(start >= 0 && start <= end && end <= bytes.length)) throw new RangeError('text outside its column')
    addText(into, bytes, start, end)
  }
}

/** The same texts where there is one, null elsewhere. */
export function orNull(place: Texter, isPresent: Presence): Texter {
  return (at, into) => {
    if (isPresent(at)) place(at, into)
    else addNull(into)
  }
}

/** 64-bit numbers as JSON would have read them, where no digit is lost. */
export function safe(value: number | bigint): number | bigint {
  return typeof value === 'bigint' && BigInt.asIntN(54, value) === value ? Number(value) : value
}

export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
