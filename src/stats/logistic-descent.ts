/** The descent to the weights of a logistic model, in plain TypeScript. The same, some times faster: `kernel/fit.ts`. */
import { minimise } from './minimise.ts'

/** What is to be fitted: rows whose features stand end to end, and how long to try. */
export interface LogisticTask {
  readonly flat: Uint32Array // features of all rows
  readonly ends: Uint32Array // by row: where its features end in `flat`
  readonly labels: Uint8Array // by row: 1 where it has the outcome, else 0
  readonly featureCount: number
  readonly l2: number
  readonly iterations: number
  readonly slope: number // largest part of it at which to stop
}

const FULL = 1e100 // of a product, which one more factor will not bring to infinity

/** The weights, and behind them the bias: one vector for the descent. */
export function descend({ flat, ends, labels, featureCount, l2, iterations, slope }: LogisticTask): Float64Array {
  const slopeAndLoss = (at: Float64Array, slope: Float64Array): number => {
    let loss = 0
    for (let f = 0; f < featureCount; f++) {
      loss += (l2 / 2) * at[f] * at[f]
      slope[f] = l2 * at[f]
    }
    let slopeOfBias = 0
    let product = 1 // of what the loss sums the logarithms of: one in a while is cheaper
    for (let r = 0, first = 0; r < ends.length; r++) {
      const end = ends[r]
      let score = at[featureCount]
      for (let i = first; i < end; i++) score += at[flat[i]]
      // ln(1 + e^x) and 1/(1 + e^-x), of which neither overflows: both of e to a power below 0.
      const small = Math.exp(-Math.abs(score))
      const chance = (score < 0 ? small : 1) / (1 + small)
      if (labels[r] === 0 ? score > 0 : score < 0) loss += Math.abs(score)
      product *= 1 + small
      if (product > FULL) {
        loss += Math.log(product)
        product = 1
      }
      const error = chance - labels[r]
      slopeOfBias += error
      for (let i = first; i < end; i++) slope[flat[i]] += error
      first = end
    }
    slope[featureCount] = slopeOfBias
    return loss + Math.log(product)
  }
  return minimise(slopeAndLoss, new Float64Array(featureCount + 1), { steps: iterations, slope })
}
