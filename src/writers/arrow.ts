/**
 * Arrow written batch by batch, as a stream or as a file. Bodies are not compressed: the library that writes cannot.
 */
import { type RecordBatch, RecordBatchFileWriter, RecordBatchStreamWriter, type Schema } from 'apache-arrow'
import type { Output } from './output.ts'

export interface ArrowOutput {
  add(batch: RecordBatch): Promise<void>
  finish(): Promise<void>
}

export function createArrow(output: Output, schema: Schema, kind: 'arrow-file' | 'arrow-stream'): ArrowOutput {
  const writer = kind === 'arrow-file' ? new RecordBatchFileWriter() : new RecordBatchStreamWriter()
  const chunks = writer[Symbol.asyncIterator]()
  let waiting = false // all that was written has been taken
  let fault: unknown
  const taken = (async () => {
    for (;;) {
      const next = chunks.next()
      waiting = true
      const { done, value } = await next
      waiting = false
      if (done) return
      if (value.length > 0) await output.write(value)
    }
  })().catch((cause: unknown) => {
    fault = cause
  })
  const settle = async (): Promise<void> => {
    do {
      await new Promise((done) => setImmediate(done))
      if (fault !== undefined) throw fault
    } while (!waiting)
  }
  writer.reset(undefined, schema)
  return {
    async add(batch) {
      if (batch.numRows === 0) return
      writer.write(batch)
      await settle() // one batch in memory, not the file
    },
    async finish() {
      writer.finish()
      writer.close()
      await taken
      if (fault !== undefined) throw fault
    },
  }
}
