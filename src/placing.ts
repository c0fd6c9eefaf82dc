/** Where rows stand: numbers within a shard → numbers within its file. */
import * as o from './model/observation.ts'
import type { Report } from './model/report.ts'
import type { Shard } from './model/shard.ts'
import type { Tally } from './read.ts'

export interface Places {
  readonly shards: readonly Shard[]
  readonly tallies: readonly Tally[]
}

/** Row and line numbers within the file, from those within the shard. */
export function createPlacing({
  shards,
  tallies,
}: Places): (record: Uint32Array, line: number) => { file: string; row: number; line?: number; position: number } {
  const firstRow = new Float64Array(shards.length)
  const firstLine = new Float64Array(shards.length)
  const before = new Float64Array(shards.length)
  const byFile = new Map<string, { rows: number; lines: number }>()
  let total = 0
  shards.forEach((shard, i) => {
    const known = byFile.get(shard.file) ?? { rows: 0, lines: 0 }
    firstRow[i] = shard.firstRow ?? known.rows
    firstLine[i] = known.lines
    before[i] = total
    total += tallies[i].rows
    byFile.set(shard.file, { rows: known.rows + tallies[i].rows, lines: known.lines + tallies[i].lines })
  })
  return (record, line) => {
    const i = record[o.SHARD]
    return {
      file: shards[i].file,
      row: firstRow[i] + record[o.ROW],
      ...(tallies[i].lineOf ? { line: firstLine[i] + line + 1 } : {}),
      position: total === 0 ? 0 : (before[i] + record[o.ROW]) / total,
    }
  }
}

/** Rows that were passed over, by reason, the commonest first. */
export function skippedOf({ shards, tallies }: Places): Report['skipped'] {
  const placed = new Map<string, { rows: number; first: { file: string; row: number } }>()
  const before = new Map<string, number>()
  shards.forEach((shard, i) => {
    const rows = shard.firstRow ?? before.get(shard.file) ?? 0
    for (const [reason, { rows: count, first }] of [...tallies[i].skips].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
      const known = placed.get(reason)
      if (known === undefined) placed.set(reason, { rows: count, first: { file: shard.file, row: rows + first } })
      else known.rows += count
    }
    before.set(shard.file, rows + tallies[i].rows)
  })
  return [...placed]
    .sort((a, b) => b[1].rows - a[1].rows || (a[0] < b[0] ? -1 : 1))
    .map(([reason, { rows, first }]) => ({ reason, rows, first }))
}
