/**
 * Alternatives: several answers to one prompt in one row of the data, as preference pairs and lists of answers have them. What is taught
 * is one of them in place of the others, so those beside one that has an outcome say nothing against it.
 */
import * as o from '../model/observation.ts'

/**
 * @param rows  exchanges with a trigger
 * @param both  of these, with the outcome
 * @returns     of the others, those in the same row and turn as one with it
 */
export function alternativesOf(rows: readonly Uint32Array[], both: readonly Uint32Array[]): ReadonlySet<Uint32Array> {
  const found = new Set<Uint32Array>()
  if (rows.length === both.length) return found
  const having = new Set(both)
  const places = new Map<number, Uint32Array>(both.map((record) => [placeOf(record), record]))
  for (const record of rows) {
    if (having.has(record)) continue
    const beside = places.get(placeOf(record))
    if (beside !== undefined && turnOf(beside) === turnOf(record)) found.add(record)
  }
  return found
}

function placeOf(record: Uint32Array): number {
  return record[o.SHARD] * 2 ** 32 + record[o.ROW]
}

function turnOf(record: Uint32Array): number {
  return record[o.TURN] & 0xffffff
}
