/**
 * The values of one column chunk, page by page: as JavaScript values, as whole rows, or as texts that stay bytes.
 *
 * Promises that a row which runs over the end of a page comes out whole. Knows no rows across columns.
 */
import { assembleLists } from 'hyparquet/src/assemble.js'
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import type { DecodedArray } from 'hyparquet/src/types.js'
import type { ColumnarFile } from './columnar-file.ts'
import type { ColumnChunk } from './parquet-footer.ts'
import {
  isIndexed,
  type Leaf,
  type Levels,
  leafOf,
  openDataPage,
  openDictionary,
  type Page,
  readDataPage,
  readDictionary,
} from './parquet-page.ts'
import { decoded, type PageLimits, rawPages } from './parquet-pages.ts'
import { lookedUp, spansOf } from './parquet-spans.ts'
import { checkDecimals, parsers, withoutBigints } from './parquet-values.ts'
import type { Spans } from './texts.ts'

export interface ChunkPage {
  readonly page: Page
  readonly values: DecodedArray // decoded, dictionary looked up, nulls left out
  readonly count: number // nulls counted
}

/** A page of texts: of those that are there, in the order of the levels. */
export interface TextPage {
  readonly page: Levels
  readonly spans: Spans
  readonly count: number // nulls counted
}

/** Whole rows of a chunk, an array a page; repeated and optional levels nest as hyparquet's assembly expects them. */
export async function* rowsOfChunk(
  source: ColumnarFile,
  path: Leaf['path'],
  chunk: ColumnChunk,
  limits: PageLimits,
): AsyncGenerator<ArrayLike<unknown>> {
  const leaf = leafOf(path, chunk.type, chunk.codec)
  const nested = leaf.maxRepetition > 0
  let open: unknown[] = [] // the last row of a page: the next page may go on with it
  for await (const { page, values } of pagesOfChunk(source, leaf, chunk, limits)) {
    if (path.length === 2 && !nested) {
      yield page.definitions ? withNulls(values, page.definitions) : values
      continue
    }
    const rows = decoded(source.file, leaf, () =>
      // hyparquet takes levels as arrays; it only indexes them.
      assembleLists(
        open,
        page.definitions as unknown as number[] | undefined,
        (page.repetitions ?? []) as unknown as number[],
        values,
        path as never,
      ),
    )
    if (!nested) {
      open = []
      yield rows
      continue
    }
    const whole = rows as unknown[]
    open = whole.splice(whole.length - 1, 1)
    if (whole.length > 0) yield whole
  }
  if (open.length > 0) yield open
}

function withNulls(values: DecodedArray, present: Uint8Array): ArrayLike<unknown> {
  if (values.length === present.length) return values
  let next = 0
  return Array.from(present, (level) => (level ? values[next++] : null))
}

/** The pages of a chunk in order, dictionary applied. */
export async function* pagesOfChunk(
  source: ColumnarFile,
  leaf: Leaf,
  chunk: ColumnChunk,
  limits: PageLimits,
): AsyncGenerator<ChunkPage> {
  const { file } = source
  const decoder = {
    parsers: { ...DEFAULT_PARSERS, ...parsers },
    element: leaf.path[leaf.path.length - 1].element,
    schemaPath: leaf.path,
    type: leaf.type,
  }
  const convertValues = (stored: DecodedArray) => {
    if (limits.stored) return stored
    if (decoder.element.converted_type === 'DECIMAL') checkDecimals(stored)
    return withoutBigints(convert(stored, decoder as never))
  }
  let dictionary: DecodedArray | undefined
  for await (const { header, bytes: stored, count } of rawPages(source, leaf, chunk, limits)) {
    // A copy where the page is used as stored: what a wrong length reads beyond it would be its neighbour's.
    const bytes = leaf.codec === 'UNCOMPRESSED' ? stored.slice() : stored
    if (count === 0) {
      dictionary = decoded(file, leaf, () => convertValues(readDictionary(header, bytes, leaf)))
      continue
    }
    yield decoded(file, leaf, () => {
      const page = readDataPage(header, bytes, leaf)
      const values = page.indexed ? lookUp(page.values as Uint32Array, dictionary) : convertValues(page.values)
      return { page, values, count }
    })
  }
}

/** The same of a leaf of texts, none of them made. */
export async function* textPagesOfChunk(
  source: ColumnarFile,
  leaf: Leaf,
  chunk: ColumnChunk,
  limits: PageLimits,
): AsyncGenerator<TextPage> {
  const { rooms } = limits
  let dictionary: Spans | undefined
  // A page that is used as it was stored stands where it was read to.
  const pages = rawPages(source, leaf, chunk, limits, leaf.codec === 'UNCOMPRESSED' ? undefined : rooms)
  for await (const { header, bytes, count } of pages) {
    if (count === 0) {
      dictionary = decoded(source.file, leaf, () => {
        const { page, count: size } = openDictionary(header, bytes, leaf, rooms)
        return spansOf(page, size, 'PLAIN')
      })
      continue
    }
    const page = decoded(source.file, leaf, () => openDataPage(header, bytes, leaf, rooms))
    const spans = decoded(source.file, leaf, () =>
      isIndexed(page.encoding)
        ? lookedUp(page.bytes, page.present, dictionary)
        : spansOf(page.bytes, page.present, page.encoding),
    )
    yield { page, spans, count }
    rooms?.leave(page.bytes)
  }
}

function lookUp(indexes: ArrayLike<number>, dictionary: DecodedArray | undefined): unknown[] {
  if (!dictionary && indexes.length > 0) throw new RangeError('indexes without a dictionary')
  const values: unknown[] = new Array(indexes.length)
  for (let i = 0; i < indexes.length; i++) {
    if (indexes[i] >= dictionary!.length)
      throw new RangeError(`index ${indexes[i]} in a dictionary of ${dictionary!.length}`)
    values[i] = dictionary![indexes[i]]
  }
  return values
}
