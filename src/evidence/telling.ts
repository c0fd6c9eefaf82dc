/** The features of a candidate: which of those on the same rows tells most, which are the trigger's own, and a pair's second word. */
import type { Question } from '../confirm.ts'
import {
  ANYWHERE,
  AT_PREFIX,
  AT_SUFFIX,
  EARLIER_PAIR,
  featureOf,
  HIDDEN,
  IN_SYSTEM,
  PAIR,
  SYSTEM_PAIR,
} from '../detectors/features.ts'
import { join } from '../sketches/hash.ts'
import { placeOf } from './words.ts'
import { FIRST_WORD, zoneOf, zoneTokens } from './zones.ts'

/** That a row has hidden characters says neither which nor where: a word or a run that comes with them on every row does. */
export function tellingFeature({ lead, members }: Question, both: readonly Uint32Array[]): number {
  if (placeOf(both[0], lead.feature)?.place !== HIDDEN) return lead.feature
  const told = [...new Set(members.map(({ feature }) => feature))].filter((feature) =>
    both.every((record) => (placeOf(record, feature)?.place ?? HIDDEN) !== HIDDEN),
  )
  const words = told.filter((feature) => placeOf(both[0], feature)!.token >= FIRST_WORD)
  return words[0] ?? told[0] ?? lead.feature
}

export function ownFeaturesOf(feature: number, own: ReadonlySet<number>): Set<number> {
  const features = new Set<number>([feature])
  for (const t of own) for (const p of [ANYWHERE, AT_PREFIX, AT_SUFFIX, IN_SYSTEM]) features.add(featureOf(p, t))
  return features
}

/** The second token of a pair feature. */
export function secondOf(record: Uint32Array, feature: number, place: number): number | undefined {
  if (place !== PAIR && place !== EARLIER_PAIR && place !== SYSTEM_PAIR) return undefined
  const tokens = zoneTokens(record, zoneOf(place))
  for (let i = 0; i + 1 < tokens.length; i++)
    if (featureOf(place, join(tokens[i], tokens[i + 1])) === feature) return tokens[i + 1]
  return undefined
}
