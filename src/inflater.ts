/** The program of a thread that inflates one file. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { inflateBy, type SlowCodec } from './readers/decompress.ts'
import { inflateFor, type Port } from './readers/inflate-port.ts'

/** What the thread is started with. Other threads may load this file for what it shares with theirs; they are told otherwise. */
export interface InflaterData {
  readonly inflates: SlowCodec
}

const codec = isMainThread ? undefined : (workerData as Partial<InflaterData> | null)?.inflates
if (codec !== undefined && parentPort !== null) {
  const port = parentPort as unknown as Port
  void inflateBy(codec).then((inflate) => inflateFor(port, inflate))
}
