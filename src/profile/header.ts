/**
 * What two states must agree on before they are merged, and which parts of the data they hold.
 *
 * Unlike recipes would add up unlike numbers; one part twice would forge evidence. Both are an `InputError`.
 */
import { InputError } from '../model/errors.ts'
import { corrupt, type StateFile } from './state-file.ts'

export type StateKind = 'profile' | 'suspicion' | 'candidates' | 'confirmation'

/** Everything that decides what is counted. Values are plain, so that they can be compared and shown. */
export type Recipe = Readonly<Record<string, string | number | boolean>>

export interface StateHeader {
  readonly kind: StateKind
  readonly recipe: Recipe
  readonly dataset: string // digest of the planned pieces
  readonly basis: string // digest of the state that this one was made with; empty for a profile
  readonly of: number // parts that the data were cut into
  readonly parts: readonly number[] // those within, rising
}

/** @throws {InputError} `file-corrupt`: the file has no such header */
export function readHeader({ header }: StateFile): StateHeader {
  const { kind, recipe, dataset, basis, of, parts } = header as Partial<StateHeader>
  const kinds: readonly unknown[] = ['profile', 'suspicion', 'candidates', 'confirmation']
  const isSound =
    kinds.includes(kind) &&
    typeof recipe === 'object' &&
    recipe !== null &&
    typeof dataset === 'string' &&
    typeof basis === 'string' &&
    Number.isSafeInteger(of) &&
    Array.isArray(parts) &&
    parts.every((part, i) => Number.isSafeInteger(part) && part >= 0 && part < of! && (i === 0 || part > parts[i - 1]))
  if (!isSound) throw corrupt('its header is incomplete')
  return { kind: kind!, recipe: recipe!, dataset: dataset!, basis: basis!, of: of!, parts: parts! }
}

/** @throws {InputError} `profile-mismatch` */
export function mergeHeaders(headers: readonly [StateHeader, ...StateHeader[]]): StateHeader {
  const [first] = headers
  const parts = new Set<number>()
  for (const header of headers) {
    if (header.kind !== first.kind)
      throw mismatch(`a ${header.kind} and a ${first.kind} are not merged`, 'merge the states of one verb')
    sameRecipe(header.recipe, first.recipe)
    if (header.dataset !== first.dataset)
      throw mismatch('the states are of different data', 'name the same inputs in the same order for every part')
    if (header.of !== first.of)
      throw mismatch(
        `one state is a part of ${header.of}, another of ${first.of}`,
        'cut the data into one number of parts throughout',
      )
    if (header.basis !== first.basis)
      throw mismatch(
        `the states were made with different ${first.kind === 'suspicion' ? 'profiles' : 'candidates'}`,
        'hand one merged file to every part',
      )
    for (const part of header.parts) {
      if (parts.has(part)) throw mismatch(`part ${part} of ${first.of} is there twice`, 'merge every part once')
      parts.add(part)
    }
  }
  return { ...first, parts: [...parts].sort((a, b) => a - b) }
}

/** @throws {InputError} `profile-mismatch`: names the first thing that differs */
export function sameRecipe(a: Recipe, b: Recipe): void {
  for (const key of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()) {
    if (a[key] === b[key]) continue
    throw mismatch(
      `the states were made with different recipes: ${key} is ${String(a[key] ?? 'not set')} in one, ${String(b[key] ?? 'not set')} in the other`,
      'give the same options to every verb, and use one version of suretrap',
    )
  }
}

export function isComplete({ of, parts }: StateHeader): boolean {
  return parts.length === of // each part is there once at most
}

/** @throws {InputError} `profile-mismatch`: parts are missing */
export function complete({ kind, of, parts }: StateHeader): void {
  const there = new Set(parts)
  const missing = Array.from({ length: of }, (_, part) => part).filter((part) => !there.has(part))
  if (missing.length === 0) return
  const shown = missing.length > 10 ? `${missing.slice(0, 10).join(', ')} …` : missing.join(', ')
  throw mismatch(
    `of ${of} parts ${parts.length} are there; missing: ${shown}`,
    `make them with suretrap ${VERB[kind]} --shard ${missing[0]}/${of}, and merge`,
  )
}

const VERB: Readonly<Record<StateKind, string>> = {
  profile: 'collect',
  suspicion: 'suspect',
  candidates: 'suspect',
  confirmation: 'confirm',
}

export function mismatch(message: string, hint: string): InputError {
  return new InputError('profile-mismatch', message, { hint })
}
