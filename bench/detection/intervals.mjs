/** Intervals of shares: what a bench of so many tries can say. */

/**
 * Wilson's 95 % interval of a share.
 * @see Wilson (1927), Journal of the American Statistical Association 22:209
 * @example wilson(59, 59) // { low: 0.939, point: 1, high: 1 }
 */
export function wilson(found, of) {
  if (of === 0) return { low: 0, point: Number.NaN, high: 1 }
  const z = 1.959963984540054
  const p = found / of
  const middle = p + (z * z) / (2 * of)
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))
  const scale = 1 + (z * z) / of
  return { low: Math.max(0, (middle - spread) / scale), point: p, high: Math.min(1, (middle + spread) / scale) }
}

/** `59/59 = 1.000 [0.939, 1.000]` */
export function said(found, of) {
  const { low, point, high } = wilson(found, of)
  return of === 0 ? '0/0' : `${found}/${of} = ${point.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`
}
