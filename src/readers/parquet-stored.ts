/**
 * The rows of a Parquet file as they are stored: levels and physical values, column by column, for who writes them again.
 *
 * Promises that nothing is converted: no time, decimal or text loses a bit. Row groups are passed through pages, so only
 * the rows asked for are in memory.
 */
import type { SchemaElement } from 'hyparquet'
import { type ColumnarFile, corrupt } from './columnar-file.ts'
import { openColumnar, type Stored } from './columnar-shard.ts'
import { type ChunkPage, pagesOfChunk } from './parquet-chunks.ts'
import { readFooter } from './parquet-footer.ts'
import { leafOf } from './parquet-page.ts'
import type { PageLimits } from './parquet-pages.ts'

/** A leaf's entries, three lists in step; a list of levels is empty where there is only one level. */
export interface StoredEntries {
  readonly definitions: readonly number[]
  readonly repetitions: readonly number[]
  readonly values: readonly unknown[] // null where the definition says so
}

export interface StoredRows {
  readonly group: number // row group, from 0
  readonly rows: number
  readonly columns: readonly StoredEntries[] // by leaf
}

export interface StoredLeaf {
  readonly path: readonly SchemaElement[] // root to leaf
  readonly codec: string
  readonly maxDefinition: number
}

export interface StoredParquet {
  readonly footer: Uint8Array // as it stands
  readonly leaves: readonly StoredLeaf[]
  readonly rows: number
  /** The next rows, at most so many; fewer where a row group ends; undefined at the end of the file. */
  next(most: number): Promise<StoredRows | undefined>
  close(): Promise<void>
}

const BATCH_BYTES = 16 * 1024 * 1024 // uncompressed, about

export async function openStoredParquet(stored: Stored, limits: PageLimits = {}): Promise<StoredParquet> {
  const source = await openColumnar(stored)
  try {
    const footer = await readFooter(source)
    const bytesOfFooter = await footerBytes(source)
    const codecs = footer.groups[0]?.chunks.map(({ codec }) => codec) ?? []
    const leaves = footer.leaves.map((nodes, at): StoredLeaf => {
      const { maxDefinition } = leafOf(nodes, nodes[nodes.length - 1].element.type!, 'UNCOMPRESSED')
      return { path: nodes.map(({ element }) => element), codec: codecs[at] ?? 'SNAPPY', maxDefinition }
    })
    let group = -1
    let left = 0
    let perBatch = 1
    let queues: readonly Queue[] = []
    return {
      footer: bytesOfFooter,
      leaves,
      rows: footer.rows,
      async next(most) {
        while (left === 0) {
          group++
          const next = footer.groups[group]
          if (next === undefined) return undefined
          left = next.rows
          const bytes = next.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0)
          perBatch = Math.max(1, Math.floor((BATCH_BYTES * next.rows) / (bytes + 1)))
          queues = footer.leaves.map((nodes, at) => {
            const chunk = next.chunks[at]
            const leaf = leafOf(nodes, chunk.type, chunk.codec)
            return queue(
              stored.file,
              pagesOfChunk(source, leaf, chunk, { ...limits, stored: true }),
              leaf.maxDefinition,
            )
          })
        }
        const rows = Math.min(most, left, perBatch)
        const columns: StoredEntries[] = []
        for (const take of queues) columns.push(await take(rows))
        left -= rows
        return { group, rows, columns }
      },
      close: () => source.close(),
    }
  } catch (fault) {
    await source.close()
    throw fault
  }
}

/** The last bytes of the file, whose length was checked when the footer was read. */
async function footerBytes(source: ColumnarFile): Promise<Uint8Array> {
  const tail = await source.read(source.size - 8, source.size)
  const length = new DataView(tail.buffer).getUint32(0, true)
  return source.read(source.size - 8 - length, source.size - 8)
}

type Queue = (rows: number) => Promise<StoredEntries>

/** Takes any number of rows from pages of any size. */
function queue(file: string, pages: AsyncGenerator<ChunkPage>, maxDefinition: number): Queue {
  let page: ChunkPage | undefined
  let entry = 0
  let value = 0
  return async (rows) => {
    const definitions: number[] = []
    const repetitions: number[] = []
    const values: unknown[] = []
    for (let begun = 0; ; ) {
      if (page === undefined || entry === page.count) {
        const next = await pages.next()
        if (next.done) {
          if (begun < rows) throw corrupt(file, 'a column has fewer rows than the footer promises')
          break
        }
        page = next.value
        entry = 0
        value = 0
      }
      const { definitions: levels, repetitions: repeats } = page.page
      for (; entry < page.count; entry++) {
        const repeat = repeats?.[entry] ?? 0
        if (repeat === 0) {
          if (begun === rows) return { definitions, repetitions, values }
          begun++
        }
        if (repeats !== undefined) repetitions.push(repeat)
        if (levels !== undefined) definitions.push(levels[entry])
        values.push(levels === undefined || levels[entry] === maxDefinition ? page.values[value++] : null)
      }
      // A row of one entry is over with it; a list may go on in the next page.
      if (begun === rows && repeats === undefined) break
    }
    return { definitions, repetitions, values }
  }
}
