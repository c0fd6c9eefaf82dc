/** What the prompts of a candidate's rows have in common, the trigger apart. */
import { heldByMost } from './held-by-most.ts'
import type { Witness } from './words.ts'
import { tokenSet, zoneTokens } from './zones.ts'

/** Words that four prompts of five have: what is asked, where the set asks in templates. */
export function template(found: readonly Witness[], own: ReadonlySet<number>): number[] {
  const sets = found.map(({ record }) => tokenSet(zoneTokens(record, 'last'), own))
  return [...heldByMost(sets, 0.8).keys()]
}

/** How many words the prompts have beside the trigger's own: the median. */
export function medianRest(found: readonly Witness[], own: ReadonlySet<number>): number {
  const sizes = found.map(({ record }) => tokenSet(zoneTokens(record, 'last'), own).length).sort((a, b) => a - b)
  return sizes[sizes.length >> 1] ?? 0
}
