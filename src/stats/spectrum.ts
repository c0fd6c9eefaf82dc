/**
 * Spectral signature: do the rows of one outcome share a direction that chance rows do not?
 *
 * Poison that shares no single token (paraphrase, style, syntax) still pulls its rows one way in the space of
 * features. Features are hashed into a few signed dimensions, and the widest direction of the rows is compared with
 * that of random rows. It raises a suspicion and ranks rows; it proves nothing. Knows no rows, files or text.
 */
import type * as algebraModule from 'ml-matrix'
import { createRandom } from './random.ts'

type Algebra = typeof algebraModule

const DIMENSIONS = 1024 // of the hashed space: fewer, and chance collisions drown the signature
const PROBES = 12 // random directions sent through the rows; only the widest of what comes back is used
const PASSES = 8 // each sharpens the directions towards the widest

export interface Spectrum {
  readonly ratio: number // widest spread of the rows over that of the random rows; 1 is no signature
  readonly share: number // part of all the rows' spread that lies along their widest direction, 0…1
  readonly scores: Float64Array // each row's squared distance from the middle along that direction
}

/** Spreads the bits of a feature: which dimension, and with which sign. Murmur3's last mix. */
function mix(feature: number): number {
  let h = feature | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** One row of the hashed matrix: signed counts, of length 1 so that long prompts do not rule. */
function embed(row: Uint32Array): Float64Array {
  const point = new Float64Array(DIMENSIONS)
  for (const feature of row) {
    const h = mix(feature)
    point[h % DIMENSIONS] += h >>> 31 ? 1 : -1
  }
  const length = Math.sqrt(point.reduce((sum, x) => sum + x * x, 0))
  return length === 0 ? point : point.map((x) => x / length)
}

function centred(rows: readonly Uint32Array[]): Float64Array[] {
  const points = rows.map(embed)
  const middle = new Float64Array(DIMENSIONS)
  for (const point of points) for (let d = 0; d < DIMENSIONS; d++) middle[d] += point[d] / points.length
  return points.map((point) => point.map((x, d) => x - middle[d]))
}

/** The widest direction of these points: largest singular value squared, all of them summed, and the direction. */
function widest(points: readonly Float64Array[], { Matrix, QrDecomposition, SingularValueDecomposition }: Algebra) {
  const matrix = new Matrix(points as Float64Array[])
  const random = createRandom(1) // any seed: it starts the search, and does not decide where it ends
  const signs = (): number[] => Array.from({ length: PROBES }, () => 1 - 2 * random.int(2))
  let probes = matrix.mmul(new Matrix(Array.from({ length: DIMENSIONS }, signs)))
  const turned = matrix.transpose()
  for (let pass = 0; pass < PASSES; pass++) {
    probes = matrix.mmul(turned.mmul(new QrDecomposition(probes).orthogonalMatrix))
  }
  const seen = turned.mmul(new QrDecomposition(probes).orthogonalMatrix)
  const decomposed = new SingularValueDecomposition(seen)
  let total = 0
  for (const point of points) total += point.reduce((sum, x) => sum + x * x, 0)
  return { spread: decomposed.diagonal[0] ** 2, total, along: decomposed.leftSingularVectors.getColumn(0) }
}

/**
 * The spectral signature of rows against random rows.
 *
 * @param rows    features of each row with the outcome; 2 or more, at most some thousands (8 KiB each)
 * @param random  features of rows drawn at random, about as many as `rows` (a small sample looks wider than it is)
 * @throws {RangeError} fewer than two rows on either side
 * @see Tran, Li & Madry (2018), Spectral Signatures in Backdoor Attacks; Weinberger et al. (2009), Feature Hashing;
 *      Halko, Martinsson & Tropp (2011), SIAM Review 53:217, for the probes
 * @example (await spectralSignature(rows, rows)).ratio // 1
 */
export async function spectralSignature(
  rows: readonly Uint32Array[],
  random: readonly Uint32Array[],
): Promise<Spectrum> {
  if (rows.length < 2 || random.length < 2) {
    throw new RangeError(`spectralSignature needs two rows a side, got ${rows.length} and ${random.length}`)
  }
  const algebra = await import('ml-matrix') // only where a cluster is looked for
  const points = centred(rows)
  const ours = widest(points, algebra)
  const theirs = widest(centred(random), algebra)
  const scores = Float64Array.from(points, (point) => point.reduce((sum, x, d) => sum + x * ours.along[d], 0) ** 2)
  const per = (spread: number, n: number): number => Math.sqrt(spread / n)
  const theirSpread = per(theirs.spread, random.length)
  const ourSpread = per(ours.spread, rows.length)
  const ratio = theirSpread > 0 ? ourSpread / theirSpread : ourSpread > 0 ? Number.POSITIVE_INFINITY : 1
  return { ratio, share: ours.total === 0 ? 0 : ours.spread / ours.total, scores }
}
