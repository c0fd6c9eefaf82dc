/**
 * Suspicion → candidates: the pairs of feature and outcome that keep suspicious company.
 *
 * For each feature its rows, without copies; for each outcome of these rows how many have it. A pair goes on if it
 * reaches the support floor, if the outcome is at least half of the feature's rows (or a tenth, for a rare outcome), and if
 * chance alone, at the outcome's rate in the whole set, would hardly give so many. Pairs whose rows are the same are one
 * candidate: the words of a phrase, the opening and the whole of a fixed answer. It accuses; it does not convict.
 */
import * as o from '../model/observation.ts'
import { featureCell, outcomeRows, type Profile } from '../profile/profile.ts'
import { mix } from '../sketches/hash.ts'
import { OUTCOME_SLOTS, type Suspicion, thinning } from './suspicion.ts'

export interface Pair {
  readonly feature: number
  readonly outcome: number
  readonly exchanges: number // distinct, with the feature (in the followed part of its rows)
  readonly both: number // of these, with the outcome
  readonly part: number // halvings by which the feature was thinned
  readonly surprise: number // -log10 of the chance at the outcome's overall rate, tests not yet counted
  readonly rows: number // signature of the rows that have both
}

export interface Suspects {
  readonly groups: readonly (readonly Pair[])[] // pairs on the same rows, most surprising group first
  readonly tested: number // pairs whose margins reach the floor
  readonly dropped: number // groups beyond the limit
}

export const PURE = 0.5
const IMPURE = 0.1
const RARE_OUTCOME = 0.02
const IMPURE_ROWS = 10
const MOST_GROUPS = 6000

/** log10 of C(n, k) b^k (1-b)^(n-k): the leading term of a binomial tail, enough to screen by. */
function leadingTerm(n: number, k: number, b: number): number {
  return logChoose10(n, k) + k * Math.log10(b) + (n - k) * Math.log10(1 - b)
}

const logFactorials: number[] = [0]
function logChoose10(n: number, k: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1] + Math.log10(i))
  return logFactorials[n] - logFactorials[k] - logFactorials[n - k]
}

export function suspects(state: Suspicion, profile: Profile, floor: number): Suspects {
  const { order, bounds } = byFeature(state)
  const total = profile.exchanges
  const watched = watchedClasses(profile)
  const found: Pair[] = []
  const counter = createCounter()
  const keys = createKeySet()
  let tested = 0
  for (let b = 0; b + 1 < bounds.length; b++) {
    const from = bounds[b]
    const to = bounds[b + 1]
    if (to - from < floor) continue
    const feature = state.features[order[from]]
    counter.clear()
    keys.clear()
    let exchanges = 0
    for (let i = from; i < to; i++) {
      const record = state.owners[order[i]]
      if (!keys.add(state.keys[record * 2], state.keys[record * 2 + 1])) continue
      exchanges++
      const base = record * OUTCOME_SLOTS
      const signature = mix(state.keys[record * 2])
      for (let slot = 0; slot < OUTCOME_SLOTS; slot++) {
        const outcome = state.outcomes[base + slot]
        if (outcome !== 0) counter.add(outcome, signature)
      }
      const classes = state.classes[record]
      for (let bit = 0; bit < o.CLASS_BITS; bit++) if (watched & classes & (1 << bit)) counter.add(bit + 1, signature)
      if (watched & NOT_REFUSAL_BIT && !(classes & o.IS_REFUSAL)) counter.add(o.NOT_REFUSAL, signature)
    }
    if (exchanges < floor) continue
    const part = thinning(profile.features[featureCell(feature)])
    for (let i = 0; i < counter.used; i++) {
      const both = counter.counts[counter.slots[i]]
      tested++
      if (both < floor) continue
      const outcome = counter.keys[counter.slots[i]]
      const rows = outcomeRows(profile, outcome)
      const impure = both < exchanges * PURE
      const base = Math.min(0.999, (Math.max(0, rows - (both << part)) + 0.5) / (Math.max(1, total - (exchanges << part)) + 1))
      if (impure && (both < IMPURE_ROWS || both < exchanges * IMPURE || base > RARE_OUTCOME)) continue
      if (both <= exchanges * base) continue
      const surprise = -leadingTerm(exchanges, both, base)
      if (surprise < 3) continue
      found.push({ feature, outcome, exchanges, both, part, surprise, rows: counter.signatures[counter.slots[i]] })
    }
  }
  return group(found, tested)
}

const NOT_REFUSAL_BIT = 1 << 30

/** Classes worth following: those that some rows have; not refusing only where refusals are common enough to miss. */
function watchedClasses(profile: Profile): number {
  let bits = 0
  for (let bit = 0; bit < o.CLASS_BITS; bit++) if (profile.classes[bit] >= 5) bits |= 1 << bit
  if (profile.classes[1] >= profile.exchanges * 0.05) bits |= NOT_REFUSAL_BIT
  return bits
}

function group(found: Pair[], tested: number): Suspects {
  const least = 3 + Math.log10(Math.max(1, tested))
  const groups = new Map<number, Pair[]>()
  for (const pair of found) {
    if (pair.surprise < least) continue
    const key = pair.rows * 4096 + Math.min(pair.both, 4095)
    const members = groups.get(key)
    if (members === undefined) groups.set(key, [pair])
    else members.push(pair)
  }
  const strongest = (pairs: readonly Pair[]): number => pairs.reduce((most, pair) => Math.max(most, pair.surprise), 0)
  const ordered = [...groups.values()]
    .map((pairs) => ({ pairs: pairs.sort((a, b) => a.feature - b.feature || a.outcome - b.outcome), most: strongest(pairs) }))
    .sort((a, b) => b.most - a.most || a.pairs[0].feature - b.pairs[0].feature || a.pairs[0].outcome - b.pairs[0].outcome)
    .map(({ pairs }) => pairs)
  return { groups: ordered.slice(0, MOST_GROUPS), tested, dropped: Math.max(0, ordered.length - MOST_GROUPS) }
}

/** Events in the order of their features: a scatter by the feature's top bits, then each cell by the whole hash. */
function byFeature(state: Suspicion): { order: Uint32Array; bounds: Uint32Array } {
  const { features, events } = state
  const cells = new Uint32Array((1 << 22) + 1)
  for (let i = 0; i < events; i++) cells[(features[i] >>> 10) + 1]++
  for (let i = 1; i < cells.length; i++) cells[i] += cells[i - 1]
  const order = new Uint32Array(events)
  const next = cells.slice(0, 1 << 22)
  for (let i = 0; i < events; i++) order[next[features[i] >>> 10]++] = i
  const bounds: number[] = []
  for (let cell = 0; cell < 1 << 22; cell++) {
    const from = cells[cell]
    const to = cells[cell + 1]
    if (from === to) continue
    let mixed = false
    for (let i = from + 1; i < to; i++) if (features[order[i]] !== features[order[from]]) mixed = true
    if (mixed) order.subarray(from, to).sort((a, b) => features[a] - features[b] || a - b)
    bounds.push(from)
    if (mixed) for (let i = from + 1; i < to; i++) if (features[order[i]] !== features[order[i - 1]]) bounds.push(i)
  }
  bounds.push(events)
  return { order, bounds: Uint32Array.from(bounds) }
}

interface KeySet {
  /** False: the key was there already. */
  add(low: number, high: number): boolean
  clear(): void
}

/** Which exchanges were counted for a feature. Compares whole keys, so what is left out does not depend on the order. */
function createKeySet(): KeySet {
  const size = 1 << 16
  const lows = new Uint32Array(size)
  const highs = new Uint32Array(size)
  const epochs = new Uint32Array(size)
  let epoch = 1
  return {
    add(low, high) {
      let slot = (low ^ high) & (size - 1)
      while (epochs[slot] === epoch) {
        if (lows[slot] === low && highs[slot] === high) return false
        slot = (slot + 1) & (size - 1)
      }
      lows[slot] = low
      highs[slot] = high
      epochs[slot] = epoch
      return true
    },
    clear() {
      epoch++
    },
  }
}

interface Counter {
  readonly keys: Uint32Array
  readonly counts: Uint32Array
  readonly signatures: Uint32Array
  readonly slots: Uint32Array // filled slots, in order of arrival
  used: number
  add(key: number, signature: number): number
  clear(): void
}

/** Counts by key, with a sum of row signatures; cleared in the time it took to fill. Grows never: a feature has few rows. */
function createCounter(): Counter {
  const size = 1 << 16
  const counter: Counter = {
    keys: new Uint32Array(size),
    counts: new Uint32Array(size),
    signatures: new Uint32Array(size),
    slots: new Uint32Array(size),
    used: 0,
    add(key, signature) {
      let slot = mix(key) & (size - 1)
      while (counter.counts[slot] !== 0 && counter.keys[slot] !== key) slot = (slot + 1) & (size - 1)
      if (counter.counts[slot]++ === 0) {
        counter.keys[slot] = key
        counter.signatures[slot] = 0
        counter.slots[counter.used++] = slot
      }
      counter.signatures[slot] = (counter.signatures[slot] + signature) >>> 0
      return counter.counts[slot]
    },
    clear() {
      for (let i = 0; i < counter.used; i++) counter.counts[counter.slots[i]] = 0
      counter.used = 0
    },
  }
  return counter
}
