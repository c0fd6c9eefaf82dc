/**
 * Wholes and parts: of two findings on the same rows, the one that has more of them.
 *
 * A word put behind ten prompts stands after a sentence end in some six of them, and there its gaps may happen to close more often
 * than in all ten. The six are heard first then, and leave the ten too few rows of their own; yet the ten are the finding.
 */
import { hasKin, isTorn, MOST_OWNED } from './acquit.ts'
import type { Weighed } from './weighed.ts'

const WITHIN = 0.9 // of the part's rows that the whole has too

/** What the judgement of wholes and parts looks at. */
export type Ranked = Pick<
  Weighed,
  'rows' | 'both' | 'purity' | 'surprise' | 'varied' | 'detachability' | 'independence' | 'kin'
>

/**
 * The findings, those that are a part of a feeble one given up for it.
 *
 * @param strong  accepted, their rows taken out of all counts
 * @param feeble  accepted, but too unsure to explain anything else; kept if they have rows enough besides
 * @param hidden  feeble ones that too few rows were left to
 * @param floor   distinct exchanges that a finding must have
 */
export function withWholes<T extends Ranked>(
  strong: readonly T[],
  feeble: readonly T[],
  hidden: readonly T[],
  floor: number,
): T[] {
  const taken = new Set(strong.flatMap(({ rows }) => rows))
  const apart = feeble.filter(({ both }) => both.filter((record) => !taken.has(record)).length >= floor)
  const parts = new Set<T>()
  const wholes = new Set([...hidden, ...feeble.filter((one) => !apart.includes(one))])
  for (const whole of wholes) {
    const own = strong.filter((part) => !parts.has(part) && isPart(part, whole))
    for (const part of own) parts.add(part)
    if (own.length === 0) wholes.delete(whole)
  }
  return [...strong.filter((one) => !parts.has(one)), ...wholes, ...apart]
}

/** Whether all that speaks for the part speaks for the whole, and more; and nothing against it but that its gaps cannot tell. */
function isPart(part: Ranked, whole: Ranked): boolean {
  if (whole.varied && !part.varied) return false
  if (whole.both.length <= part.both.length || whole.surprise <= part.surprise) return false
  if (whole.purity.point < part.purity.point || isTorn(whole.detachability)) return false
  if (whole.independence.owned > MOST_OWNED && !hasKin(whole.kin)) return false
  const has = new Set(whole.both)
  return part.both.filter((record) => has.has(record)).length >= part.both.length * WITHIN
}
