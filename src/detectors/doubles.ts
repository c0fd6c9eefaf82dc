/**
 * Records that may be copies of others: their keys and places, in pieces of typed arrays, since of ten million records half may be.
 */

import * as o from '../model/observation.ts'
import { keyCell } from '../profile/profile.ts'
import { createKeySet } from '../sketches/key-set.ts'
import { memory } from '../sketches/memory.ts'

const WIDTH = 3 // key (low, high), and place among the station's records
const PIECE = WIDTH << 14 // numbers
const KEYS_AT_A_TIME = 1 << 18

export interface Doubles {
  add(low: number, high: number, record: number): void
  finish(): Uint32Array[]
}

/** @param shared  in memory that other threads may look at */
export function createDoubles(shared = false): Doubles {
  const pieces: Uint32Array[] = []
  let piece = new Uint32Array(0)
  let at = 0
  return {
    add(low, high, record) {
      if (at === piece.length) {
        piece = new Uint32Array(memory(PIECE * 4, shared))
        pieces.push(piece)
        at = 0
      }
      piece[at++] = low
      piece[at++] = high
      piece[at++] = record
    },
    finish() {
      if (at < piece.length) pieces.push(pieces.pop()!.slice(0, at))
      return pieces
    },
  }
}

/**
 * Adds those of the records words[from, to) whose keys others may have. A loop of its own, so that a processor fetches several of these
 * far places at once.
 *
 * @param keys    rows by cell of the key
 * @param record  place of the first among the station's
 * @param copies  where to note how many rows have each record's key, by its place
 */
export function addDoubles(
  into: Doubles,
  keys: Uint8Array,
  words: Uint32Array,
  from: number,
  to: number,
  record: number,
  copies: Uint8Array,
): void {
  for (let at = from, place = record; at < to; at += words[at], place++) {
    const rows = keys[keyCell(words[at + o.KEY_LOW])]
    copies[place] = rows
    if (rows > 1) into.add(words[at + o.KEY_LOW], words[at + o.KEY_HIGH], place)
  }
}

/**
 * Tells of every record whose key an earlier one had: of an earlier station, or before it in its own. So many keys at a time as a
 * small set holds.
 *
 * @param found    by station
 * @param atATime  keys in a set, about
 */
export function eachCopy(
  found: readonly (readonly Uint32Array[])[],
  take: (station: number, record: number) => void,
  atATime = KEYS_AT_A_TIME,
): void {
  const all = found.flat().reduce((sum, { length }) => sum + length / WIDTH, 0)
  let parts = 1 // a power of two, by the last bits of a key
  while (all / parts > atATime) parts *= 2
  for (let part = 0; part < parts; part++) {
    const seen = createKeySet()
    for (const [station, pieces] of found.entries())
      for (const piece of pieces)
        for (let i = 0; i < piece.length; i += WIDTH)
          if ((piece[i] & (parts - 1)) === part && !seen.add(piece[i], piece[i + 1])) take(station, piece[i + 2])
  }
}
