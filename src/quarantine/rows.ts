/** The way out: both parts as JSON lines, where a container cannot be written again. */

import type { Shard } from '../model/shard.ts'
import { arrowColumns } from '../readers/arrow.ts'
import { parquetColumns } from '../readers/parquet.ts'
import { writeRow } from '../writers/json-rows.ts'
import type { Note } from '../writers/manifest.ts'
import { rowsOf } from './compare.ts'
import { type HoldOptions, heldRows, type Source, type Way } from './way.ts'

export async function holdRows(source: Source, options: HoldOptions): Promise<Way | undefined> {
  const [shard] = source.shards
  const columns = (await columnsOf(shard)) ?? options.columns
  return {
    name: `${source.name}.jsonl`,
    codec: 'none',
    part: async (kept, held) => {
      let row = 0
      let unread = 0
      for await (const { value, skip } of rowsOf(source.shards, { ...options, columns })) {
        if (skip !== undefined) unread++
        else await writeRow(value, source.held.has(row) ? held : kept)
        row++
      }
      const notes: Omit<Note, 'file'>[] = [
        {
          code: 'converted',
          text: `written as JSON lines: ${shard.format ?? shard.container} rows cannot be cut out of this file`,
        },
      ]
      if (unread > 0)
        notes.push({ code: 'rows-left-out', text: `${unread} rows that cannot be read are in neither part` })
      return { form: 'rows', restores: 'rows', rows: row, held: heldRows(source), notes }
    },
  }
}

/** All columns of a columnar file, also those that a scan leaves unread. */
export async function columnsOf(shard: Shard): Promise<readonly string[] | undefined> {
  const { container } = shard
  if (container !== 'parquet' && container !== 'arrow-file' && container !== 'arrow-stream') return undefined
  const { read, skipped } = await (container === 'parquet' ? parquetColumns(shard) : arrowColumns(shard))
  return [...read, ...skipped.map(({ name }) => name)]
}
