/**
 * A top-level column of a row group: its leaves in step, put together again, any number of rows at a time.
 *
 * Texts, alone or in lists of structures, stay bytes; whatever else there is becomes values as JSON would hold them.
 */
import type { SchemaTree } from 'hyparquet'
import { assembleNested } from 'hyparquet/src/assemble.js'
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import type { Column, TextColumn } from '../model/columns.ts'
import { asInputError, type ColumnarFile, corrupt } from './columnar-file.ts'
import { pagesOfChunk, rowsOfChunk, textPagesOfChunk } from './parquet-chunks.ts'
import { cursorIn, takeRows } from './parquet-cursor.ts'
import type { ColumnChunk, ParquetFooter, RowGroup } from './parquet-footer.ts'
import { type ListShape, listShape, plainLists, structureLists, textField, valueField } from './parquet-lists.ts'
import { leafOf } from './parquet-page.ts'
import type { PageLimits } from './parquet-pages.ts'
import { parsers } from './parquet-values.ts'
import { addLeveledTexts, gatherTexts } from './texts.ts'

export interface GroupColumn {
  readonly bytes: number // uncompressed, of the row group
  take(rows: number): Promise<Column>
}

interface LeafChunk {
  readonly path: readonly SchemaTree[]
  readonly chunk: ColumnChunk
}

export function columnOf(
  source: ColumnarFile,
  footer: ParquetFooter,
  group: RowGroup,
  column: SchemaTree,
  limits: PageLimits,
): GroupColumn {
  const wanted = new Set(leafPaths(column))
  const leaves = footer.leaves.flatMap((path, at): LeafChunk[] =>
    wanted.has(keyOf(path[path.length - 1])) ? [{ path, chunk: group.chunks[at] }] : [],
  )
  const bytes = leaves.reduce((sum, { chunk }) => sum + chunk.bytes, 0)
  const shape = listShape(column)
  if (shape) return { bytes, take: listsOf(source, column, shape, leaves, limits) }
  const { name } = column.element
  const isFlat = column.children.length === 0 && column.element.repetition_type !== 'REPEATED'
  if (isFlat && isText(column)) return { bytes, take: textsOf(source, name, leaves[0], limits) }
  const queues = leaves.map(({ path, chunk }) => ({
    name: keyOf(path[path.length - 1]),
    take: queue(source.file, rowsOfChunk(source, path, chunk, limits)),
  }))
  if (isFlat) return { bytes, take: async (rows) => ({ kind: 'values', name, values: await queues[0].take(rows) }) }
  const assembled = async (rows: number): Promise<Column> => {
    const parts = new Map<string, unknown[]>()
    for (const { name, take } of queues) parts.set(name, await take(rows))
    assembleNested(parts as never, column, { ...DEFAULT_PARSERS, ...parsers })
    const values = parts.get(keyOf(column))
    if (values?.length !== rows) throw apart(source)
    return { kind: 'values', name, values }
  }
  return { bytes, take: guarded(source, assembled) }
}

/** Bytes that are read as a string, and as nothing else. */
function isText({ element, children }: SchemaTree): boolean {
  const { type, converted_type: converted, logical_type: logical } = element
  return children.length === 0 && type === 'BYTE_ARRAY' && !logical && (!converted || TEXTS.has(converted))
}

const TEXTS: ReadonlySet<string> = new Set(['UTF8', 'JSON', 'ENUM'])

function listsOf(
  source: ColumnarFile,
  column: SchemaTree,
  shape: ListShape,
  leaves: readonly LeafChunk[],
  limits: PageLimits,
): GroupColumn['take'] {
  const { name } = column.element
  const parts = leaves.map(({ path, chunk }) => ({ leaf: leafOf(path, chunk.type, chunk.codec), chunk }))
  if (!shape.names) {
    const [{ leaf, chunk }] = parts
    const take = plainLists(shape, pagesOfChunk(source, leaf, chunk, limits), leaf.maxDefinition)
    return guarded(source, async (rows) => {
      const values = await take(rows)
      if (!values) throw apart(source)
      return { kind: 'values', name, values }
    })
  }
  const fields = parts.map(({ leaf, chunk }) => {
    const node = leaf.path[leaf.path.length - 1]
    return isText(node)
      ? textField(node.element.name, textPagesOfChunk(source, leaf, chunk, limits), leaf.maxDefinition)
      : valueField(node.element.name, pagesOfChunk(source, leaf, chunk, limits), leaf.maxDefinition)
  })
  const take = structureLists(name, shape, fields)
  return guarded(source, async (rows) => {
    const lists = await take(rows)
    if (!lists) throw apart(source)
    return lists
  })
}

function apart(source: ColumnarFile) {
  return corrupt(source.file, 'the parts of a nested column do not fit together')
}

function guarded(source: ColumnarFile, take: GroupColumn['take']): GroupColumn['take'] {
  return async (rows) => {
    try {
      return await take(rows)
    } catch (error) {
      throw asInputError(error, source.file, 'a nested column')
    }
  }
}

function* leafPaths(node: SchemaTree): Generator<string> {
  if (node.children.length === 0) yield keyOf(node)
  for (const child of node.children) yield* leafPaths(child)
}

function keyOf(node: SchemaTree): string {
  return node.path.join('.')
}

function textsOf(
  source: ColumnarFile,
  name: string,
  { path, chunk }: LeafChunk,
  limits: PageLimits,
): (rows: number) => Promise<TextColumn> {
  const leaf = leafOf(path, chunk.type, chunk.codec)
  const cursor = cursorIn(textPagesOfChunk(source, leaf, chunk, limits), leaf.maxDefinition)
  return async (rows) => {
    const texts = gatherTexts(rows)
    const done = await takeRows(cursor, rows, ({ spans, page: { definitions } }, from, to) => {
      cursor.next = addLeveledTexts(texts, spans, definitions, from, to, 0, leaf.maxDefinition, cursor.next)
    })
    if (!done) throw shorter(source.file)
    return { kind: 'text', name, texts }
  }
}

function shorter(file: string) {
  return corrupt(file, 'a column has fewer rows than the footer promises')
}

/** Takes any number of rows from pages of any size. */
function queue(file: string, pages: AsyncGenerator<ArrayLike<unknown>>): (rows: number) => Promise<unknown[]> {
  let page: ArrayLike<unknown> = []
  let used = 0
  return async (rows) => {
    const taken: unknown[] = new Array(rows)
    for (let filled = 0; filled < rows; ) {
      if (used === page.length) {
        const next = await pages.next()
        if (next.done) throw shorter(file)
        page = next.value
        used = 0
      }
      const end = Math.min(rows, filled + page.length - used)
      while (filled < end) taken[filled++] = page[used++]
    }
    return taken
  }
}
