/**
 * The four kinds of state file: what each holds, written and read.
 *
 * A state holds what the next verb needs and nothing that it can be told: the first part of a suspicion carries the merged
 * profile, the first part of a confirmation the candidates with their profile. So `judge` needs one file, and no source.
 */
import type { AskedCandidates } from './candidates.ts'
import { type Confirmation, emptyConfirmation, outcomesAsked, type Question } from './confirm.ts'
import { type Suspicion, wantsPairs } from './detectors/suspicion.ts'
import { loadSuspicion, saveSuspicion } from './detectors/suspicion-codec.ts'
import type { Problem } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { addCells } from './profile/cells.ts'
import { joinRecords, loadCells, loadProfile, saveCells, saveProfile, splitRecords } from './profile/codec.ts'
import type { StateHeader } from './profile/header.ts'
import type { Profile } from './profile/profile.ts'
import { keyOf } from './profile/sample.ts'
import { corrupt, encodeState, f64, type StateArray, type StateFile, u8, u32 } from './profile/state-file.ts'
import type { FileDigest } from './readers/digest.ts'
import type { WeightTable } from './sketches/weight-table.ts'
import { loadTally, type PieceTally, saveTally } from './tally-codec.ts'
import type { KeptText, KeptTexts } from './texts.ts'

export interface Collected {
  readonly profile: Profile // without pairs of words
  readonly pairRows: Uint32Array // rows for each cell of a pair's hash; not kept where the set is too large to follow them
  readonly pieces: readonly Shard[] // of the whole plan, without paths
  readonly tallies: readonly PieceTally[] // of the parts within, by piece
  readonly digests: ReadonlyMap<string, FileDigest> // file → what its bytes are
  readonly problems: readonly Problem[] // of the plan
}

export interface Suspected {
  readonly suspicion: Suspicion
  readonly profile: Uint8Array | undefined // the merged profile, as a file; with the first part
}

export interface Asked {
  readonly candidates: AskedCandidates
  readonly profile: Uint8Array
}

export interface Confirmed {
  readonly confirmation: Confirmation
  readonly texts: KeptTexts
  readonly candidates: Uint8Array | undefined // with the first part
}

export function saveCollected(
  header: StateHeader,
  { profile, pairRows, pieces, tallies, digests, problems }: Collected,
): Uint8Array {
  const plain = {
    pieces: pieces.map(({ path: _, ...piece }) => piece),
    tallies: [...tallies].sort((a, b) => a.shard - b.shard).map(saveTally),
    digests: [...digests].sort((a, b) => (a[0] < b[0] ? -1 : 1)),
    problems,
  }
  return encodeState({ ...header }, [
    ...saveProfile(profile),
    ...(wantsPairs(profile) ? saveCells('pair-features', pairRows) : []),
    ['read', jsonBytes(plain)],
  ])
}

/** @throws {InputError} `file-corrupt`; so do all that follow */
export function loadCollected(file: StateFile): Collected {
  const { pieces, tallies, digests, problems } = jsonOf(file, 'read')
  const loaded = listOf(tallies).map(loadTally)
  const count = listOf(pieces).length
  if (loaded.some(({ shard }, i) => shard < 0 || shard >= count || (i > 0 && shard <= loaded[i - 1].shard)))
    throw corrupt('its tallies are not in order')
  const profile = loadProfile(file)
  const pairRows = new Uint32Array(profile.features.length)
  if (wantsPairs(profile)) loadCells(file, 'pair-features', pairRows, u32(file, 'pair-features'))
  return {
    profile,
    pairRows,
    pieces: listOf<Omit<Shard, 'path'>>(pieces).map((piece) => ({ ...piece, path: '' })),
    tallies: loaded,
    digests: new Map(listOf<[string, FileDigest]>(digests)),
    problems: listOf<Problem>(problems),
  }
}

/** The state of all parts, its profile as the later readings use it. */
export function loadWhole(file: StateFile): Collected {
  const collected = loadCollected(file)
  addCells(collected.profile.features, collected.pairRows)
  return collected
}

export function saveSuspected(header: StateHeader, { suspicion, profile }: Suspected): Uint8Array {
  return encodeState({ ...header }, [...saveSuspicion(suspicion), ...optional('profile', profile)])
}

export function loadSuspected(file: StateFile): Suspected {
  const suspicion = loadSuspicion(
    (name) => u8(file, name),
    (name) => u32(file, name),
  )
  if (suspicion === undefined) throw corrupt('its arrays do not fit together')
  return { suspicion, profile: file.arrays.has('profile') ? u8(file, 'profile') : undefined }
}

export function saveAsked(header: StateHeader, { candidates, profile }: Asked): Uint8Array {
  const { questions, words, pairs, tested, dropped } = candidates
  return encodeState({ ...header }, [
    ['asked', jsonBytes({ questions, pairs, tested, dropped })],
    ['words', Uint32Array.from(words).sort()],
    ['profile', profile],
  ])
}

export function loadAsked(file: StateFile): Asked {
  const { questions, pairs, tested, dropped } = jsonOf(file, 'asked')
  const asked = listOf<Question>(questions)
  if (!asked.every(({ lead }) => Number.isSafeInteger(lead?.feature) && Number.isSafeInteger(lead?.outcome)))
    throw corrupt('a question is broken')
  if (!Number.isSafeInteger(tested) || !Number.isSafeInteger(dropped)) throw corrupt('its counts are broken')
  const words = new Set(u32(file, 'words'))
  const candidates = {
    questions: asked,
    outcomes: outcomesAsked(asked),
    words,
    pairs: pairs === true,
    tested: tested as number,
    dropped: dropped as number,
  }
  return { candidates, profile: u8(file, 'profile') }
}

export function saveConfirmed(header: StateHeader, { confirmation, texts, candidates }: Confirmed): Uint8Array {
  const { rows, words, pairs, outcomes, total } = confirmation
  const kept = [...texts].sort(byKey).map(([key, { text, place, asked }]) => ({ key, ...text, place, asked }))
  return encodeState({ ...header }, [
    ['rows', joinRecords([...rows].sort(byKey).map(([, record]) => record))],
    ...counts('words', words),
    ...counts('pairs', pairs),
    ['outcomes', outcomes],
    ['total', Float64Array.of(total)],
    ['texts', jsonBytes({ texts: kept })],
    ...optional('candidates', candidates),
  ])
}

export function loadConfirmed(file: StateFile): Confirmed {
  const outcomes = f64(file, 'outcomes')
  const confirmation = emptyConfirmation(outcomes.length)
  confirmation.outcomes.set(outcomes)
  confirmation.total = f64(file, 'total')[0] ?? 0
  for (const record of splitRecords(u32(file, 'rows').slice(), 'rows')) confirmation.rows.set(keyOf(record, 0), record)
  readCounts(file, 'words', confirmation.words)
  readCounts(file, 'pairs', confirmation.pairs)
  const texts: KeptTexts = new Map()
  for (const text of listOf<KeptText['text'] & KeptText & { readonly key: number }>(jsonOf(file, 'texts').texts)) {
    const { key, place, asked, system, earlier, last, answer, line } = text
    const isSound =
      [system, last, answer, ...listOf(earlier)].every((part) => typeof part === 'string') && Number.isSafeInteger(key)
    if (!isSound) throw corrupt('a text is broken')
    texts.set(key, {
      text: { system, earlier, last, answer, line },
      place: listOf<number>(place),
      asked: listOf<number>(asked),
    })
  }
  return { confirmation, texts, candidates: file.arrays.has('candidates') ? u8(file, 'candidates') : undefined }
}

/** One number a key: what stands beside the hash, times 2^32, and the hash. */
function counts(name: string, table: WeightTable): readonly (readonly [string, StateArray])[] {
  const sorted: [number, number][] = []
  table.each((hash, beside, weight) => sorted.push([beside * 4294967296 + hash, weight]))
  sorted.sort(byKey)
  return [
    [name, Float64Array.from(sorted, ([key]) => key)],
    [`${name}-weights`, Float64Array.from(sorted, ([, weight]) => weight)],
  ]
}

function readCounts(file: StateFile, name: string, into: WeightTable): void {
  const keys = f64(file, name)
  const weights = f64(file, `${name}-weights`)
  if (keys.length !== weights.length) throw corrupt(`${name} do not fit their weights`)
  keys.forEach((key, i) => {
    const beside = Math.floor(key / 4294967296)
    if (!Number.isSafeInteger(key) || !(beside >= 0 && beside < 4294967296 && weights[i] > 0))
      throw corrupt(`${name} are broken`)
    into.sum(key % 4294967296, beside, weights[i])
  })
}

function byKey(a: readonly [number, unknown], b: readonly [number, unknown]): number {
  return a[0] - b[0]
}

function optional(name: string, bytes: Uint8Array | undefined): readonly (readonly [string, StateArray])[] {
  return bytes === undefined ? [] : [[name, bytes]]
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

function jsonOf(file: StateFile, name: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(u8(file, name)))
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>
  } catch (cause) {
    throw corrupt(`${name} is not JSON`, cause)
  }
  throw corrupt(`${name} is not an object`)
}

function listOf<T>(value: unknown): readonly T[] {
  if (!Array.isArray(value)) throw corrupt('a list is missing')
  return value
}
