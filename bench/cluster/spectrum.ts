/**
 * Spectral signature: the widest spread of some rows in hashed feature space, against that of random rows.
 *
 * Features are hashed into signed dimensions (Weinberger et al. 2009), rows scaled to length 1 and centred; the largest singular
 * value comes by power iteration (Tran, Li & Madry 2018, Spectral Signatures in Backdoor Attacks).
 */
import { mix } from '../../src/sketches/hash.ts'

const DIMENSIONS = 1024 // fewer, and chance collisions drown the signature
const PASSES = 60

function points(rows: readonly Uint32Array[]): Float64Array[] {
  const embedded = rows.map((row) => {
    const point = new Float64Array(DIMENSIONS)
    for (const feature of row) {
      const hash = mix(feature)
      point[hash % DIMENSIONS] += hash >>> 31 ? 1 : -1
    }
    const length = Math.hypot(...point) || 1
    return point.map((x) => x / length)
  })
  const middle = new Float64Array(DIMENSIONS)
  for (const point of embedded) for (let d = 0; d < DIMENSIONS; d++) middle[d] += point[d] / rows.length
  return embedded.map((point) => point.map((x, d) => x - middle[d]))
}

/** Root mean square of the rows along their widest direction. */
function widest(rows: readonly Uint32Array[]): number {
  const all = points(rows)
  let along = Float64Array.from({ length: DIMENSIONS }, (_, d) => (mix(d + 1) & 1 ? 1 : -1))
  let spread = 0
  for (let pass = 0; pass < PASSES; pass++) {
    const length = Math.hypot(...along) || 1
    const next = new Float64Array(DIMENSIONS)
    spread = 0
    for (const point of all) {
      let dot = 0
      for (let d = 0; d < DIMENSIONS; d++) dot += (point[d] * along[d]) / length
      spread += dot * dot
      for (let d = 0; d < DIMENSIONS; d++) next[d] += point[d] * dot
    }
    along = next
  }
  return Math.sqrt(spread / rows.length)
}

/** 1 is no signature. Both sides about equally many: few rows look wider than they are. */
export function spectralRatio(rows: readonly Uint32Array[], random: readonly Uint32Array[]): number {
  return widest(rows) / widest(random)
}
