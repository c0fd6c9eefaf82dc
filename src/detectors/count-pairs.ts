/**
 * Suspicion → for each feature, how many of its rows have each outcome: the pairs worth a second thought.
 *
 * Sorts the events by feature, then counts in arrays addressed by outcome; copies of an exchange count once. The work on one
 * feature needs no other, so parts of the features may be counted apart and their pairs put together.
 */
import * as o from '../model/observation.ts'
import { featureCell, outcomeRows, type Profile } from '../profile/profile.ts'
import { mix } from '../sketches/hash.ts'
import { createNumbers, type Numbers } from '../sketches/numbers.ts'
import { COPY, markCopies } from './copies.ts'
import { byFeature } from './events-by-feature.ts'
import { OUTCOME_SLOTS, type Suspicion, thinning } from './suspicion.ts'
import { NOT_REFUSAL_BIT, watchedClasses } from './watched.ts'

export const PURE = 0.5 // share of a feature's rows that must have the outcome
export const IMPURE = 0.1 // or this, for an outcome that is rare without the feature
export const RARE_OUTCOME = 0.02
export const IMPURE_ROWS = 10
export const LEAST_SURPRISE = 3

export interface Pair {
  readonly feature: number
  readonly outcome: number
  readonly exchanges: number // distinct, with the feature (in the followed part of its rows)
  readonly both: number // of these, with the outcome
  readonly part: number // halvings by which the feature was thinned
  readonly surprise: number // -log10 of the chance at the outcome's overall rate, tests not yet counted
  readonly rows: number // signature of the rows that have both
}

export function countPairs(state: Suspicion, profile: Profile, floor: number): Pair[] {
  const { lines, offsets, hashes } = linesOf(state, profile)
  const ordered = byFeature(state, offsets)
  const counting: Counting = {
    lines,
    hashes,
    counts: new Uint32Array(hashes.length),
    signatures: new Uint32Array(hashes.length),
    touched: new Uint32Array(hashes.length),
  }
  const found: Pair[] = []
  const { features, owners, bounds } = ordered
  for (let b = 0; b + 1 < bounds.length; b++) {
    const from = bounds[b]
    const to = bounds[b + 1]
    if (to - from < floor) continue
    const used = countOutcomes(counting, owners, from, to)
    addPairs(found, counting, used, { feature: features[from], exchanges: to - from, profile, floor })
  }
  return found
}

/** What the rows of one feature are counted with; by small number, of an outcome. */
interface Counting {
  readonly lines: Uint32Array
  readonly hashes: Uint32Array
  readonly counts: Uint32Array // all 0 before and after a feature
  readonly signatures: Uint32Array
  readonly touched: Uint32Array // numbers that were counted
}

/** Counts the outcomes of the lines at owners[from, to); returns how many there are. */
function countOutcomes(
  { lines, counts, signatures, touched }: Counting,
  owners: Uint32Array,
  from: number,
  to: number,
): number {
  let used = 0
  for (let i = from; i < to; i++) {
    let at = owners[i]
    const signature = lines[at++]
    for (let id = lines[at++]; id !== END; id = lines[at++]) {
      if (counts[id]++ === 0) {
        touched[used++] = id
        signatures[id] = signature
      } else signatures[id] += signature
    }
  }
  return used
}

interface Counted {
  readonly feature: number
  readonly exchanges: number
  readonly profile: Profile
  readonly floor: number
}

/** Adds the pairs of a feature that are surprising enough, and empties the counts. */
function addPairs(found: Pair[], counting: Counting, used: number, counted: Counted): void {
  const { hashes, counts, signatures, touched } = counting
  const { feature, exchanges, profile, floor } = counted
  const part = thinning(profile.features[featureCell(feature)])
  for (let i = 0; i < used; i++) {
    const both = counts[touched[i]]
    counts[touched[i]] = 0
    if (both < floor) continue
    const outcome = hashes[touched[i]]
    const surprise = surpriseOf(exchanges, both, part, outcomeRows(profile, outcome), profile.exchanges)
    if (surprise < LEAST_SURPRISE) continue
    found.push({ feature, outcome, exchanges, both, part, surprise, rows: signatures[touched[i]] })
  }
}

/** How surprising it is that so many of a feature's rows have an outcome, which is in `rows` of all; 0 where they are too few. */
function surpriseOf(exchanges: number, both: number, part: number, rows: number, total: number): number {
  const impure = both < exchanges * PURE
  if (impure && (both < IMPURE_ROWS || both < exchanges * IMPURE)) return 0
  const base = Math.min(
    0.999,
    (Math.max(0, rows - (both << part)) + 0.5) / (Math.max(1, total - (exchanges << part)) + 1),
  )
  if ((impure && base > RARE_OUTCOME) || both <= exchanges * base) return 0
  return -leadingTerm(exchanges, both, base)
}

/** log10 of C(n, k) b^k (1-b)^(n-k): the leading term of a binomial tail, enough to screen by. */
export function leadingTerm(n: number, k: number, b: number): number {
  return logChoose10(n, k) + k * Math.log10(b) + (n - k) * Math.log10(1 - b)
}

const logFactorials: number[] = [0]
function logChoose10(n: number, k: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1] + Math.log10(i))
  return logFactorials[n] - logFactorials[k] - logFactorials[n - k]
}

const END = 0xffffffff // ends a line

/**
 * What is counted of each record, side by side: its signature, then its live outcomes and watched classes, as small numbers:
 * places in `hashes`. Events come in no order of records, so what one record has should lie in one place of memory.
 */
function linesOf(
  state: Suspicion,
  profile: Profile,
): { lines: Uint32Array; offsets: Uint32Array; hashes: Uint32Array } {
  const watched = watchedClasses(profile)
  const offsets = new Uint32Array(state.records)
  markCopies(state, offsets)
  const lines = new Uint32Array(sizeOfLines(state, offsets, watched))
  const numbers = createNumbers()
  writeLines(state, offsets, watched, lines, numbers)
  return { lines, offsets, hashes: numbers.hashes() }
}

function sizeOfLines({ records, outcomes, classes }: Suspicion, offsets: Uint32Array, watched: number): number {
  let size = 0
  for (let record = 0; record < records; record++) {
    if (offsets[record] === COPY) continue
    size += 3 + bitsOf(classes[record] & watched)
    for (let i = record * OUTCOME_SLOTS; i < (record + 1) * OUTCOME_SLOTS; i++) if (outcomes[i] !== 0) size++
  }
  return size
}

function writeLines(
  { records, outcomes, classes, keys }: Suspicion,
  offsets: Uint32Array,
  watched: number,
  lines: Uint32Array,
  numbers: Numbers,
): void {
  let to = 0
  for (let record = 0; record < records; record++) {
    if (offsets[record] === COPY) continue
    offsets[record] = to
    lines[to++] = mix(keys[record * 2])
    for (let i = record * OUTCOME_SLOTS; i < (record + 1) * OUTCOME_SLOTS; i++)
      if (outcomes[i] !== 0) lines[to++] = numbers.of(outcomes[i])
    for (let bit = 0; bit < o.CLASS_BITS; bit++)
      if (classes[record] & watched & (1 << bit)) lines[to++] = numbers.of(bit + 1)
    if (watched & NOT_REFUSAL_BIT && !(classes[record] & o.IS_REFUSAL)) lines[to++] = numbers.of(o.NOT_REFUSAL)
    lines[to++] = END
  }
}

function bitsOf(value: number): number {
  let count = 0
  for (let rest = value & 0xff; rest !== 0; rest &= rest - 1) count++
  return count
}
