/**
 * Every row of every finding, as JSON lines: what `--rows-out` writes and `quarantine` reads.
 *
 * Evidence counts an exchange once, and of a very common feature a part; whoever takes rows out needs them all. So the
 * records are gone through once more: a row belongs to a finding if it is, or copies, an exchange of its evidence, or if it
 * has the feature and the outcome that the finding is about.
 */
import { appendFileSync, writeFileSync } from 'node:fs'
import { hasOutcome } from './confirm.ts'
import { emptyFeatures, featuresOf } from './detectors/features.ts'
import type { Judged } from './judge.ts'
import { cannotWrite } from './model/disk.ts'
import * as o from './model/observation.ts'
import type { createPlacing } from './placing.ts'
import { keyOf } from './profile/sample.ts'

export type EveryRecord = (take: (words: Uint32Array, from: number, to: number) => void) => Promise<void>

/** A finding, and the feature and outcome it is about; without them only its own exchanges and their copies count. */
export interface Placed extends Judged {
  readonly lead?: { readonly feature: number; readonly outcome: number }
}

export async function writeRows(
  path: string,
  judged: readonly Placed[],
  placing: ReturnType<typeof createPlacing>,
  pairs: boolean,
  everyRecord?: EveryRecord,
): Promise<void> {
  const found = judged.map(({ records }) => records.map((record) => placeOf(record, placing)))
  if (everyRecord !== undefined && judged.length > 0) {
    for (const list of found) list.length = 0
    await everyRecord(finder(judged, pairs, (at, record) => found[at].push(placeOf(record, placing))))
  }
  try {
    writeFileSync(path, '')
    for (const [at, { finding }] of judged.entries()) {
      const lines = found[at]
        .sort((a, b) => a.position - b.position || a.turn - b.turn)
        .map(({ file, row, turn }) => `${JSON.stringify({ fingerprint: finding.fingerprint, file, row, turn })}\n`)
      appendFileSync(path, lines.join(''))
    }
  } catch (fault) {
    throw cannotWrite(path, fault)
  }
}

const placeOf = (record: Uint32Array, placing: ReturnType<typeof createPlacing>) => ({
  ...placing(record, 0),
  turn: record[o.TURN] & 0xffffff,
})

function finder(judged: readonly Placed[], pairs: boolean, onFound: (at: number, record: Uint32Array) => void) {
  const byKey = new Map<number, number[]>()
  const byFeature = new Map<number, number[]>()
  const add = (map: Map<number, number[]>, key: number, at: number): void => {
    const known = map.get(key)
    if (known === undefined) map.set(key, [at])
    else if (known[known.length - 1] !== at) known.push(at)
  }
  for (const [at, { records, lead }] of judged.entries()) {
    for (const record of records) add(byKey, keyOf(record, 0), at)
    if (lead !== undefined) add(byFeature, lead.feature, at)
  }
  const features = emptyFeatures()
  const mine = new Set<number>()
  return (words: Uint32Array, from: number, to: number): void => {
    for (let start = from; start < to; start += words[start]) {
      mine.clear()
      for (const at of byKey.get(keyOf(words, start)) ?? []) mine.add(at)
      featuresOf(words, start, pairs, features)
      for (let i = 0; i < features.count; i++) {
        for (const at of byFeature.get(features.hashes[i]) ?? []) {
          const record = words.subarray(start, start + words[start])
          if (hasOutcome(record, judged[at].lead?.outcome ?? 0)) mine.add(at)
        }
      }
      for (const at of mine) onFound(at, words.subarray(start, start + words[start]))
    }
  }
}
