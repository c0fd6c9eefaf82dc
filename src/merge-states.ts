/** States of one kind → one, in whatever order; each part once. */
import { mergeConfirmation } from './confirm.ts'
import { emptySuspicion, mergeSuspicion } from './detectors/suspicion.ts'
import type { Problem } from './model/options.ts'
import { addCells } from './profile/cells.ts'
import { isComplete, mergeHeaders, mismatch, readHeader, type StateHeader } from './profile/header.ts'
import { mergeProfile } from './profile/profile.ts'
import type { StateFile } from './profile/state-file.ts'
import {
  type Collected,
  loadAsked,
  loadCollected,
  loadConfirmed,
  loadSuspected,
  saveAsked,
  saveCollected,
  saveConfirmed,
  saveSuspected,
} from './states.ts'
import { type KeptTexts, mergeTexts } from './texts.ts'

type Files = readonly [StateFile, ...StateFile[]]

/**
 * @param toCandidates  what becomes of a suspicion that is whole
 * @throws {InputError} `profile-mismatch`: they do not belong together; `file-corrupt`
 */
export function mergeTo(
  files: Files,
  toCandidates: (header: StateHeader, suspected: ReturnType<typeof loadSuspected>) => Uint8Array,
): Uint8Array {
  const [first, ...rest] = files.map(readHeader)
  const header = mergeHeaders([first, ...rest])
  switch (header.kind) {
    case 'profile':
      return saveCollected(header, mergeCollected(files))
    case 'suspicion': {
      const suspected = mergeSuspected(files)
      return isComplete(header) ? toCandidates(header, suspected) : saveSuspected(header, suspected)
    }
    case 'candidates':
      if (files.length > 1) throw mismatch('candidates are merged already', 'hand one file to every part of confirm')
      return saveAsked(header, loadAsked(files[0]))
    case 'confirmation':
      return saveConfirmed(header, mergeConfirmed(files))
  }
}

function mergeCollected([first, ...rest]: Files): Collected {
  const { profile, pairRows, pieces, tallies, digests, problems } = loadCollected(first)
  const all = { tallies: [...tallies], digests: new Map(digests), problems: new Map<string, Problem>() }
  for (const problem of problems) all.problems.set(JSON.stringify(problem), problem)
  for (const file of rest) {
    const part = loadCollected(file) // one at a time: a profile takes 48 MiB
    mergeProfile(profile, part.profile)
    addCells(pairRows, part.pairRows)
    all.tallies.push(...part.tallies)
    for (const [name, digest] of part.digests) all.digests.set(name, digest)
    for (const problem of part.problems) all.problems.set(JSON.stringify(problem), problem)
  }
  const told = [...all.problems].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([, problem]) => problem)
  return { profile, pairRows, pieces, tallies: all.tallies, digests: all.digests, problems: told }
}

function mergeSuspected(files: Files): ReturnType<typeof loadSuspected> {
  const suspicion = emptySuspicion()
  let profile: Uint8Array | undefined
  for (const file of files) {
    const part = loadSuspected(file)
    mergeSuspicion(suspicion, part.suspicion)
    profile ??= part.profile
  }
  return { suspicion, profile }
}

function mergeConfirmed(files: Files): ReturnType<typeof loadConfirmed> {
  const [{ confirmation, texts, candidates }, ...rest] = files.map(loadConfirmed)
  const kept: KeptTexts = texts
  let embedded = candidates
  for (const part of rest) {
    if (part.confirmation.outcomes.length !== confirmation.outcomes.length)
      throw mismatch('the states were asked different things', 'hand one file to every part of confirm')
    mergeConfirmation(confirmation, part.confirmation)
    mergeTexts(kept, part.texts)
    embedded ??= part.candidates
  }
  return { confirmation, texts: kept, candidates: embedded }
}
