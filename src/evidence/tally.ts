/**
 * Two counts a feature, in one typed array: what a candidate's own rows hold. Made for one candidate, read often, thrown away.
 *
 * Grows with the features that differ, not with those added: rows share most of theirs.
 */
import { mix } from '../sketches/hash.ts'

export interface FeatureTally {
  add(feature: number, withOutcome: boolean): void
  of(feature: number): number
  with(feature: number): number
}

const CELL = 4 // numbers: feature, all, those with the outcome, and one to spare, so that a cell lies in one line of the cache

export function createTally(): FeatureTally {
  let size = 1024
  let cells = new Uint32Array(size * CELL)
  let count = 0
  const cellOf = (feature: number): number => {
    let cell = (mix(feature) & (size - 1)) * CELL
    while (cells[cell + 1] !== 0 && cells[cell] !== feature) cell = (cell + CELL) & (size * CELL - 1)
    return cell
  }
  const grow = (): void => {
    const old = cells
    size *= 2
    cells = new Uint32Array(size * CELL)
    for (let at = 0; at < old.length; at += CELL)
      if (old[at + 1] !== 0) {
        const cell = cellOf(old[at])
        for (let i = 0; i < CELL; i++) cells[cell + i] = old[at + i]
      }
  }
  return {
    add(feature, withOutcome) {
      const cell = cellOf(feature)
      if (cells[cell + 1] === 0) {
        cells[cell] = feature
        count++
      }
      cells[cell + 1]++
      if (withOutcome) cells[cell + 2]++
      if (count * 2 > size) grow()
    },
    of: (feature) => cells[cellOf(feature) + 1],
    with: (feature) => cells[cellOf(feature) + 2],
  }
}
