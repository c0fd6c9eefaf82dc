/** Logistic regression by L-BFGS, a program of its own. The same, slower: `src/stats/logistic-descent.ts` and `minimise.ts`, where each step is explained. */

// @ts-expect-error: decorator
@external('env', 'exp')
declare function exp(x: f64): f64
// @ts-expect-error: decorator
@external('env', 'log')
declare function log(x: f64): f64

const FULL: f64 = 1e100 // of a product, which one more factor will not bring to infinity
const REMEMBERED: i32 = 8 // steps
const ENOUGH: f64 = 1e-4 // share of the promised descent that a step must bring
const SHORTENINGS: i32 = 40

let flat: usize = 0
let ends: usize = 0
let labels: usize = 0
let behind: usize = 0 // the last row's end
let weights: usize = 0 // bytes of all weights; the bias stands behind them
let ridge: f64 = 0
let curvatures: usize = 0
let shares: usize = 0
let pairs: usize = 0 // of a move and a turn, one more than are remembered

/**
 * Goes down to the weights that fit best; returns where they stand, eight bytes each, the bias last.
 *
 * @param rows       features of all rows, four bytes each
 * @param rowEnds    by row, four bytes each: number of features in `rows` up to its end
 * @param rowLabels  by row, one byte each: whether it has the outcome
 * @param count      rows
 * @param features   that there are
 * @param l2         ridge on the weights
 * @param steps      at most
 * @param least      largest part of the slope at which to stop
 * @param room       for 23 numbers of eight bytes a parameter, and 17 more
 */
export function descend(
  rows: usize,
  rowEnds: usize,
  rowLabels: usize,
  count: usize,
  features: usize,
  l2: f64,
  steps: i32,
  least: f64,
  room: usize,
): usize {
  flat = rows
  ends = rowEnds
  labels = rowLabels
  behind = rowEnds + (count << 2)
  weights = features << 3
  ridge = l2
  const size = weights + 8
  const direction = room
  let at = room + size
  let slope = at + size
  let next = slope + size
  let nextSlope = next + size
  pairs = nextSlope + size
  curvatures = pairs + size * 2 * (REMEMBERED + 1)
  shares = curvatures + 8 * (REMEMBERED + 1)
  memory.fill(at, 0, size)
  let value = valueAt(at, slope)
  let first = 0 // of the pairs, which follow each other in a ring
  let held = 0
  for (let taken = 0; taken < steps && largest(slope, size) > least; taken++) {
    downhill(direction, slope, size, first, held)
    const promised = dot(direction, slope, size)
    if (!(promised < 0)) break
    let length: f64 = 1
    let nextValue: f64 = Infinity
    for (let i = 0; i < SHORTENINGS; i++, length /= 2) {
      addScaled(next, at, direction, length, size)
      nextValue = valueAt(next, nextSlope)
      if (nextValue <= value + ENOUGH * length * promised) break
    }
    if (!(nextValue < value)) break
    const fresh = (first + held) % (REMEMBERED + 1)
    const move = moveOf(fresh, size)
    const turn = move + size
    subtract(move, next, at, size)
    subtract(turn, nextSlope, slope, size)
    const curvature = dot(move, turn, size)
    if (curvature > 0) {
      store<f64>(curvatures + (usize(fresh) << 3), curvature)
      if (held < REMEMBERED) held++
      else first = (first + 1) % (REMEMBERED + 1)
    }
    let swapped = at
    at = next
    next = swapped
    swapped = slope
    slope = nextSlope
    nextSlope = swapped
    value = nextValue
  }
  return at
}

// @ts-expect-error: decorator
@inline
function moveOf(pair: i32, size: usize): usize {
  return pairs + usize(pair) * size * 2
}

/** The loss at these weights; its slope is written to `slope`. */
function valueAt(at: usize, slope: usize): f64 {
  let loss: f64 = 0
  for (let i: usize = 0; i < weights; i += 8) {
    const weight = load<f64>(at + i)
    loss += (ridge / 2) * weight * weight
    store<f64>(slope + i, ridge * weight)
  }
  const bias = load<f64>(at + weights)
  let slopeOfBias: f64 = 0
  let product: f64 = 1
  let first = flat
  let label = labels
  for (let row = ends; row < behind; row += 4, label++) {
    const end = flat + (usize(load<u32>(row)) << 2)
    let score = bias
    for (let feature = first; feature < end; feature += 4) score += load<f64>(at + (usize(load<u32>(feature)) << 3))
    const size = Math.abs(score)
    const small = exp(-size)
    const has = load<u8>(label) != 0
    const chance = (score < 0 ? small : 1) / (1 + small)
    if (has ? score < 0 : score > 0) loss += size
    product *= 1 + small
    if (product > FULL) {
      loss += log(product)
      product = 1
    }
    const error = chance - (has ? 1 : 0)
    slopeOfBias += error
    for (let feature = first; feature < end; feature += 4) {
      const place = slope + (usize(load<u32>(feature)) << 3)
      store<f64>(place, load<f64>(place) + error)
    }
    first = end
  }
  store<f64>(slope + weights, slopeOfBias)
  return loss + log(product)
}

/** The two-loop recursion. */
function downhill(direction: usize, slope: usize, size: usize, first: i32, held: i32): void {
  for (let i: usize = 0; i < size; i += 8) store<f64>(direction + i, 0 - load<f64>(slope + i))
  for (let m = held - 1; m >= 0; m--) {
    const pair = (first + m) % (REMEMBERED + 1)
    const move = moveOf(pair, size)
    const share = dot(move, direction, size) / load<f64>(curvatures + (usize(pair) << 3))
    store<f64>(shares + (usize(m) << 3), share)
    addScaled(direction, direction, move + size, -share, size)
  }
  let scale: f64
  if (held > 0) {
    const pair = (first + held - 1) % (REMEMBERED + 1)
    const turn = moveOf(pair, size) + size
    scale = load<f64>(curvatures + (usize(pair) << 3)) / dot(turn, turn, size)
  } else scale = 1 / Math.max(1, largest(slope, size))
  for (let i: usize = 0; i < size; i += 8) store<f64>(direction + i, load<f64>(direction + i) * scale)
  for (let m = 0; m < held; m++) {
    const pair = (first + m) % (REMEMBERED + 1)
    const move = moveOf(pair, size)
    const curvature = load<f64>(curvatures + (usize(pair) << 3))
    const back = load<f64>(shares + (usize(m) << 3)) - dot(move + size, direction, size) / curvature
    addScaled(direction, direction, move, back, size)
  }
}

function dot(a: usize, b: usize, size: usize): f64 {
  let sum: f64 = 0
  for (let i: usize = 0; i < size; i += 8) sum += load<f64>(a + i) * load<f64>(b + i)
  return sum
}

function largest(a: usize, size: usize): f64 {
  let most: f64 = 0
  for (let i: usize = 0; i < size; i += 8) {
    const value = Math.abs(load<f64>(a + i))
    if (value > most) most = value
  }
  return most
}

/** Writes a + times · b, which may be a itself. */
function addScaled(to: usize, a: usize, b: usize, times: f64, size: usize): void {
  for (let i: usize = 0; i < size; i += 8) store<f64>(to + i, load<f64>(a + i) + times * load<f64>(b + i))
}

function subtract(to: usize, a: usize, b: usize, size: usize): void {
  for (let i: usize = 0; i < size; i += 8) store<f64>(to + i, load<f64>(a + i) - load<f64>(b + i))
}
