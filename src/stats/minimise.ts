/**
 * Descent to the lowest point of a smooth function, by L-BFGS: curvature is guessed from the last few steps.
 *
 * Deterministic: no chance, fixed order of every sum. Knows no rows, files or text.
 */

/** Gives the value at a point and writes its slope there into the second argument. */
export type SmoothFunction = (at: Float64Array, slope: Float64Array) => number

export interface MinimiseOptions {
  readonly steps: number // at most
  readonly slope: number // largest part of the slope at which to stop
}

const MEMORY = 8 // steps remembered; 3 to 20 are usual
const ENOUGH = 1e-4 // share of the promised descent that a step must bring (Armijo)
const SHORTENINGS = 40 // of one step, each to a half

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length)
  for (let i = 0; i < a.length; i++) all[i] = a[i] - b[i]
  return all
}

function largest(a: Float64Array): number {
  let most = 0
  for (let i = 0; i < a.length; i++) if (Math.abs(a[i]) > most) most = Math.abs(a[i])
  return most
}

interface Step {
  readonly move: Float64Array
  readonly turn: Float64Array // change of the slope
  readonly curvature: number // their product, above 0
}

/** The two-loop recursion: slope times the guessed inverse curvature, turned downhill. */
function downhill(slope: Float64Array, memory: readonly Step[]): Float64Array {
  const direction = difference(new Float64Array(slope.length), slope)
  const shares = new Float64Array(memory.length)
  for (let m = memory.length - 1; m >= 0; m--) {
    const { move, turn, curvature } = memory[m]
    shares[m] = dot(move, direction) / curvature
    for (let i = 0; i < direction.length; i++) direction[i] -= shares[m] * turn[i]
  }
  const last = memory.at(-1)
  const scale = last ? last.curvature / dot(last.turn, last.turn) : 1 / Math.max(1, largest(slope))
  for (let i = 0; i < direction.length; i++) direction[i] *= scale
  for (let m = 0; m < memory.length; m++) {
    const { move, turn, curvature } = memory[m]
    const back = shares[m] - dot(turn, direction) / curvature
    for (let i = 0; i < direction.length; i++) direction[i] += back * move[i]
  }
  return direction
}

/**
 * Goes downhill from `start` until the slope is small, the steps are used up, or no step brings it lower.
 *
 * @param f      convex and smooth, or the result is a local lowest point
 * @param start  where to begin; left as it is
 * @returns      the lowest point reached
 * @see Nocedal & Wright (2006), Numerical Optimization, algorithms 7.4 and 3.1
 * @example minimise((at, slope) => { slope[0] = 2 * (at[0] - 3); return (at[0] - 3) ** 2 }, Float64Array.of(0), { steps: 50, slope: 1e-9 }) // [3]
 */
export function minimise(f: SmoothFunction, start: Float64Array, options: MinimiseOptions): Float64Array {
  let at = start.slice()
  let slope = new Float64Array(at.length)
  let value = f(at, slope)
  const memory: Step[] = []
  for (let taken = 0; taken < options.steps && largest(slope) > options.slope; taken++) {
    const direction = downhill(slope, memory)
    const promised = dot(direction, slope)
    if (!(promised < 0)) break
    const next = new Float64Array(at.length)
    const nextSlope = new Float64Array(at.length)
    let length = 1
    let nextValue = Number.POSITIVE_INFINITY
    for (let i = 0; i < SHORTENINGS; i++, length /= 2) {
      for (let j = 0; j < at.length; j++) next[j] = at[j] + length * direction[j]
      nextValue = f(next, nextSlope)
      if (nextValue <= value + ENOUGH * length * promised) break
    }
    if (!(nextValue < value)) break
    const move = difference(next, at)
    const turn = difference(nextSlope, slope)
    const curvature = dot(move, turn)
    if (curvature > 0) {
      memory.push({ move, turn, curvature })
      if (memory.length > MEMORY) memory.shift()
    }
    at = next
    slope = nextSlope
    value = nextValue
  }
  return at
}
