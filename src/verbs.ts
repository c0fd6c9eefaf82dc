/**
 * The verbs of `scan`, one part at a time, for many machines: collect → merge → suspect → merge → confirm → merge → judge.
 *
 * Every machine plans the same pieces from the same inputs and takes its part of them. What passes between the verbs are
 * state files (`docs/profile-format.md`). However the data are cut, and in whatever order states are merged, the findings are
 * those of `scan`.
 */
import { candidatesOf } from './candidates.ts'
import { createCollector, createPairCollector } from './collect.ts'
import { conclude, type TextsOf } from './conclude.ts'
import { addWords, createGatherer, emptyConfirmation } from './confirm.ts'
import { createWordCounter } from './count-words.ts'
import { createPoolKeeper, poolKey, poolOf } from './counter-examples.ts'
import { createSuspector, emptySuspicion, wantsPairs } from './detectors/suspicion.ts'
import { answerLexicon } from './lexicons.ts'
import { mergeTo } from './merge-states.ts'
import { InputError } from './model/errors.ts'
import * as o from './model/observation.ts'
import type { ScanOptions, ScanResult } from './model/options.ts'
import { abortable } from './pace.ts'
import {
  begin,
  digestOf,
  floorOf,
  headerOf,
  type Part,
  partsOf,
  sameReadings,
  type Work,
  whole,
  wrongKind,
} from './part.ts'
import { type Plan, plan } from './plan.ts'
import { complete, mismatch, readHeader, type StateHeader, sameRecipe } from './profile/header.ts'
import { emptyProfile } from './profile/profile.ts'
import { keyOf } from './profile/sample.ts'
import { decodeState } from './profile/state-file.ts'
import { readPieces, sizesOf } from './reading.ts'
import { type Texts, textOf } from './recover.ts'
import { digestsOf } from './scan.ts'
import {
  type Asked,
  type Collected,
  loadAsked,
  loadConfirmed,
  loadSuspected,
  loadWhole,
  type Suspected,
  saveAsked,
  saveCollected,
  saveConfirmed,
  saveSuspected,
} from './states.ts'
import { createTextKeeper, type KeptText } from './texts.ts'

export interface PlanFile extends Plan {
  readonly schema: 'suretrap.plan/1'
  readonly parts: readonly { readonly shard: number; readonly pieces: readonly number[]; readonly bytes: number }[]
}

/** How the inputs are cut into so many parts: plain data, the same wherever it is worked out. */
export async function planCommand(
  inputs: readonly string[],
  shards: number,
  options: ScanOptions = {},
): Promise<PlanFile> {
  return abortable(options.signal, async () => {
    const planned = await plan(inputs, { ...options, shards })
    const sizes = sizesOf(planned.shards)
    const owners = partsOf(sizes, shards)
    const parts = Array.from({ length: shards }, (_, shard) => {
      const pieces = owners.flatMap((owner, piece) => (owner === shard ? [piece] : []))
      return { shard, pieces, bytes: pieces.reduce((sum, piece) => sum + sizes[piece], 0) }
    })
    return { schema: 'suretrap.plan/1', ...planned, parts }
  })
}

/** First reading: a part of the data → the state of kind `profile`. */
export async function collectShard(
  inputs: readonly string[],
  part: Part,
  options: ScanOptions = {},
): Promise<Uint8Array> {
  return abortable(options.signal, async () => {
    const work = await begin(inputs, part, options)
    const profile = emptyProfile()
    const pairRows = new Uint32Array(profile.features.length)
    const collect = createCollector(profile, false)
    const collectPairs = createPairCollector(pairRows)
    const tallies = await readPieces(work.mine, 'collect', options, answerLexicon(), (words, from, to) => {
      collect(words, from, to)
      if (wantsPairs(profile)) collectPairs(words, from, to) // else the whole set is too large for them as well
    })
    const digests = await digestsOf(work.first, options.signal)
    const collected: Collected = {
      profile,
      pairRows,
      pieces: work.planned.shards,
      tallies,
      digests,
      problems: work.planned.problems,
    }
    return saveCollected(headerOf('profile', '', work), collected)
  })
}

/** Second reading: a part of the data, and the merged state of `collect` → the state of kind `suspicion`. */
export async function suspectShard(
  inputs: readonly string[],
  part: Part,
  profile: Uint8Array,
  options: ScanOptions = {},
): Promise<Uint8Array> {
  return abortable(options.signal, async () => {
    const work = await begin(inputs, part, options)
    const collected = loadWhole(whole(profile, 'profile', work))
    const suspicion = emptySuspicion()
    const tallies = await readPieces(
      work.mine,
      'suspect',
      options,
      answerLexicon(),
      createSuspector(suspicion, collected.profile, floorOf(options)),
    )
    sameReadings(collected.tallies, tallies, work)
    const embedded = part.shard === 0 ? { profile } : { profile: undefined }
    return saveSuspected(headerOf('suspicion', digestOf(profile), work), { suspicion, ...embedded })
  })
}

/** Third reading: a part of the data, and the merged state of `suspect` → the state of kind `confirmation`. */
export async function confirmShard(
  inputs: readonly string[],
  part: Part,
  candidates: Uint8Array,
  options: ScanOptions = {},
): Promise<Uint8Array> {
  return abortable(options.signal, async () => {
    const work = await begin(inputs, part, options)
    const asked = askedOf(candidates, work)
    const { questions, outcomes, words, pairs } = asked.candidates
    const { profile, tallies: before } = loadWhole(decodeState(asked.profile))
    const confirmation = emptyConfirmation(outcomes.length)
    const keeper = createTextKeeper(questions)
    let keep: ((turn: number) => ReturnType<typeof textOf>) | undefined
    const gather = createGatherer(confirmation, questions, profile, pairs, (key, records, at, features) => {
      if (keeper.wants(key, records, at, features))
        keeper.keep(key, records, at, features, keep!(records[at + o.TURN] & 0xffffff))
    })
    const keepPool = createPoolKeeper(questions.length === 0 ? [] : poolOf(profile.sample))
    const counter = createWordCounter(words, outcomes, profile, { pairs, common: true })
    const tallies = await readPieces(
      work.mine,
      'confirm',
      options,
      answerLexicon(),
      (records, from, to, conversation, line) => {
        keep = (turn) => textOf(conversation, turn, line)
        gather(records, from, to)
        keepPool(records, from, to, keep, keeper.texts)
        counter.count(records, from, to)
      },
    )
    addWords(confirmation, counter.sums())
    sameReadings(before, tallies, work)
    const embedded = part.shard === 0 ? { candidates: asked.file } : { candidates: undefined }
    return saveConfirmed(headerOf('confirmation', digestOf(asked.file), work), {
      confirmation,
      texts: keeper.texts,
      ...embedded,
    })
  })
}

/**
 * States of one kind → one of them all, in whatever order. Suspicions that are all there become candidates.
 *
 * @throws {InputError} `profile-mismatch`: they do not belong together; `file-corrupt`
 */
export async function mergeStates(states: readonly Uint8Array[]): Promise<Uint8Array> {
  const files = states.map((state, i) => named(`state ${i + 1} of ${states.length}`, () => decodeState(state)))
  const [first, ...rest] = files
  if (first === undefined) throw new InputError('usage', 'no state to merge', { hint: 'name the states of one verb' })
  return mergeTo([first, ...rest], toCandidates)
}

/** A fault of one of several states says which. */
function named<T>(which: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause
    throw new InputError(cause.code, `${which}: ${cause.message}`, { hint: cause.hint, cause })
  }
}

/** The merged state of `confirm` → the report. Reads no data. */
export async function judgeState(state: Uint8Array, options: ScanOptions = {}): Promise<ScanResult> {
  return abortable(options.signal, async () => {
    const file = decodeState(state)
    const header = readHeader(file)
    if (header.kind !== 'confirmation') throw wrongKind(header.kind, 'confirmation')
    complete(header)
    for (const [name, given] of [
      ['minSupport', options.minSupport],
      ['hashSeed', options.hashSeed],
    ] as const)
      if (given !== undefined) sameRecipe({ ...header.recipe, [name]: given }, header.recipe)
    const { confirmation, texts: kept, candidates: embedded } = loadConfirmed(file)
    if (embedded === undefined || digestOf(embedded) !== header.basis)
      throw mismatch('the state lacks its candidates', 'merge it with part 0')
    const { candidates, profile: profileFile } = loadAsked(decodeState(embedded))
    const { profile, pieces, tallies, digests, problems } = loadWhole(decodeState(profileFile))
    const texts: TextsOf = async (records, alone) => {
      const found: Texts = new Map()
      for (const key of records.map((record) => keyOf(record, 0))) take(key, kept.get(key))
      for (const key of alone.map((record) => keyOf(record, 0))) take(key, kept.get(poolKey(key)))
      return found

      function take(key: number, known: KeptText | undefined): void {
        if (known !== undefined) found.set(key, known.text)
      }
    }
    const floor = Number(header.recipe.minSupport)
    return conclude(
      { shards: pieces, tallies, digests, problems, floor, profile, candidates, confirmation, texts },
      options,
    )
  })
}

/** What a merged suspicion asks; one that was never merged, since it is the only part, is turned into it here. */
function askedOf(state: Uint8Array, work: Work): Asked & { readonly file: Uint8Array } {
  const { kind } = readHeader(decodeState(state))
  if (kind === 'suspicion') {
    const suspicion = whole(state, 'suspicion', work)
    const file = toCandidates(readHeader(suspicion), loadSuspected(suspicion))
    return { ...loadAsked(decodeState(file)), file }
  }
  return { ...loadAsked(whole(state, 'candidates', work)), file: state }
}

/** A whole suspicion → the state of kind `candidates`. */
function toCandidates(header: StateHeader, { suspicion, profile }: Suspected): Uint8Array {
  if (profile === undefined || digestOf(profile) !== header.basis)
    throw mismatch('the state lacks its profile', 'merge it with part 0')
  const candidates = candidatesOf(suspicion, loadWhole(decodeState(profile)).profile, Number(header.recipe.minSupport))
  return saveAsked({ ...header, kind: 'candidates' }, { candidates, profile })
}
