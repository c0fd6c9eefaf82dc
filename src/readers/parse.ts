/** Blocks of bytes → blocks of rows: each span decoded and parsed on its own. */
import { isAscii, isUtf8 } from 'node:buffer'

import type { RowBlock, RowSkip } from '../model/row.ts'
import { parseLoose } from './loose-json.ts'
import { repeatsKey } from './repeated-keys.ts'
import type { LineBlock } from './spans.ts'

/** Whether to note what takes another pass over each row to see. */
export interface Remarks {
  readonly remarks?: boolean
}

/** Every span is a JSON value. One that is none becomes a skip. Bytes that are no UTF-8 are read as U+FFFD and noted. */
export function jsonRows(block: LineBlock, { remarks = false }: Remarks = {}): RowBlock {
  const values: unknown[] = []
  const kept: number[] = []
  const skips: RowSkip[] = []
  const notes: RowSkip[] = []
  eachText(block, notes, (text, index) => {
    const row = block.firstRow + index
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      value = parseLoose(text)
      if (value === undefined) {
        skips.push({ row, reason: 'broken-json' })
        return
      }
      notes.push({ row, reason: 'loose-json' })
    }
    if (remarks && repeatsKey(text)) notes.push({ row, reason: 'repeated-key' })
    values.push(value)
    kept.push(index)
  })
  return rowBlock(block, values, kept, skips, notes)
}

/** Every span is a text: the row is `{ text }`. */
export function textRows(block: LineBlock): RowBlock {
  const values: unknown[] = []
  const kept: number[] = []
  const notes: RowSkip[] = []
  eachText(block, notes, (text, index) => {
    values.push({ text })
    kept.push(index)
  })
  return rowBlock(block, values, kept, [], notes)
}

/**
 * Decodes one span at a time: a whole block in one string would be two bytes a character as soon as one needs it,
 * and every slice of it slow to parse.
 */
function eachText(block: LineBlock, notes: RowSkip[], take: (text: string, index: number) => void): void {
  const { bytes, starts, ends, count, firstRow } = block
  if (count === 0) return
  const region = bytes.subarray(starts[0], ends[count - 1])
  const encoding = isAscii(region) ? 'latin1' : 'utf8'
  const doubtful = encoding === 'utf8' && !isUtf8(region)
  for (let index = 0; index < count; index++) {
    const from = starts[index]!
    const to = ends[index]!
    if (doubtful && !isUtf8(bytes.subarray(from, to))) notes.push({ row: firstRow + index, reason: 'invalid-utf8' })
    take(bytes.toString(encoding, from, to), index)
  }
}

function rowBlock(
  block: LineBlock,
  values: readonly unknown[],
  kept: readonly number[],
  skips: readonly RowSkip[],
  notes: readonly RowSkip[],
): RowBlock {
  const { firstRow, lines, linesRead, bytesRead } = block
  const gaps = kept.length < block.count
  const lineIsRow = kept.every((index) => lines[index] === firstRow + index)
  return {
    firstRow: gaps ? firstRow + (kept[0] ?? 0) : firstRow,
    values,
    ...(gaps && { rows: Float64Array.from(kept, (index) => firstRow + index) }),
    skips: [...skips, ...block.skips],
    ...(!lineIsRow && { lines: Float64Array.from(kept, (index) => lines[index]!) }),
    linesRead,
    bytesRead,
    ...(notes.length > 0 && { notes }),
  }
}
