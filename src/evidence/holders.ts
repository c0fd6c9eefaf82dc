/**
 * Token → the places of the sets that have it, in rising order.
 *
 * @param sets  no token twice in one
 */
export function holdersOf(sets: readonly Iterable<number>[]): Map<number, number[]> {
  const holders = new Map<number, number[]>()
  sets.forEach((set, at) => {
    for (const token of set) {
      const list = holders.get(token)
      if (list === undefined) holders.set(token, [at])
      else list.push(at)
    }
  })
  return holders
}
