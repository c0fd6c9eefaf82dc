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

/**
 * Upper 95 % bound of a share, one-sided and exact: the p at which so few or fewer would come up once in twenty.
 * @see Clopper & Pearson (1934), Biometrika 26:404
 * @example upperBound(0, 59) // 0.0495
 */
export function upperBound(found, of) {
  if (found >= of) return 1
  let [low, high] = [0, 1]
  for (let i = 0; i < 60; i++) {
    const p = (low + high) / 2
    if (atMost(found, of, p) > 0.05) low = p
    else high = p
  }
  return high
}

/** Pr(Bin(of, p) ≤ found). */
function atMost(found, of, p) {
  let term = (1 - p) ** of
  let sum = term
  for (let k = 1; k <= found; k++) {
    term *= ((of - k + 1) / k) * (p / (1 - p))
    sum += term
  }
  return sum
}
