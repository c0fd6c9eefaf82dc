/** The program of a thread that inflates one file. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { inflateBy } from './readers/decompress.ts'
import { type InflaterData, inflateFor, type Port } from './readers/inflate-port.ts'

const codec = isMainThread ? undefined : (workerData as Partial<InflaterData> | null)?.inflates
if (codec !== undefined && parentPort !== null) {
  const port = parentPort as unknown as Port
  void inflateBy(codec).then((inflate) => inflateFor(port, inflate))
}
