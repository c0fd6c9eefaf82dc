/**
 * Reads what was written and holds it against what it was written from: every row, in order, none more and none less.
 *
 * It uses the scanner's own readers, so a part that passes is a part that the next scan reads as it should.
 */
import type { ReadOptions } from '../model/options.ts'
import type { Shard } from '../model/shard.ts'
import { plan } from '../plan.ts'
import { readRows } from '../readers/index.ts'
import { toJson } from '../writers/json-rows.ts'

type Options = ReadOptions & { readonly signal?: AbortSignal }

/** Each row as text, in order; a row that cannot be read as the reason for it. */
export async function* rowTexts(shards: readonly Shard[], options: Options): AsyncGenerator<string> {
  for await (const { value, skip } of rowsOf(shards, options)) yield skip === undefined ? toJson(value) : `skip ${skip}`
}

export interface AnyRow {
  readonly value?: unknown
  readonly skip?: string
}

/** Rows and skips of a file, in the order of their numbers. */
export async function* rowsOf(shards: readonly Shard[], options: Options): AsyncGenerator<AnyRow> {
  for (const shard of shards) {
    for await (const { firstRow, values, rows, skips } of readRows(shard, options)) {
      const left = [...skips].sort((a, b) => a.row - b.row)
      for (let at = 0; at < values.length; at++) {
        const row = rows === undefined ? firstRow + at : rows[at]
        while (left.length > 0 && left[0].row < row) yield { skip: left.shift()?.reason }
        yield { value: values[at] }
      }
      for (const { reason } of left) yield { skip: reason }
    }
  }
}

/** The shards of a file that was just written; none where it holds no row. */
export async function shardsOf(path: string): Promise<readonly Shard[]> {
  const { shards, problems } = await plan([path], { shardBytes: Number.MAX_SAFE_INTEGER })
  return problems.some(({ code }) => code !== 'nothing-scannable') ? [] : shards
}

/** Are the rows of `whole` those of the two parts, with `held` saying which are in the second? */
export async function isParted(
  whole: readonly Shard[],
  parts: { readonly kept: string; readonly held: string },
  held: { has(row: number): boolean },
  options: Options,
): Promise<boolean> {
  const kept = rowTexts(await shardsOf(parts.kept), options)
  const taken = rowTexts(await shardsOf(parts.held), options)
  try {
    let row = 0
    for await (const text of rowTexts(whole, options)) {
      const next = await (held.has(row) ? taken : kept).next()
      if (next.done || next.value !== text) return false
      row++
    }
    return (await kept.next()).done === true && (await taken.next()).done === true
  } finally {
    await kept.return(undefined)
    await taken.return(undefined)
  }
}
