/**
 * Everything counted → the report. The same for `scan`, which has just read the data, and for `judge`, which has a state.
 *
 * The one place where counts become evidence, evidence findings, and findings a report.
 */
import type { Candidates } from './candidates.ts'
import { type CertifyOptions, certificateOf } from './certify.ts'
import type { Confirmation } from './confirm.ts'
import { type CounterExample, counterExamples, counterRows, innocentOf } from './counter-examples.ts'
import { applyDeclared, readDeclared } from './declared.ts'
import { backgrounds, type GroundOf } from './evidence/neighbours.ts'
import { once } from './evidence/once.ts'
import { findingOf, floorBySupport, inOrder, qValues } from './judge.ts'
import { IS_EMPTY } from './model/observation.ts'
import type { Problem, ScanOptions, ScanResult } from './model/options.ts'
import type { InputReport, Report } from './model/report.ts'
import type { Shard } from './model/shard.ts'
import { hasOddities, oddityFindings } from './oddities.ts'
import { createPace, type Pace, paced } from './pace.ts'
import { createPlacing, skippedOf } from './placing.ts'
import type { Profile } from './profile/profile.ts'
import { keyOf } from './profile/sample.ts'
import type { Tally } from './read.ts'
import type { FileDigest } from './readers/digest.ts'
import type { Texts } from './recover.ts'
import { type EveryRecord, writeRows } from './rows-file.ts'
import { loadRules } from './rules/index.ts'
import { firstRows } from './texts.ts'
import { VERSION } from './version.ts'
import { type Acquitted, type Weighed, weigh } from './weigh.ts'

/** What is known when all readings are done. */
export interface Known {
  readonly shards: readonly Shard[]
  readonly tallies: readonly Tally[] // one for each shard
  readonly digests: ReadonlyMap<string, FileDigest>
  readonly problems: readonly Problem[] // of the plan
  readonly notes?: Report['notes'] // of the plan
  readonly floor: number
  readonly profile: Profile
  readonly ground?: GroundOf // of the profile's sample, if some of it is worked out
  readonly candidates: Candidates
  readonly confirmation: Confirmation
  readonly texts: TextsOf
  readonly everyRecord?: EveryRecord // where the records are still at hand
}

/** @param alone  records whose text is that of their own place, whatever copies there are elsewhere */
export type TextsOf = (records: readonly Uint32Array[], alone: readonly Uint32Array[]) => Promise<Texts>

/** What a measurement may look at, beyond the report. */
export interface Probe {
  readonly onWeighed?: (weighed: readonly (Weighed | Acquitted)[]) => void
}

export async function conclude(known: Known, options: ScanOptions & Probe): Promise<ScanResult> {
  const { shards, tallies, profile, candidates, confirmation, floor } = known
  const ground = known.ground ?? backgrounds(profile.sample.sorted())
  const { questions, tested, dropped, pairs } = candidates
  const gates = options.declared === undefined ? [] : await readDeclared(options.declared)
  const pace = createPace(options.signal)
  const weighed = await paced<(Weighed | Acquitted)[]>(
    weigh(questions, confirmation, profile, ground, tested, floor, pairs),
    pace,
  )
  options.onWeighed?.(weighed)
  const accepted = weighed.filter((one) => one.accepted)
  const innocents = once(() => innocentOf(ground('last'), accepted))
  const counters: (readonly CounterExample[])[] = []
  for (const one of accepted) {
    counters.push(counterExamples(one, innocents(), accepted.length))
    await pace()
  }
  const counterRecords = counters.flatMap((some) => some.map(({ record }) => record))
  const texts = await known.texts(textRows(accepted, confirmation, pairs), counterRecords)
  await pace()
  const placing = createPlacing({ shards, tallies })
  const qs = qValues(accepted, tested)
  const rules = accepted.length === 0 && !hasOddities(profile) ? [] : await loadRules(options.rules)
  const found = accepted.map((one, i) =>
    findingOf(one, texts, placing, { q: qs[i], tested, showText: options.showText ?? false, rules }),
  )
  const judged = inOrder(found.filter((one) => one !== undefined))
  const counterOf = judged.flatMap((one) =>
    counterRows(counters[found.indexOf(one)], texts, placing, one.finding, options.showText ?? false),
  )
  if (options.rowsOut !== undefined) {
    const about = new Map(accepted.map(({ question, partner }, i) => [found[i], partner ? undefined : question.lead]))
    const placed = judged.map((one) => ({ ...one, lead: about.get(one) }))
    await writeRows(options.rowsOut, placed, placing, pairs, known.everyRecord)
  }
  const problems = [
    ...known.problems,
    ...tallies.map((tally) => tally.problem).filter((problem) => problem !== undefined),
  ]
  const notes = dropped > 0 ? [{ code: 'candidates-cut', text: `${dropped} weaker candidates were not confirmed` }] : []
  const odd = oddityFindings(profile, accepted, placing, rules).map((finding) => ({ finding, records: [] }))
  const { findings, declared } = applyDeclared(
    inOrder([...judged, ...odd]).map(({ finding }) => finding),
    gates,
  )
  const skipped = skippedOf({ shards, tallies })
  const certificate = options.certify
    ? await certificateOf(known.everyRecord, certifyOptions(options, pace, floor, skipped))
    : undefined
  const report: Report = {
    schema: 'suretrap.report/1',
    tool: { name: 'suretrap', version: VERSION },
    inputs: inputsOf(known),
    findings,
    declared,
    floor: [...floorBySupport(profile.exchanges, tested, floor), ...(certificate?.floor ?? [])],
    skipped,
    notes: [...(known.notes ?? []), ...emptiness(profile), ...notes, ...(certificate?.notes ?? [])],
    ...(counterOf.length > 0 && { counter_examples: counterOf }),
  }
  return { report, complete: problems.length === 0, problems }
}

/** An empty answer is an exchange; where most are, the answers may be in a column that was not looked at. */
function emptiness({ classes, exchanges }: Profile): Report['notes'] {
  const empty = classes[Math.log2(IS_EMPTY)]
  if (empty * 2 <= exchanges) return []
  const text = `${empty} of ${exchanges} answers are empty; if they are in another column: --map prompt=/COLUMN,response=/COLUMN`
  return [{ code: 'empty-answers', text }]
}

function certifyOptions(options: ScanOptions, pace: Pace, floor: number, skipped: Report['skipped']): CertifyOptions {
  return {
    floor,
    pace,
    skipped: sum(skipped.map(({ rows }) => rows)),
    ...(typeof options.certify === 'object' && { outcomes: options.certify }),
    onRound: (rows) => options.onProgress?.({ stage: 'certify', rows, bytes: 0, totalBytes: 0 }),
  }
}

/** The rows whose texts word the findings. */
function textRows(accepted: readonly Weighed[], confirmation: Confirmation, pairs: boolean): readonly Uint32Array[] {
  const first = firstRows([...new Set(accepted.map(({ question }) => question))], confirmation, pairs)
  return accepted.flatMap(({ question, both }) => both.filter((record) => first.get(question)?.has(keyOf(record, 0))))
}

function inputsOf({ shards, tallies, digests }: Known): InputReport[] {
  const files = new Map<string, number[]>()
  shards.forEach((shard, i) => {
    const list = files.get(shard.file)
    if (list === undefined) files.set(shard.file, [i])
    else list.push(i)
  })
  return [...files].map(([file, indexes]) => {
    const parts = indexes.map((i) => tallies[i])
    const schemas = new Map<string, number>()
    for (const part of parts)
      for (const [schema, rows] of part.schemas) schemas.set(schema, (schemas.get(schema) ?? 0) + rows)
    const schema = [...schemas].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? 'none'
    const shard = shards[indexes[0]]
    const digest = digests.get(file)
    return {
      file,
      format: shard.format ?? shard.container,
      schema,
      rows: sum(parts.map((part) => part.rows)),
      exchanges: sum(parts.map((part) => part.exchanges)),
      skipped: sum(parts.map((part) => sum([...part.skips.values()].map(({ rows }) => rows)))),
      bytes: shard.bytes,
      sha256: digest?.sha256 ?? '',
      ...(digest !== undefined && digest.of !== 'bytes' && { sha256_of: digest.of }),
    }
  })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
