/**
 * Logistic regression on things that a row has or has not: what does the rest of the prompt say about the outcome?
 *
 * Whole-batch and in fixed order, so equal rows in equal order give equal weights to the bit. A ridge (l2) keeps
 * weights finite where a feature settles the matter. Knows no rows, files or text.
 */
import { descend } from './logistic-descent.ts'
import { descendInKernel } from './logistic-kernel.ts'

export interface LogisticOptions {
  readonly l2?: number // ridge on the weights, not on the bias: l2/2 · Σ w² beside the summed loss; default 1
  readonly iterations?: number // steps at most; default 60
}

/** The fitted model: log odds (nats) per feature, and those of a row that has none. */
export interface LogisticModel {
  readonly weights: Float64Array
  readonly bias: number
}

const SETTLED = 1e-6 // slope per row under which another step would change no decision

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

/**
 * Fits the chance of the outcome to the features of each row.
 *
 * @param rows          features of each row: whole numbers below `featureCount`, none twice
 * @param labels        1 where the row has the outcome, else 0
 * @param featureCount  features there are
 * @throws {RangeError} rows and labels differ in number, or a feature is not below `featureCount`
 * @see Cox (1958), Journal of the Royal Statistical Society B 20:215; Nocedal (1980), Mathematics of Computation 35:773,
 *      for L-BFGS, which does the descent
 * @example fitLogistic([Uint32Array.of(0), Uint32Array.of()], Uint8Array.of(1, 0), 1).weights // [0.44465]
 */
export function fitLogistic(
  rows: readonly Uint32Array[],
  labels: Uint8Array,
  featureCount: number,
  options: LogisticOptions = {},
): LogisticModel {
  const ends = new Uint32Array(rows.length) // all rows end to end: one array is read faster than twenty thousand
  const flat = new Uint32Array(rows.reduce((sum, row) => sum + row.length, 0))
  for (let r = 0, at = 0; r < rows.length; r++) {
    flat.set(rows[r], at)
    at += rows[r].length
    ends[r] = at
  }
  return fitFlat(flat, ends, labels, featureCount, options)
}

/**
 * The same of rows that stand end to end in one array.
 *
 * @param flat  features of all rows
 * @param ends  by row: where its features end in `flat`; they begin where those of the row before end
 * @throws {RangeError} as `fitLogistic`
 */
export function fitFlat(
  flat: Uint32Array,
  ends: Uint32Array,
  labels: Uint8Array,
  featureCount: number,
  { l2 = 1, iterations = 60 }: LogisticOptions = {},
): LogisticModel {
  if (ends.length !== labels.length) throw new RangeError(`${ends.length} rows, but ${labels.length} labels`)
  for (let i = 0; i < flat.length; i++)
    if (flat[i] >= featureCount) throw new RangeError(`feature ${flat[i]} is not below ${featureCount}`)
  const task = { flat, ends, labels, featureCount, l2, iterations, slope: SETTLED * Math.max(1, ends.length) }
  const found = descendInKernel(task) ?? descend(task)
  return { weights: found.slice(0, featureCount), bias: found[featureCount] }
}

/**
 * The chance of the outcome that the model gives a row.
 *
 * @param row  features; those the model does not know say nothing
 * @returns    0…1
 * @example predict({ weights: Float64Array.of(2), bias: -1 }, Uint32Array.of(0)) // 0.7311
 */
export function predict({ weights, bias }: LogisticModel, row: Uint32Array): number {
  let score = bias
  for (let i = 0; i < row.length; i++) if (row[i] < weights.length) score += weights[row[i]]
  return logistic(score)
}
