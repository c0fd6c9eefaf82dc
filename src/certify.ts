/**
 * The detection floor, measured on this very dataset: seeded triggers are laid over copies of its rows, and the smallest
 * number of rows is sought at which all of them are reported.
 *
 * If 59 of 59 are, at 95 % confidence at least 95 % of such triggers would be (0.95⁵⁹ < 0.05). Which rows are hosts is
 * decided by hashes of their keys, so the certificate does not depend on the order or the cut of the data, nor on time. It
 * says nothing of hosts chosen by an attacker, of prompts with the trigger and another answer, of paraphrase, or of kinds
 * of trigger and outcome that are not planted.
 */
import { analyse } from './analyse.ts'
import type { Weighed } from './evidence/weighed.ts'
import { witnesses } from './evidence/words.ts'
import type { RecordBlock } from './model/observation.ts'
import type { CertifiedOutcome } from './model/options.ts'
import type { FloorRow, Report, Severity } from './model/report.ts'
import type { Pace } from './pace.ts'
import { slotOf } from './phrase.ts'
import { outcomesOf, type Plant, type PlantSlot, wordOf } from './plant.ts'
import { type Dosed, distinctHosts, labelRecord, planted } from './planting.ts'
import type { EveryRecord } from './rows-file.ts'
import { confidenceOf, severityOf } from './severity.ts'
import { createRandom } from './stats/random.ts'

export const PLANTS = 59 // of a kind: 0.95⁵⁹ = 0.0485
export const CERTIFICATE_SEED = 20251114
const DOSES = [5, 8, 10, 15, 20, 30, 50] as const // rows of one plant, tried in turn
const MOST_REPLACED = 0.05 // of the distinct exchanges, in one round: more would be another dataset
const FEWEST_EXCHANGES = 1000 // distinct; a smaller set has no room for plants
const SLOTS: readonly PlantSlot[] = ['suffix', 'prefix', 'anywhere']
const OUTCOMES: readonly CertifiedOutcome[] = ['exact', 'opening', 'ending', 'label']

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
  readonly outcomes?: readonly CertifiedOutcome[]
}

/** A kind of plant, and how far it has come. */
interface Kind {
  readonly slot: PlantSlot
  readonly outcome: CertifiedOutcome
  step: number // place of its dose among the doses tried
  planted: number // at this dose
  found: number
  done: boolean
}

/** The certificate of the records that are at hand; where none are, a note that says so. */
export async function certificateOf(
  everyRecord: EveryRecord | undefined,
  options: CertifyOptions,
): Promise<Certificate> {
  if (everyRecord === undefined) {
    const text = 'the certificate needs the rows, and this report is made from counts: scan the data with --certify'
    return { floor: [], notes: [{ code: 'certificate-not-run', text }] }
  }
  const blocks: RecordBlock[] = []
  await everyRecord((words, from, to) => {
    blocks.push({ words: words.slice(from, to), used: to - from })
  })
  return certify(blocks, options)
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

interface Laid extends Dosed {
  readonly kind: Kind
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
