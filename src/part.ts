/**
 * One part of a dataset for one verb: which pieces it owns, and whether a state that it is given belongs to the same data.
 *
 * Nothing is agreed between machines: each works out the same plan from the same inputs.
 */
import { createHash } from 'node:crypto'
import { InputError } from './model/errors.ts'
import type { ScanOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { type Plan, plan } from './plan.ts'
import { complete, mismatch, readHeader, type StateHeader, type StateKind, sameRecipe } from './profile/header.ts'
import { decodeState, type StateFile } from './profile/state-file.ts'
import { type Piece, sizesOf } from './reading.ts'
import { recipeOf } from './recipe.ts'
import { MIN_SUPPORT } from './scan.ts'
import { type PieceTally, sameReading } from './tally-codec.ts'

/** Which part: `shard` counts from 0. */
export interface Part {
  readonly shard: number
  readonly of: number
}

export interface Work {
  readonly planned: Plan
  readonly part: Part
  readonly mine: readonly Piece[]
  readonly first: readonly Shard[] // of the files that begin in this part
  readonly options: ScanOptions
}

export async function begin(inputs: readonly string[], part: Part, options: ScanOptions): Promise<Work> {
  const { shard, of } = part
  if (!(Number.isSafeInteger(of) && of > 0 && Number.isSafeInteger(shard) && shard >= 0 && shard < of))
    throw new InputError('usage', `there is no part ${shard} of ${of}`, { hint: 'parts count from 0: 0/3, 1/3, 2/3' })
  if (inputs.includes('-'))
    throw new InputError('usage', 'standard input cannot be read by several verbs', {
      hint: 'write it to a file, and name that',
    })
  const planned = await plan(inputs, { ...options, shards: of })
  const owners = partsOf(sizesOf(planned.shards), of)
  const mine = planned.shards.flatMap((piece, number) => (owners[number] === shard ? [{ shard: piece, number }] : []))
  const begun = new Set<string>()
  const first = planned.shards.filter(({ file }, number) => {
    if (begun.has(file)) return false
    begun.add(file)
    return owners[number] === shard
  })
  return { planned, part, mine, first, options }
}

/** Which part owns each piece: neighbours together, parts of like size. */
export function partsOf(sizes: readonly number[], of: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let before = 0
  return sizes.map((size) => {
    const middle = before + size / 2
    before += size
    return total === 0 ? 0 : Math.min(of - 1, Math.floor((middle * of) / total))
  })
}

export function headerOf(kind: StateKind, basis: string, { planned, part, options }: Work): StateHeader {
  return { kind, recipe: recipeOf(options), dataset: datasetOf(planned), basis, of: part.of, parts: [part.shard] }
}

/** What the pieces are, without what may differ from machine to machine: the paths, and what is known of a file elsewhere. */
function datasetOf({ shards }: Plan): string {
  return digestOf(JSON.stringify(shards.map(({ path: _, sha256: __, ...piece }) => piece)))
}

/** @throws {InputError} the state is of another kind, of other data, made otherwise, or not whole */
export function whole(state: Uint8Array, kind: StateKind, work: Work): StateFile {
  const file = decodeState(state)
  const header = readHeader(file)
  if (header.kind !== kind) throw wrongKind(header.kind, kind)
  const own = headerOf(kind, '', work)
  sameRecipe(header.recipe, own.recipe)
  if (header.of !== own.of)
    throw mismatch(
      `the state is of ${header.of} parts, this is one of ${own.of}`,
      `add --shards ${header.of}, or write --shard I/${header.of}`,
    )
  if (header.dataset !== own.dataset)
    throw mismatch('the state is of different data', 'name the same inputs in the same order; none may have changed')
  complete(header)
  return file
}

export function sameReadings(before: readonly PieceTally[], now: readonly PieceTally[], { planned }: Work): void {
  const known = new Map(before.map((tally) => [tally.shard, tally]))
  for (const tally of now) sameReading(known.get(tally.shard), tally, planned.shards[tally.shard].file)
}

export function floorOf({ minSupport = MIN_SUPPORT }: ScanOptions): number {
  return minSupport
}

export function wrongKind(kind: StateKind, wanted: StateKind): InputError {
  const MADE_BY = { profile: 'collect', suspicion: 'suspect', candidates: 'suspect', confirmation: 'confirm' } as const
  return mismatch(`this is a ${kind}, not a ${wanted}`, `give the merged state of suretrap ${MADE_BY[wanted]}`)
}

export function digestOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
