/** Slow codecs in a thread of their own, so that whoever counts does not wait for them. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { ByteReader, Inflate, SlowCodec } from './byte-reader.ts'
import { readHead, withHead } from './bytes.ts'
import { type InflaterData, inflatedBy, type Port } from './inflate-port.ts'

const LEAST_BYTES = 1 << 22 // stored; less is inflated sooner than a thread is started

/** The same as `inflate`, made elsewhere; here where there is little, or when run from source. */
export function inThread(codec: SlowCodec, inflate: Inflate): Inflate {
  const program = threadProgram()
  return async function* (reader: ByteReader) {
    const head = program === undefined ? Buffer.alloc(0) : await readHead(reader, LEAST_BYTES)
    const whole = withHead(head, reader)
    if (program === undefined || head.length < LEAST_BYTES) return yield* inflate(whole)
    const worker = new Worker(program, { workerData: { inflates: codec } satisfies InflaterData })
    const broken = new Promise<never>((_, failed) => worker.once('error', failed))
    broken.catch(() => undefined) // told when a piece is asked for
    const pieces = inflatedBy(worker as unknown as Port, whole)
    try {
      for (;;) {
        const next = await Promise.race([pieces.next(), broken])
        if (next.done) return
        yield next.value
      }
    } finally {
      await worker.terminate()
    }
  }
}

/** The program of the thread; undefined when run from source. */
function threadProgram(): URL | undefined {
  const url = new URL('./inflater.cjs', import.meta.url)
  return url.protocol === 'file:' && existsSync(fileURLToPath(url)) ? url : undefined
}
