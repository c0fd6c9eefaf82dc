/**
 * The story: plan, collect, suspect, confirm, judge.
 */
import { appendFileSync, writeFileSync } from 'node:fs'
import { createCollector } from './collect.ts'
import { createGatherer, createWordCounter, emptyConfirmation, outcomesAsked, questionOf, wordsAsked } from './confirm.ts'
import { suspects } from './detectors/association.ts'
import { createSuspector, emptySuspicion, wantsPairs } from './detectors/suspicion.ts'
import { createPlacing, findingOf, floorBySupport, inOrder, type Judged, qValues, skippedOf, TEXT_ROWS } from './judge.ts'
import { answerLexicon } from './lexicons.ts'
import type { RecordBlock } from './model/observation.ts'
import * as o from './model/observation.ts'
import type { ScanOptions, ScanResult } from './model/options.ts'
import type { InputReport, Report } from './model/report.ts'
import type { Shard } from './model/shard.ts'
import { createObserver } from './observe.ts'
import { type Plan, plan } from './plan.ts'
import { emptyProfile, outcomeRows } from './profile/profile.ts'
import { readShard, type Tally } from './read.ts'
import { fileDigest } from './readers/digest.ts'
import { recover } from './recover.ts'
import { VERSION } from './version.ts'
import { type Weighed, weigh } from './weigh.ts'

const MIN_SUPPORT = 5

export async function scan(inputs: readonly string[], options: ScanOptions & Probe = {}): Promise<ScanResult> {
  const planned = await plan(inputs, options)
  return scanPlan(planned, options)
}

/** What a measurement may look at, beyond the report. */
export interface Probe {
  readonly onWeighed?: (weighed: readonly Weighed[]) => void
}

export async function scanPlan(planned: Plan, options: ScanOptions & Probe): Promise<ScanResult> {
  const { shards } = planned
  const floor = options.minSupport ?? MIN_SUPPORT
  const lexicon = answerLexicon()
  const profile = emptyProfile()
  const observer = createObserver(lexicon)
  const collect = createCollector(profile)
  const tallies: Tally[] = []
  const totalBytes = shards.reduce((sum, shard) => sum + (shard.end - shard.start || shard.bytes), 0)
  let bytesBefore = 0
  let rowsBefore = 0
  let done = { block: 0, at: 0 }
  const drain = (): void => {
    done = drainBlocks(observer.blocks, done, collect)
  }
  for (let index = 0; index < shards.length; index++) {
    let bytes = 0
    let rows = 0
    const tally = await readShard(shards[index], index, options, {
      conversation: (conversation, row) => observer.observe(conversation, index, row),
      block: (blockBytes, blockRows) => {
        drain()
        bytes = blockBytes
        rows = blockRows
        options.onProgress?.({ stage: 'collect', rows: rowsBefore + rows, bytes: bytesBefore + bytes, totalBytes })
      },
    })
    drain()
    bytesBefore += bytes
    rowsBefore += rows
    tallies.push(tally)
  }
  const suspicion = emptySuspicion(Math.max(1024, profile.exchanges), 1 << 16)
  each(observer.blocks, createSuspector(suspicion, profile, floor))
  const { groups, tested, dropped } = suspects(suspicion, profile, floor)
  const questions = groups.map((group) => questionOf(group, (outcome) => outcomeRows(profile, outcome)))
  const pairs = wantsPairs(profile)
  const outcomes = outcomesAsked(questions)
  const confirmation = emptyConfirmation(outcomes.length)
  each(observer.blocks, createGatherer(confirmation, questions, profile, pairs))
  const words = wordsAsked(questions, suspicion, profile)
  each(observer.blocks, createWordCounter(confirmation, words, outcomes, profile, pairs))
  const weighed = weigh(questions, confirmation, profile, tested, floor, pairs)
  options.onWeighed?.(weighed)
  const accepted = weighed.filter((one) => one.accepted)
  const texts = await recover(accepted.flatMap(({ both }) => both.slice(0, TEXT_ROWS)), shards, options, lexicon)
  const placing = createPlacing({ shards, tallies })
  const qs = qValues(accepted, tested)
  const found = accepted.map((one, i) => findingOf(one, texts, placing, { q: qs[i], tested, showText: options.showText ?? false }))
  const judged = inOrder(found.filter((one) => one !== undefined))
  if (options.rowsOut !== undefined) writeRows(options.rowsOut, judged, placing)
  const problems = [...planned.problems, ...tallies.map((tally) => tally.problem).filter((problem) => problem !== undefined)]
  const notes = dropped > 0 ? [{ code: 'candidates-cut', text: `${dropped} weaker candidates were not confirmed` }] : []
  const report: Report = {
    schema: 'suretrap.report/1',
    tool: { name: 'suretrap', version: VERSION },
    inputs: await inputsOf(shards, tallies, options.signal),
    findings: judged.map(({ finding }) => finding),
    declared: [],
    floor: floorBySupport(profile.exchanges, tested, floor),
    skipped: skippedOf({ shards, tallies }),
    notes,
  }
  return { report, complete: problems.length === 0, problems }
}

function each(blocks: readonly RecordBlock[], take: (words: Uint32Array, from: number, to: number) => void): void {
  for (const block of blocks) take(block.words, 0, block.used)
}

function drainBlocks(blocks: readonly RecordBlock[], from: { block: number; at: number }, take: (words: Uint32Array, from: number, to: number) => void): { block: number; at: number } {
  let { block, at } = from
  for (; block < blocks.length; block++) {
    take(blocks[block].words, at, blocks[block].used)
    at = block === blocks.length - 1 ? blocks[block].used : 0
  }
  return { block: blocks.length - 1, at }
}

function writeRows(path: string, judged: readonly Judged[], placing: ReturnType<typeof createPlacing>): void {
  writeFileSync(path, '')
  for (const { finding, records } of judged) {
    const lines = records
      .map((record) => ({ ...placing(record, 0), turn: record[o.TURN] & 0xffffff }))
      .sort((a, b) => a.position - b.position || a.turn - b.turn)
      .map(({ file, row, turn }) => `${JSON.stringify({ fingerprint: finding.fingerprint, file, row, turn })}\n`)
    appendFileSync(path, lines.join(''))
  }
}

async function inputsOf(shards: readonly Shard[], tallies: readonly Tally[], signal: AbortSignal | undefined): Promise<InputReport[]> {
  const files = new Map<string, number[]>()
  shards.forEach((shard, i) => {
    const list = files.get(shard.file)
    if (list === undefined) files.set(shard.file, [i])
    else list.push(i)
  })
  const reports: InputReport[] = []
  for (const [file, indexes] of files) {
    const parts = indexes.map((i) => tallies[i])
    const schemas = new Map<string, number>()
    for (const part of parts) for (const [schema, rows] of part.schemas) schemas.set(schema, (schemas.get(schema) ?? 0) + rows)
    const schema = [...schemas].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? 'none'
    const shard = shards[indexes[0]]
    const { sha256, of } = await fileDigest(shard.path, signal)
    reports.push({
      file,
      format: shard.format ?? shard.container,
      schema,
      rows: sum(parts.map((part) => part.rows)),
      exchanges: sum(parts.map((part) => part.exchanges)),
      skipped: sum(parts.map((part) => sum([...part.skips.values()].map(({ rows }) => rows)))),
      bytes: shard.bytes,
      sha256,
      ...(of === 'chunks' ? { sha256_of: 'chunks' as const } : {}),
    })
  }
  return reports
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
