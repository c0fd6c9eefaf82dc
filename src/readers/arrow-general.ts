/** Record batches by apache-arrow: columns of any kind. */
import { RecordBatchReader } from 'apache-arrow'
import { cuttable } from './arrow-columns.ts'
import type { ArrowSource } from './arrow-messages.ts'
import type { Batch } from './arrow-plain.ts'

export async function* generalBatches({ fields, read, bytes }: ArrowSource): AsyncGenerator<Batch> {
  const columns = [...read].map((at) => ({ name: fields[at].name, at }))
  for await (const { data, numRows: rows } of await RecordBatchReader.from(bytes()))
    yield {
      rows,
      bytes: columns.reduce((sum, { at }) => sum + data.children[at].byteLength, 0),
      columns: () =>
        columns.map(({ name, at }) => {
          const child = data.children[at]
          if (child.length < rows) throw new RangeError('a column is shorter than its batch')
          return cuttable(name, child)
        }),
    }
}
