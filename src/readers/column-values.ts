/** Blocks of columns as blocks of rows: the objects and strings that most readers of rows ask for. */
import type { Column, ColumnBlock } from '../model/columns.ts'
import type { RowBlock } from '../model/row.ts'
import { isTooLong } from './row-size.ts'
import { textAt } from './texts.ts'

/** Row `at` of a block, as JSON would hold it. */
export function rowOf({ columns }: Pick<ColumnBlock, 'columns'>, at: number): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const column of columns) row[column.name] = cellOf(column, at)
  return row
}

/** One cell of a column, as JSON would hold it. */
export function cellOf(column: Column, at: number): unknown {
  if (column.kind === 'values') return column.values[at] ?? null
  if (column.kind === 'text') return textAt(column.texts, at)
  if (column.present[at] === 0) return null
  const { firsts, whole, fields } = column
  const list: unknown[] = new Array(firsts[at + 1] - firsts[at])
  for (let i = firsts[at], to = 0; to < list.length; i++, to++)
    list[to] = whole[i] === 0 ? null : rowOf({ columns: fields }, i)
  return list
}

export function rowsOf(block: ColumnBlock): RowBlock {
  const { firstRow, count, skips } = block
  if (skips.length === 0) return { firstRow, values: Array.from({ length: count }, (_, at) => rowOf(block, at)), skips }
  const left = new Set(skips.map(({ row }) => row))
  const rows = Array.from({ length: count }, (_, at) => firstRow + at).filter((row) => !left.has(row))
  return { firstRow, values: rows.map((row) => rowOf(block, row - firstRow)), rows: Float64Array.from(rows), skips }
}

/** Without the rows whose text is longer than `most`: they are told as skipped. */
export function withoutLong(block: ColumnBlock, most: number): ColumnBlock {
  const { firstRow, count, columns } = block
  const isPlain = columns.every(({ kind }) => kind !== 'values')
  const skips = Array.from({ length: count }, (_, at) => at)
    .filter((at) => !(isPlain && bytesOf(columns, at) <= most) && isTooLong(rowOf(block, at), most))
    .map((at) => ({ row: firstRow + at, reason: 'row-too-long' }))
  return skips.length === 0 ? block : { ...block, skips }
}

/** Bytes of a row's texts: no fewer than their characters. */
function bytesOf(columns: readonly Column[], at: number): number {
  let bytes = 0
  for (const column of columns) {
    if (column.kind === 'text' && column.texts.where[at] >= 0) bytes += column.texts.ends[at] - column.texts.starts[at]
    if (column.kind === 'list')
      for (let i = column.firsts[at]; i < column.firsts[at + 1]; i++) bytes += bytesOf(column.fields, i)
  }
  return bytes
}
