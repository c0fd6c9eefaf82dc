/** What the tests of the quarantine share: a report and a rows file that say which rows to hold, and readers of parts. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding, InputReport, Report } from '../src/model/report.ts'
import { plan } from '../src/plan.ts'
import { rowTexts } from '../src/quarantine/compare.ts'
import { type Quarantined, quarantine } from '../src/quarantine.ts'
import { fileDigest } from '../src/readers/digest.ts'
import type { Manifest } from '../src/writers/manifest.ts'
import { finding, reportOf } from './cli/stage.ts'

export const scratch = mkdtempSync(join(tmpdir(), 'suretrap-quarantine-'))
let made = 0
export const place = (name = ''): string => join(scratch, `${made++}${name}`)

/** Every row of a file as text, unreadable ones too. */
export async function textsOf(path: string): Promise<readonly string[]> {
  const { shards } = await plan([path], { shardBytes: Number.MAX_SAFE_INTEGER })
  const texts: string[] = []
  for await (const text of rowTexts(shards, {})) texts.push(text)
  return texts
}

/** The rows to hold, by the file's name in the plan. */
export type Wanted = (file: string, rows: number) => readonly number[]

export interface Asked {
  readonly report: Report
  readonly rows: string // path of the rows file
}

/** A report with one finding, whose rows are those that are wanted. */
export async function asked(inputs: readonly string[], wanted: Wanted): Promise<Asked> {
  const { shards } = await plan(inputs, { shardBytes: Number.MAX_SAFE_INTEGER })
  const reports: InputReport[] = []
  const lines: string[] = []
  for (const file of new Set(shards.map((shard) => shard.file))) {
    const own = shards.filter((shard) => shard.file === file)
    let rows = 0
    for await (const _ of rowTexts(own, {})) rows++
    const { sha256 } = await fileDigest(own[0].path)
    reports.push({ file, format: 'x', schema: 'x', rows, exchanges: rows, skipped: 0, bytes: own[0].bytes, sha256 })
    for (const row of wanted(file, rows)) lines.push(JSON.stringify({ fingerprint: 'f1', file, row, turn: 1 }))
  }
  const one: Finding = {
    ...finding({ fingerprint: 'f1', severity: 'high' }),
    dose: { count: lines.length, band: 'trace' },
  }
  const rows = place('.rows.jsonl')
  writeFileSync(rows, lines.map((line) => `${line}\n`).join(''))
  return { report: { ...reportOf([one]), inputs: reports }, rows }
}

export interface Done extends Quarantined {
  readonly manifest: Manifest
}

export async function held(inputs: readonly string[], wanted: Wanted): Promise<Done> {
  const out = place('-out')
  const { report, rows } = await asked(inputs, wanted)
  const done = await quarantine(report, inputs, { out, rows })
  return { ...done, manifest: JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest }
}
