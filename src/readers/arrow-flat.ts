/**
 * FlatBuffers, read with every place checked: apache-arrow's own reader believes the offsets and lengths it finds, and
 * would loop over two thousand million elements that a few bytes claim.
 *
 * Knows no Arrow.
 */
import { asInputError, type ColumnarFile } from './columnar-file.ts'

export interface Table {
  readonly view: DataView
  readonly at: number
  readonly vtable: number
  readonly slots: number
}

export interface Vec {
  readonly view: DataView
  readonly at: number // first element
  readonly length: number
}

/** @throws {RangeError} here and below: the bytes are no such table */
export function rootTable(view: DataView): Table {
  return tableAt(view, view.getUint32(0, true))
}

function tableAt(view: DataView, at: number): Table {
  const vtable = at - view.getInt32(at, true)
  const bytes = view.getUint16(vtable, true)
  if (bytes < 4 || vtable + bytes > view.byteLength) throw new RangeError('a table without fields')
  return { view, at, vtable, slots: (bytes - 4) >> 1 }
}

/** Place of a field, or 0 where it has its default. */
export function fieldAt(table: Table, slot: number): number {
  if (slot >= table.slots) return 0
  const offset = table.view.getUint16(table.vtable + 4 + 2 * slot, true)
  return offset === 0 ? 0 : table.at + offset
}

export function byteAt(table: Table, slot: number): number {
  const at = fieldAt(table, slot)
  return at === 0 ? 0 : table.view.getUint8(at)
}

export function shortAt(table: Table, slot: number): number {
  const at = fieldAt(table, slot)
  return at === 0 ? 0 : table.view.getInt16(at, true)
}

export function intAt(table: Table, slot: number): number {
  const at = fieldAt(table, slot)
  return at === 0 ? 0 : table.view.getInt32(at, true)
}

export function longAt(table: Table, slot: number): number {
  const at = fieldAt(table, slot)
  return at === 0 ? 0 : long(table.view, at)
}

/** A 64-bit whole number; beyond 2^53 it is no place or size in any file. */
export function long(view: DataView, at: number): number {
  return view.getInt32(at + 4, true) * 2 ** 32 + view.getUint32(at, true)
}

export function tableOf(table: Table, slot: number): Table | undefined {
  const at = fieldAt(table, slot)
  return at === 0 ? undefined : tableAt(table.view, at + table.view.getUint32(at, true))
}

/** A vector of elements of some bytes each, all of them inside the buffer. */
export function vecOf(table: Table, slot: number, elementBytes: number): Vec {
  const field = fieldAt(table, slot)
  if (field === 0) return { view: table.view, at: 0, length: 0 }
  const start = field + table.view.getUint32(field, true)
  const length = table.view.getUint32(start, true)
  if (start + 4 + length * elementBytes > table.view.byteLength)
    throw new RangeError('a list is longer than its message')
  return { view: table.view, at: start + 4, length }
}

export function* tablesOf(table: Table, slot: number): Generator<Table> {
  const { view, at, length } = vecOf(table, slot, 4)
  for (let i = 0; i < length; i++) yield tableAt(view, at + 4 * i + view.getUint32(at + 4 * i, true))
}

export function textOf(table: Table, slot: number): string {
  const { view, at, length } = vecOf(table, slot, 1)
  return Buffer.from(view.buffer, view.byteOffset + at, length).toString('utf8')
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Runs what reads a message; what it throws becomes one line about the file. */
export function guarded<T>(source: ColumnarFile, decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    throw asInputError(error, source.file, 'an Arrow message')
  }
}
