/**
 * The same descent as WebAssembly, whose source is `kernel/fit.ts`: equal to the bit, since every sum has the same order.
 *
 * A fit is a few hundred milliseconds at most, which JavaScript spends before its loops are compiled to fast code.
 */
import { FIT_PROGRAM } from './fit-program.ts'
import type { LogisticTask } from './logistic-descent.ts'

const PAGE = 1 << 16
const MOST_BYTES = 1 << 24 // of memory, which stays a thread's
const HEAD = 1 << 10 // where the program has its own
const VECTORS = 23 // of a number a parameter
const MORE = 17 // numbers

/** As much of the engine as is used; it is no part of the language, so its types come from nowhere. */
interface Engine {
  readonly Module: new (program: Uint8Array) => object
  readonly Memory: new (size: { readonly initial: number }) => Memory
  readonly Instance: new (program: object, imports: object) => { readonly exports: unknown }
}

interface Memory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

interface Descent {
  readonly memory: Memory
  descend(...task: readonly number[]): number
}

let made: Descent | null | undefined

/** The weights, and behind them the bias; undefined where there is no WebAssembly, or the rows are too many for it. */
export function descendInKernel(task: LogisticTask): Float64Array | undefined {
  const { flat, ends, labels, featureCount, l2, iterations, slope } = task
  const numbers = (featureCount + 1) * VECTORS + MORE
  const rowsAt = HEAD + numbers * 8
  const endsAt = rowsAt + flat.length * 4
  const labelsAt = endsAt + ends.length * 4
  const size = labelsAt + labels.length
  if (size > MOST_BYTES) return undefined
  if (made === undefined) made = make()
  if (made === null) return undefined
  const { memory, descend } = made
  const missing = size - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
  new Uint32Array(memory.buffer, rowsAt, flat.length).set(flat)
  new Uint32Array(memory.buffer, endsAt, ends.length).set(ends)
  new Uint8Array(memory.buffer, labelsAt, labels.length).set(labels)
  const at = descend(rowsAt, endsAt, labelsAt, ends.length, featureCount, l2, iterations, slope, HEAD)
  return new Float64Array(memory.buffer, at, featureCount + 1).slice()
}

function make(): Descent | null {
  const engine = (globalThis as { readonly WebAssembly?: Engine }).WebAssembly
  if (engine === undefined) return null
  const memory = new engine.Memory({ initial: 1 })
  const program = new engine.Module(Buffer.from(FIT_PROGRAM, 'base64'))
  // The functions themselves: the engine knows them, and calls what JavaScript calls.
  const { exports } = new engine.Instance(program, { env: { memory, exp: Math.exp, log: Math.log } })
  return { memory, descend: (exports as Descent).descend }
}
