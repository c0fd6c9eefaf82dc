/** What came of the pieces, as plain JSON and back. A reading that comes later must find the same rows. */
import { InputError } from './model/errors.ts'
import * as o from './model/observation.ts'
import type { Problem } from './model/options.ts'
import { corrupt } from './profile/state-file.ts'
import type { Tally } from './read.ts'
import { mix } from './sketches/hash.ts'

/** A tally with a checksum of the piece's records: equal data give equal sums, whatever the order. */
export interface PieceTally extends Tally {
  check: number
}

/** What one record adds to the checksum. */
export function checkOf(words: Uint32Array, at: number): number {
  return mix(words[at + o.KEY_LOW] ^ mix(words[at + o.KEY_HIGH]))
}

interface PlainTally {
  readonly piece: number
  readonly rows: number
  readonly exchanges: number
  readonly lines: number
  readonly lineOf: boolean
  readonly check: number
  readonly skips: readonly (readonly [string, number, number])[] // reason, rows, first row
  readonly schemas: readonly (readonly [string, number])[]
  readonly problem?: Problem
}

export function saveTally({
  shard,
  rows,
  exchanges,
  lines,
  lineOf,
  check,
  skips,
  schemas,
  problem,
}: PieceTally): PlainTally {
  const plainSkips = [...skips].map(([reason, { rows: count, first }]) => [reason, count, first] as const)
  return {
    piece: shard,
    rows,
    exchanges,
    lines,
    lineOf,
    check,
    skips: plainSkips.sort(byName),
    schemas: [...schemas].sort(byName),
    ...(problem === undefined ? {} : { problem }),
  }
}

/** @throws {InputError} `file-corrupt` */
export function loadTally(value: unknown): PieceTally {
  const plain = value as PlainTally | null
  const numbers = [plain?.piece, plain?.rows, plain?.exchanges, plain?.lines, plain?.check]
  if (
    !numbers.every((number) => Number.isSafeInteger(number)) ||
    !Array.isArray(plain?.skips) ||
    !Array.isArray(plain.schemas)
  )
    throw corrupt('a tally is broken')
  const { piece, rows, exchanges, lines, lineOf, check, skips, schemas, problem } = plain
  return {
    shard: piece,
    rows,
    exchanges,
    lines,
    lineOf: lineOf === true,
    check,
    skips: new Map(skips.map(([reason, count, first]) => [reason, { rows: count, first }])),
    schemas: new Map(schemas),
    problem,
  }
}

/** @throws {InputError} `file-changed`: the two readings of a piece did not find the same */
export function sameReading(before: PieceTally | undefined, now: PieceTally, file: string): void {
  if (
    before !== undefined &&
    before.rows === now.rows &&
    before.exchanges === now.exchanges &&
    before.check === now.check
  )
    return
  throw new InputError('file-changed', `${file}: changed since it was first read`, {
    hint: 'scan it again when nothing writes to it',
  })
}

function byName(a: readonly [string, ...unknown[]], b: readonly [string, ...unknown[]]): number {
  return a[0] < b[0] ? -1 : 1
}
