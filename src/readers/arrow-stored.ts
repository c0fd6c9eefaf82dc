/** The record batches of an Arrow file with every column, for who writes them again. */
import { type RecordBatch, RecordBatchReader, type Schema } from 'apache-arrow'
import type { ReadOptions } from '../model/options.ts'
import type { Shard } from '../model/shard.ts'
import { openArrow } from './arrow-messages.ts'
import { asInputError } from './columnar-file.ts'
import { openColumnar } from './columnar-shard.ts'

export interface StoredArrow {
  readonly schema: Schema
  readonly batches: AsyncGenerator<RecordBatch>
  close(): Promise<void>
}

const MAX_RATIO = 1000

export async function openStoredArrow(shard: Shard, options: ReadOptions = {}): Promise<StoredArrow> {
  const source = await openColumnar(shard, options)
  try {
    const kind = shard.container === 'arrow-file' ? 'arrow-file' : 'arrow-stream'
    const ratio = options.maxDecompressedRatio ?? MAX_RATIO
    const { fields } = await openArrow(source, kind, { ratio })
    const { bytes } = await openArrow(source, kind, { ratio, columns: fields.map(({ name }) => name) })
    const reader = await RecordBatchReader.from(bytes())
    await reader.open()
    const batches = async function* (): AsyncGenerator<RecordBatch> {
      try {
        for await (const batch of reader) yield batch
      } catch (fault) {
        throw asInputError(fault, shard.file, 'the Arrow data')
      }
    }
    return { schema: reader.schema, batches: batches(), close: () => source.close() }
  } catch (fault) {
    await source.close()
    throw asInputError(fault, shard.file, 'the Arrow schema')
  }
}
