/** Memory given back at once: that of a large array would wait for a collection, which nothing here brings about. */
import { MessageChannel } from 'node:worker_threads'

/** The arrays are empty afterwards. Their buffers go into a message that nobody receives, and end with it. */
export function letGo(arrays: readonly (Uint8Array | Uint32Array)[]): void {
  const { port1, port2 } = new MessageChannel()
  port1.postMessage(null, [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))])
  port1.close()
  port2.close()
}
