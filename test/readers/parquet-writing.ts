/** Rows of the tests as Parquet, written by hyparquet-writer. */
import type { SchemaElement } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import type { Row } from './columnar.ts'

const group = (name: string, children: number, more: Partial<SchemaElement> = {}): SchemaElement => ({
  name,
  num_children: children,
  repetition_type: 'OPTIONAL',
  ...more,
})
const text = (name: string): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  repetition_type: 'OPTIONAL',
})

export const SCHEMA: SchemaElement[] = [
  { name: 'root', num_children: 5 },
  { name: 'id', type: 'INT64', repetition_type: 'REQUIRED' },
  text('prompt'),
  { name: 'liked', type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
  group('messages', 1, { converted_type: 'LIST' }),
  group('list', 1, { repetition_type: 'REPEATED' }),
  group('element', 2),
  text('role'),
  text('content'),
  group('tags', 1, { converted_type: 'LIST' }),
  group('list', 1, { repetition_type: 'REPEATED' }),
  text('element'),
]

export function parquetOf(
  rows: readonly Row[],
  options: Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData'> = {},
): ArrayBuffer {
  const columnData = [
    { name: 'id', data: rows.map((row) => BigInt(row.id)) },
    { name: 'prompt', data: rows.map((row) => row.prompt) },
    { name: 'liked', data: rows.map((row) => row.liked) },
    { name: 'messages', data: rows.map((row) => row.messages) },
    { name: 'tags', data: rows.map((row) => row.tags) },
  ]
  return parquetWriteBuffer({ schema: SCHEMA, columnData, ...options })
}
