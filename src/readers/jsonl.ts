/** JSON lines and plain text lines, whole or as a byte range: lines as bytes, or parsed. */
import type { RowBlock } from '../model/row.ts'
import type { Shard } from '../model/shard.ts'
import { lineSplitter } from './lines.ts'
import { isRange, type OpenOptions, openText } from './open.ts'
import { jsonRows, textRows } from './parse.ts'
import { type LineBlock, spanBlocks } from './spans.ts'

export async function* lineBlocks(shard: Shard, options: OpenOptions = {}): AsyncGenerator<LineBlock, void, undefined> {
  const { maxRowBytes, signal } = options
  const early = isRange(shard) && shard.start > 0 ? 1 : 0
  const splitter = lineSplitter({
    maxRowBytes,
    skipFirst: early === 1,
    length: isRange(shard) ? shard.end - shard.start + early : undefined,
  })
  yield* spanBlocks(await openText(shard, options), splitter, { maxRowBytes, signal, file: shard.file })
}

export async function* readJsonl(shard: Shard, options: OpenOptions): AsyncGenerator<RowBlock, void, undefined> {
  for await (const block of lineBlocks(shard, options)) yield jsonRows(block, options)
}

export async function* readText(shard: Shard, options: OpenOptions): AsyncGenerator<RowBlock, void, undefined> {
  for await (const block of lineBlocks(shard, options)) yield textRows(block)
}
