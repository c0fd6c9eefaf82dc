/**
 * Token → how many of the sets have it, for the tokens that so many of them have.
 *
 * A token that turns up when too few sets are left for it is never counted, so what few sets have costs next to nothing.
 *
 * @param sets   no token twice in one
 * @param share  of the sets, above 0
 */
export function heldByMost(sets: readonly Uint32Array[], share: number): Map<number, number> {
  const least = share * sets.length
  const counts = new Map<number, number>()
  sets.forEach((set, before) => {
    const mayBegin = sets.length - before >= least // a token that begins here may still stand in enough
    for (const token of set) {
      const count = counts.get(token)
      if (count !== undefined) counts.set(token, count + 1)
      else if (mayBegin) counts.set(token, 1)
    }
  })
  for (const [token, count] of counts) if (count < least) counts.delete(token)
  return counts
}
