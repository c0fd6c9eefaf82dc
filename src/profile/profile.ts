/**
 * Profile: what the first reading keeps of all rows. Whole numbers only, so that two merge into one exactly.
 *
 * Counters are fixed arrays addressed by hash: rows per feature, rows per outcome, rows per exchange key. A collision can
 * only add, so a pair above the support floor is never lost here. Beside them a sample of distinct exchanges, those with
 * the smallest keys, the same however the data are cut.
 */

import * as o from '../model/observation.ts'
import { memory, written } from '../sketches/memory.ts'
import { addBytes, addCells } from './cells.ts'
import { emptyOddities, mergeOddities, type Oddities } from './oddities.ts'
import { createSample, type Sample } from './sample.ts'

/** Raised whenever equal rows would give another profile; profiles of two versions do not merge. */
export const PROFILE = 1

export const FEATURE_BITS = 22
export const OUTCOME_BITS = 22
export const KEY_BITS = 24

export interface Profile {
  readonly features: Uint32Array // rows per cell of the feature hash
  readonly outcomes: Uint32Array // rows per cell of the outcome hash
  readonly keys: Uint8Array // rows per cell of the exchange key, at most 255
  readonly classes: Float64Array // rows per class bit
  readonly sample: Sample
  readonly oddities: Oddities
  exchanges: number // rows, copies included
  tokens: number // of all prompts
}

/** @param shared  its tables stand in memory that other threads may look at */
export function emptyProfile(shared = false): Profile {
  return {
    features: featureTable(shared),
    outcomes: written(new Uint32Array(memory(4 << OUTCOME_BITS, shared))),
    keys: written(new Uint8Array(memory(1 << KEY_BITS, shared))),
    classes: new Float64Array(o.CLASS_BITS),
    sample: createSample(),
    oddities: emptyOddities(),
    exchanges: 0,
    tokens: 0,
  }
}

/** Rows per cell of the feature hash, none yet. */
export function featureTable(shared: boolean): Uint32Array {
  return written(new Uint32Array(memory(4 << FEATURE_BITS, shared)))
}

export function featureCell(feature: number): number {
  return feature >>> (32 - FEATURE_BITS)
}

export function outcomeCell(outcome: number): number {
  return outcome >>> (32 - OUTCOME_BITS)
}

export function keyCell(keyLow: number): number {
  return keyLow >>> (32 - KEY_BITS)
}

/** All but the sample. */
export type Counts = Omit<Profile, 'sample'>

/** Adds `from` to `into`. */
export function mergeProfile(into: Profile, from: Profile): void {
  mergeCounts(into, from)
  into.sample.merge(from.sample)
}

/** The same without the sample. */
export function mergeCounts(into: Counts, from: Counts): void {
  addCells(into.features, from.features)
  addCells(into.outcomes, from.outcomes)
  addBytes(into.keys, from.keys)
  for (let i = 0; i < o.CLASS_BITS; i++) into.classes[i] += from.classes[i]
  mergeOddities(into.oddities, from.oddities)
  into.exchanges += from.exchanges
  into.tokens += from.tokens
}

/** How many rows had an outcome, at least so many; classes are exact. */
export function outcomeRows(profile: Profile, outcome: number): number {
  if (outcome === o.NOT_REFUSAL) return profile.exchanges - profile.classes[1]
  if (outcome < o.FIRST_TEXT_OUTCOME) return profile.classes[outcome - 1]
  return profile.outcomes[outcomeCell(outcome)]
}

/**
 * How much one row weighs, so that the copies of one exchange weigh one exchange together: a whole number of parts.
 * Parts of WEIGHT; 720 720 is divisible by every whole number up to 16.
 */
export const WEIGHT = 720720

export function rowWeight(profile: Profile, keyLow: number): number {
  return weightAmong(profile.keys[keyCell(keyLow)])
}

/** The same of a row whose key so many rows have. */
export function weightAmong(copies: number): number {
  return copies <= 1 ? WEIGHT : Math.floor(WEIGHT / copies)
}
