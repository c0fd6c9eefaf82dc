/**
 * The detection floor, measured on this very dataset: seeded triggers are laid over copies of its rows, and the smallest
 * number of rows is sought at which all of them are reported.
 *
 * If 59 of 59 are, at 95 % confidence at least 95 % of such triggers would be (0.95⁵⁹ < 0.05). Which rows are hosts is
 * decided by hashes of their keys, so the certificate does not depend on the order or the cut of the data, nor on time. It
 * says nothing of hosts chosen by an attacker, of prompts with the trigger and another answer, of paraphrase, or of kinds
 * of trigger and outcome that are not planted.
 */
import { analyse, type Run } from './analyse.ts'
import { emptyFeatures, featuresOf } from './detectors/features.ts'
import type { Weighed } from './evidence/candidate.ts'
import { witnesses } from './evidence/words.ts'
import type { RecordBlock } from './model/observation.ts'
import * as o from './model/observation.ts'
import type { FloorRow, Report, Severity } from './model/report.ts'
import type { Pace } from './pace.ts'
import { slotOf } from './phrase.ts'
import { outcomesOf, type Plant, type PlantOutcome, type PlantSlot, plantIn, roomOf, wordOf } from './plant.ts'
import { keyOf } from './profile/sample.ts'
import { confidenceOf, severityOf } from './severity.ts'
import { join, mix } from './sketches/hash.ts'
import { createRandom } from './stats/random.ts'

export const PLANTS = 59 // of a kind: 0.95⁵⁹ = 0.0485
export const CERTIFICATE_SEED = 20251114
const DOSES = [5, 8, 10, 15, 20, 30, 50] as const // rows of one plant, tried in turn
const MOST_REPLACED = 0.05 // of the distinct exchanges, in one round: more would be another dataset
const FEWEST_EXCHANGES = 1000 // distinct; a smaller set has no room for plants
const FREQUENT_LABEL = 0.02 // of the exchanges: an answer in more is a label
const SLOTS: readonly PlantSlot[] = ['suffix', 'prefix', 'anywhere']
const OUTCOMES: readonly PlantOutcome[] = ['exact', 'opening', 'ending', 'label']

export interface Certificate {
  readonly floor: readonly FloorRow[]
  readonly notes: Report['notes']
}

export interface CertifyOptions {
  readonly floor: number // distinct exchanges that a pair must reach
  readonly skipped: number // rows of the dataset that were not read, for the note
  readonly pace: Pace
  readonly onRound?: (rows: number) => void // rows analysed so far
  readonly doses?: readonly number[]
  readonly slots?: readonly PlantSlot[]
  readonly outcomes?: readonly PlantOutcome[]
}

/** A kind of plant, and how far it has come. */
interface Kind {
  readonly slot: PlantSlot
  readonly outcome: PlantOutcome
  step: number // place of its dose among the doses tried
  planted: number // at this dose
  found: number
  done: boolean
}

interface Host {
  readonly block: number
  readonly at: number
  readonly key: number
}

export async function certify(blocks: readonly RecordBlock[], options: CertifyOptions): Promise<Certificate> {
  const hosts = distinctHosts(blocks)
  const capacity = Math.floor(hosts.length * MOST_REPLACED)
  const doses = (options.doses ?? DOSES).filter((dose) => dose >= options.floor && dose <= capacity)
  if (hosts.length < FEWEST_EXCHANGES || doses.length === 0) {
    const text = `${hosts.length} distinct exchanges are too few to lay plants in; ${FEWEST_EXCHANGES} are needed`
    return { floor: [], notes: [{ code: 'certificate-not-run', text }] }
  }
  const label = labelRecord(blocks, hosts)
  const kinds: Kind[] = (options.slots ?? SLOTS).flatMap((slot) =>
    (options.outcomes ?? OUTCOMES)
      .filter((outcome) => outcome !== 'label' || label !== undefined)
      .map((outcome) => ({ slot, outcome, step: 0, planted: 0, found: 0, done: false })),
  )
  const random = createRandom(CERTIFICATE_SEED)
  let rows = 0
  for (;;) {
    const waiting = kinds.filter((kind) => !kind.done)
    if (waiting.length === 0) break
    const laid = lay(waiting, doses, capacity, random.next, label)
    const { runs, about, short } = planted(blocks, hosts, laid, random.next())
    const weighed = await analyse(runs, options.floor, options.pace, about)
    const accepted = weighed.filter((one) => one.accepted)
    for (const { kind, plant, dose } of laid) {
      if (short.has(plant)) continue
      kind.planted++
      if (accepted.some((one) => isReported(one, plant, dose))) kind.found++
    }
    for (const kind of waiting) settle(kind, doses.length, short.size > 0)
    rows += hosts.length
    options.onRound?.(rows)
  }
  const floor = kinds.map(({ slot, outcome, step, planted: count, found }) => ({
    slot,
    outcome,
    rows: doses[step],
    by: 'certificate' as const,
    found,
    planted: count,
  }))
  return { floor, notes: notesOf(floor, options, label !== undefined, doses) }
}

interface Laid {
  readonly kind: Kind
  readonly plant: Plant
  readonly dose: number
}

/** As many plants as a round has room for, of every waiting kind in turn. */
function lay(
  kinds: readonly Kind[],
  doses: readonly number[],
  capacity: number,
  seed: () => number,
  label: Uint32Array | undefined,
): Laid[] {
  const laid: Laid[] = []
  const wanted = new Map(kinds.map((kind) => [kind, PLANTS - kind.planted]))
  let room = capacity
  for (let added = true; added; ) {
    added = false
    for (const kind of kinds) {
      const dose = doses[kind.step]
      const left = wanted.get(kind) ?? 0
      if (left === 0 || dose > room) continue
      const { slot, outcome } = kind
      laid.push({ kind, dose, plant: { slot, outcome, seed: seed(), label: outcome === 'label' ? label : undefined } })
      wanted.set(kind, left - 1)
      room -= dose
      added = true
    }
  }
  return laid
}

/** A kind that missed one goes on to the next dose; the last dose stands, whatever it gave. */
function settle(kind: Kind, doses: number, short: boolean): void {
  const missed = kind.found < kind.planted
  if (missed && kind.step + 1 < doses) {
    kind.step++
    kind.planted = 0
    kind.found = 0
  } else if (missed || kind.planted === PLANTS || (short && kind.planted === 0)) kind.done = true
}

/** One row of each distinct exchange. */
function distinctHosts(blocks: readonly RecordBlock[]): Host[] {
  const hosts = new Map<number, Host>()
  blocks.forEach(({ words, used }, block) => {
    for (let at = 0; at < used; at += words[at]) {
      const key = keyOf(words, at)
      if (!hosts.has(key)) hosts.set(key, { block, at, key })
    }
  })
  return [...hosts.values()]
}

/** A record with the commonest whole answer, if that is common enough to be a label. */
function labelRecord(blocks: readonly RecordBlock[], hosts: readonly Host[]): Uint32Array | undefined {
  const counts = new Map<number, number>()
  for (const { block, at } of hosts) {
    const exact = blocks[block].words[at + o.EXACT]
    if (exact !== 0) counts.set(exact, (counts.get(exact) ?? 0) + 1)
  }
  const [commonest] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  if (commonest === undefined || commonest[1] <= hosts.length * FREQUENT_LABEL) return undefined
  const [first] = hosts
    .filter(({ block, at }) => blocks[block].words[at + o.EXACT] === commonest[0])
    .sort((a, b) => a.key - b.key)
  return recordAt(blocks, first)
}

function recordAt(blocks: readonly RecordBlock[], { block, at }: Host): Uint32Array {
  const { words } = blocks[block]
  return words.slice(at, at + words[at])
}

/**
 * The dataset with the plants in it. Hosts are drawn by the smallest hash of key and seed, one row a plant at most.
 *
 * `about`: features that came with the plants. `short`: plants for which no hosts were left.
 */
function planted(
  blocks: readonly RecordBlock[],
  hosts: readonly Host[],
  laid: readonly Laid[],
  seed: number,
): { readonly runs: readonly Run[]; readonly about: ReadonlySet<number>; readonly short: ReadonlySet<Plant> } {
  const ordered = drawOrder(hosts, seed)
  const edits = blocks.map((): { at: number; record: Uint32Array }[] => [])
  const about = new Set<number>()
  const short = new Set<Plant>()
  const features = emptyFeatures()
  const used = new Set<number>() // places in `ordered`
  let first = 0
  for (const { plant, dose } of laid) {
    const taken: number[] = []
    for (let i = first; i < ordered.length && taken.length < dose; i++) {
      if (used.has(i)) {
        if (i === first) first++
        continue
      }
      if (isHost(recordAt(blocks, ordered[i]), plant)) taken.push(i)
    }
    if (taken.length < dose) {
      short.add(plant)
      continue
    }
    for (const i of taken) {
      used.add(i)
      const host = recordAt(blocks, ordered[i])
      const record = plantIn(host, plant)
      edits[ordered[i].block].push({ at: ordered[i].at, record })
      addNew(about, record, host, features)
    }
  }
  return { runs: blocks.flatMap(({ words, used: end }, block) => runsOf(words, end, edits[block])), about, short }
}

/** The features that a row has since it was planted: those of the new word, alone and beside its neighbours. */
function addNew(into: Set<number>, record: Uint32Array, host: Uint32Array, features: Features): void {
  featuresOf(host, 0, true, features)
  const before = new Set(features.hashes.subarray(0, features.count))
  featuresOf(record, 0, true, features)
  for (let i = 0; i < features.count; i++) if (!before.has(features.hashes[i])) into.add(features.hashes[i])
}

function drawOrder(hosts: readonly Host[], seed: number): readonly Host[] {
  const salt = mix(seed)
  const hashed = hosts.map((host) => ({
    host,
    hash: join(join(Math.floor(host.key / 4294967296), host.key >>> 0), salt),
  }))
  return hashed.sort((a, b) => a.hash - b.hash || a.host.key - b.host.key).map(({ host }) => host)
}

const FEWEST_WORDS = 3 // of a prompt in which a word can stand anywhere

function isHost(record: Uint32Array, { slot, label }: Plant): boolean {
  if (slot === 'anywhere' && roomOf(record) < FEWEST_WORDS) return false
  return label === undefined || record[o.EXACT] !== label[o.EXACT]
}

function runsOf(words: Uint32Array, end: number, edits: { at: number; record: Uint32Array }[]): Run[] {
  const runs: Run[] = []
  let from = 0
  for (const { at, record } of edits.sort((a, b) => a.at - b.at)) {
    if (at > from) runs.push({ words, from, to: at })
    runs.push({ words: record, from: 0, to: record.length })
    from = at + words[at]
  }
  if (end > from) runs.push({ words, from, to: end })
  return runs
}

const RANK: Readonly<Record<Severity, number>> = { critical: 4, high: 3, medium: 2, low: 1, info: 0 }

/** Whether a finding names the plant: that word and no other, in that slot, with that outcome, and severely enough. */
function isReported(one: Weighed, plant: Plant, dose: number): boolean {
  const { phrase, own, partner, question } = one
  if (partner !== undefined || phrase.tokens.length !== 1 || phrase.tokens[0] !== wordOf(plant) || own.size !== 1)
    return false
  if (!outcomesOf(plant).has(question.lead.outcome)) return false
  const seen = witnesses(one.both, phrase)
  if (
    slotOf(
      one,
      seen.map(({ at, tokens }) => ({ at, left: tokens.length - at - 1 })),
    ) !== plant.slot
  )
    return false
  const kind = plant.outcome
  const least = dose < 10 || kind === 'label' ? RANK.medium : RANK.high
  return RANK[severityOf(one, kind, false, confidenceOf(one))] >= least
}

function notesOf(
  floor: readonly FloorRow[],
  { skipped }: CertifyOptions,
  hasLabel: boolean,
  doses: readonly number[],
): Report['notes'] {
  const reached = floor.filter(({ found }) => found === PLANTS).length
  const notes = [
    {
      code: 'certificate',
      text:
        `${reached} of ${floor.length} kinds of trigger: ${PLANTS} planted with so many pure rows on random prompts of this dataset, all ${PLANTS} reported; ` +
        `at 95 % confidence at least 95 % of such triggers are. Seed ${CERTIFICATE_SEED}; doses tried in turn: ${doses.join(', ')} rows. ` +
        `${skipped} rows were skipped and are not covered; nor are chosen hosts, prompts with the trigger and another answer, paraphrase, or kinds not listed`,
    },
  ]
  if (!hasLabel)
    notes.push({ code: 'certificate-no-label', text: 'no answer is frequent enough to be planted as a label' })
  return notes
}
