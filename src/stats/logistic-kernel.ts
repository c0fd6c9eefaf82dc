/**
 * The same descent as WebAssembly, whose source is `kernel/fit.ts`: equal to the bit, since every sum has the same order.
 *
 * A fit is a few hundred milliseconds at most, which JavaScript spends before its loops are compiled to fast code.
 */
import { type Memory, startProgram } from '../sketches/program.ts'
import { FIT_PROGRAM } from './fit-program.ts'
import type { LogisticTask } from './logistic-descent.ts'

const MOST_BYTES = 1 << 24 // of memory, which stays a thread's
const HEAD = 1 << 10 // where the program has its own
const VECTORS = 23 // of a number a parameter
const MORE = 17 // numbers

interface Exports {
  descend(...task: readonly number[]): number
}

let made: { readonly memory: Memory; readonly exports: Exports } | undefined

/** The weights, and behind them the bias; undefined where there is no WebAssembly, or the rows are too many for it. */
export function descendInKernel(task: LogisticTask): Float64Array | undefined {
  const { flat, ends, labels, featureCount, l2, iterations, slope } = task
  const numbers = (featureCount + 1) * VECTORS + MORE
  const rowsAt = HEAD + numbers * 8
  const endsAt = rowsAt + flat.length * 4
  const labelsAt = endsAt + ends.length * 4
  const size = labelsAt + labels.length
  if (size > MOST_BYTES) return undefined
  made ??= startProgram<Exports>(FIT_PROGRAM, size, { exp: Math.exp, log: Math.log })
  if (made === undefined) return undefined
  const { memory, exports } = made
  memory.reach(size)
  new Uint32Array(memory.buffer, rowsAt, flat.length).set(flat)
  new Uint32Array(memory.buffer, endsAt, ends.length).set(ends)
  new Uint8Array(memory.buffer, labelsAt, labels.length).set(labels)
  const at = exports.descend(rowsAt, endsAt, labelsAt, ends.length, featureCount, l2, iterations, slope, HEAD)
  return new Float64Array(memory.buffer, at, featureCount + 1).slice()
}
